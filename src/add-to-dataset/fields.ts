import type { FormField } from "../../blocks/add-form.ts";
import { limits } from "../../blocks/limits.ts";
import type { Described } from "../../models/program.ts";

/** How a field is written in a form: as text, as a list with an item a line, as a record with a field a line, or as JSON. */
export type Shape =
  | { kind: "text" }
  | { kind: "lines" }
  | { kind: "record"; properties: Record<string, { isText: boolean; isRequired: boolean }> }
  | { kind: "json"; of: string };

export type Field = FormField & { shape: Shape };

/** A program as far as its fields are known. */
export type Fielded = { described: Pick<Described, "inputSchemas" | "outputSchemas"> };

/** The fields a program takes and answers with, as a form asks for them; reasoning is no part of a label. */
export const formFields = ({ described }: Fielded): { inputs: Field[]; outputs: Field[] } => ({
  inputs: Object.entries(described.inputSchemas).map(fieldOf),
  outputs: Object.entries(described.outputSchemas)
    .filter(([name]) => name !== "reasoning")
    .map(fieldOf),
});

/** The part of a JSON schema that is looked at. */
interface Schema {
  type?: unknown;
  enum?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
}

function fieldOf([name, text]: [string, string]): Field {
  const schema = JSON.parse(text) as Schema;
  const shape = shapeOf(schema);
  return { name, shape, hint: hintOf(shape), choices: shape.kind === "text" ? choicesOf(schema) : [] };
}

function shapeOf(schema: Schema): Shape {
  if (schema.type === "string") return { kind: "text" };
  if (schema.type === "array" && schema.items?.type === "string") return { kind: "lines" };
  if (!schema.properties) return { kind: "json", of: itemsOf(schema) };
  const properties = Object.entries(schema.properties).map(
    ([key, each]) => [key, { isText: isText(each), isRequired: schema.required?.includes(key) ?? false }] as const,
  );
  return { kind: "record", properties: Object.fromEntries(properties) };
}

const isText = ({ type, anyOf = [] }: Schema): boolean =>
  type === "string" || anyOf.some((each) => each.type === "string");

/** What the records of a list hold; empty where it is something else. */
function itemsOf({ items, $defs = {} }: Schema): string {
  const item = items?.$ref ? $defs[items.$ref.replace("#/$defs/", "")] : items;
  return item?.properties ? Object.keys(item.properties).join(", ") : "";
}

function hintOf(shape: Shape): string | null {
  switch (shape.kind) {
    case "text":
      return null;
    case "lines":
      return "A list: one item a line; [] for none.";
    case "record":
      return `One field a line, as in “${Object.keys(shape.properties)[0]}: …”. Fields: ${Object.keys(shape.properties).join(", ")}.`;
    case "json":
      return shape.of ? `As JSON: a list of records with ${shape.of}; [] for none.` : "As JSON.";
  }
}

/** The words it may be, where they are few and short enough for a menu. */
function choicesOf(schema: Schema): string[] {
  const words = Array.isArray(schema.enum) ? schema.enum : [];
  const fits = (word: unknown) => typeof word === "string" && word !== "" && word.length <= limits.optionValue;
  return words.length <= limits.options && words.every(fits) ? words : [];
}
