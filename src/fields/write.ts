import { isDeepStrictEqual } from "node:util";
import { keyIn, readValue } from "./read.ts";
import type { Field, Properties } from "./shape.ts";

/** A value as it stands in a field's box for somebody to look at: what is empty is left out, and lines are joined. */
export function written(value: unknown, { shape }: Field): string {
  if (shape.kind === "text" && typeof value === "string") return value;
  if (Array.isArray(value) && value.length === 0) return "[]";
  if (shape.kind === "lines" && isListOfLines(value)) return value.join("\n");
  if (shape.kind === "record" && isRecord(value)) return fieldsOf(value, shape.properties).join("\n");
  if (shape.kind === "records" && Array.isArray(value) && value.every(isRecord))
    return value.map((each) => fieldsOf(each, shape.properties).join(", ")).join("\n");
  return JSON.stringify(value, null, 1);
}

/** The same where every bit counts: as JSON, if reading what is written would not give the value back. */
export function writtenExactly(value: unknown, field: Field): string {
  const words = written(value, field);
  const read = readValue(words, field.shape);
  return read.ok && isDeepStrictEqual(read.value, value) ? words : JSON.stringify(value, null, 1);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** In the order the program declares them; what it does not declare comes last. */
function fieldsOf(record: Record<string, unknown>, properties: Properties): string[] {
  const names = new Set([...Object.keys(properties), ...Object.keys(record)]);
  return [...names].flatMap((name) => {
    const value = record[name];
    if (value === null || value === undefined) return [];
    return [`${name}: ${typeof value === "string" ? value.replaceAll("\n", " ") : JSON.stringify(value)}`];
  });
}

const isListOfLines = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string" && !item.includes("\n"));

/** Somebody's own words brought into a field's form: a person looks at them before anything is made of them. */
export function arranged(words: string, { shape }: Field): string {
  if (shape.kind === "lines") {
    const items = words.split(/[,;\n]/).map((item) => item.trim());
    return items.filter((item) => item !== "").join("\n");
  }
  return shape.kind === "record" ? asRecord(words, shape) : words;
}

/** Words without field names belong to the one text that a record must have. */
function asRecord(words: string, { properties }: { properties: Properties }): string {
  if (words.split("\n").some((line) => keyIn(line) in properties)) return words;
  const needed = Object.entries(properties).filter(([, each]) => each.isRequired && each.isText);
  return needed.length === 1 ? `${needed[0]?.[0]}: ${words.replace(/\s+/g, " ")}` : words;
}
