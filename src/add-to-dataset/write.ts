import type { Field, Shape } from "./fields.ts";

/** A value as it stands in a field's box; what reads it gives it back. */
export function written(value: unknown, { shape }: Field): string {
  if (shape.kind === "text" && typeof value === "string") return value;
  if (shape.kind === "lines" && isListOfLines(value)) return value.join("\n");
  if (shape.kind === "record" && typeof value === "object" && value !== null && !Array.isArray(value))
    return Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([key, each]) => `${key}: ${typeof each === "string" ? each.replaceAll("\n", " ") : JSON.stringify(each)}`)
      .join("\n");
  return JSON.stringify(value);
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
function asRecord(words: string, { properties }: Extract<Shape, { kind: "record" }>): string {
  if (words.split("\n").some((line) => keyIn(line) in properties)) return words;
  const needed = Object.entries(properties).filter(([, each]) => each.isRequired && each.isText);
  return needed.length === 1 ? `${needed[0]?.[0]}: ${words.replace(/\s+/g, " ")}` : words;
}

/** What stands before the first colon of a line. */
export const keyIn = (line: string): string => line.slice(0, Math.max(0, line.indexOf(":"))).trim();
