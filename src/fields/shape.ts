import type { FormField } from "../../blocks/add-form.ts";
import { limits } from "../../blocks/limits.ts";
import type { Described } from "../../models/program.ts";

/**
 * How a field is written in a form: as text, as a list with an item a line, as a record with a field a line, as a list
 * with a record a line, or as JSON.
 */
export type Shape =
  | { kind: "text" }
  | { kind: "lines" }
  | { kind: "record" | "records"; properties: Properties }
  | { kind: "json" };

/** `choices`: the few words it may be; empty where it may be any. */
export type Properties = Record<string, { isText: boolean; isRequired: boolean; choices: string[] }>;

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
  if (schema.properties) return { kind: "record", properties: propertiesOf(schema, schema.$defs) };
  if (schema.type !== "array" || !schema.items) return { kind: "json" };
  const item = resolved(schema.items, schema.$defs);
  if (item.type === "string") return { kind: "lines" };
  return item.properties ? { kind: "records", properties: propertiesOf(item, schema.$defs) } : { kind: "json" };
}

function propertiesOf({ properties = {}, required = [] }: Schema, defs: Schema["$defs"]): Properties {
  const all = Object.entries(properties).map(([key, written]) => {
    const each = resolved(written, defs);
    return [key, { isText: isText(each), isRequired: required.includes(key), choices: choicesOf(each) }] as const;
  });
  return Object.fromEntries(all);
}

/** What a schema refers to, by name. */
const resolved = (schema: Schema, defs: Schema["$defs"] = {}): Schema =>
  (schema.$ref && defs[schema.$ref.replace("#/$defs/", "")]) || schema;

const isText = ({ type, anyOf = [] }: Schema): boolean =>
  type === "string" || anyOf.some((each) => each.type === "string");

function hintOf(shape: Shape): string | null {
  switch (shape.kind) {
    case "text":
      return null;
    case "lines":
      return "A list: one item a line; [] for none.";
    case "record":
      return `One field a line, as in “${Object.keys(shape.properties)[0]}: …”. Fields: ${Object.keys(shape.properties).join(", ")}.`;
    case "records":
      return `One a line, as in “${pattern(shape.properties)}”; [] for none.`;
    case "json":
      return "As JSON.";
  }
}

const mostChoices = 6;

/** What a line of records looks like, such as `name: …, safety: DefinitelyUnsafe or MaybeUnsafe`. */
const pattern = (properties: Properties): string =>
  Object.entries(properties)
    .map(([key, { choices: all }]) => `${key}: ${all.length > 0 && all.length <= mostChoices ? all.join(" or ") : "…"}`)
    .join(", ");

/** The words it may be, where they are few and short enough for a menu. */
function choicesOf(schema: Schema): string[] {
  const words = Array.isArray(schema.enum) ? schema.enum : [];
  const fits = (word: unknown) => typeof word === "string" && word !== "" && word.length <= limits.optionValue;
  return words.length <= limits.options && words.every(fits) ? words : [];
}
