import type { Field, Schema } from "../prompt/fields.ts";
import { readJson, type Values } from "../prompt/sections.ts";

/** The food part of a task's inputs: what the person avoids, and the product's ingredient list. */
export interface Food {
  preferences: readonly string[];
  ingredients: string;
}

/** Property names of the answer's items, as the prompt's schema has them. */
export interface ItemShape {
  field: string;
  name: string;
  safety: string;
  preference: string;
  /** Further text properties that the schema requires. */
  others: readonly string[];
}

/** Finds a list of texts and an ingredient list among the inputs; null when it is no food task. */
export function readFood(inputs: Values): Food | null {
  let preferences: string[] | null = null;
  let ingredients: string | null = null;
  for (const [name, text] of Object.entries(inputs)) {
    const value = readJson(text);
    if (Array.isArray(value) && value.every((each) => typeof each === "string")) preferences ??= value;
    else ingredients ??= ingredientsIn(name, text, value);
  }
  return preferences === null || ingredients === null ? null : { preferences, ingredients };
}

function ingredientsIn(name: string, text: string, value: unknown): string | null {
  if (typeof value === "object" && value !== null && "ingredients" in value) return String(value.ingredients);
  return /ingredient/.test(name) ? text : null;
}

/** Finds an output field whose items have a name, a safety among the two known and a preference; null when there is none. */
export function readItemShape(outputs: readonly Field[]): ItemShape | null {
  for (const { name: field, schema } of outputs) {
    const item = schema?.type === "array" ? resolve(schema, schema.items) : undefined;
    const shape = item?.properties && schema ? shapeOf(field, schema, item) : null;
    if (shape) return shape;
  }
  return null;
}

function shapeOf(field: string, root: Schema, item: Schema): ItemShape | null {
  const properties = Object.entries(item.properties ?? {}).map(([key, each]) => [key, resolve(root, each)] as const);
  const safety = properties.find(([, each]) => each?.enum?.includes("MaybeUnsafe"))?.[0];
  const name = properties.find(([key]) => /name|ingredient/.test(key))?.[0];
  const preference = properties.find(([key]) => /preference|diet|restriction/.test(key))?.[0];
  if (safety === undefined || name === undefined || preference === undefined) return null;
  const others = (item.required ?? []).filter((key) => ![safety, name, preference].includes(key));
  return { field, name, safety, preference, others };
}

function resolve(root: Schema, schema: Schema | undefined): Schema | undefined {
  const name = schema?.$ref?.split("/").at(-1);
  return name === undefined ? schema : root.$defs?.[name];
}
