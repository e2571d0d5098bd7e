import type { Field } from "../fields/shape.ts";
import { arranged, written } from "../fields/write.ts";
import { folded, unescaped } from "../parse/words.ts";

/**
 * A message's words at the input fields they belong to: by name where the message is JSON or has lines such as
 * `product info: …`, else all of it at the field that can take it best. A person looks at it before anything is made of it.
 */
export function prefilled(said: string, inputs: Field[]): Record<string, string> {
  const text = plainWords(said).trim();
  const named = fromJson(text, inputs) ?? fromLines(text, inputs);
  if (named) return named;
  const kinds = ["text", "record", "lines"];
  const able = inputs.filter(({ shape, choices }) => kinds.includes(shape.kind) && choices.length === 0);
  const [first] = able.sort((a, b) => kinds.indexOf(a.shape.kind) - kinds.indexOf(b.shape.kind));
  return first ? { [first.name]: arranged(text, first) } : {};
}

/** Slack's markup as it reads: a link by its label, people and channels by their ids. */
const plainWords = (said: string): string =>
  unescaped(
    said.replace(/<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/g, (_, sign, target, label) => label || `${sign}${target}`),
  );

function fromJson(text: string, inputs: Field[]): Record<string, string> | null {
  const values = parsed(text.replace(/^```(?:json)?\s*|\s*```$/g, ""));
  if (typeof values !== "object" || values === null || Array.isArray(values)) return null;
  const found = inputs.flatMap((field): [string, string][] => {
    const value = (values as Record<string, unknown>)[field.name];
    return value === undefined ? [] : [[field.name, written(value, field)]];
  });
  return found.length > 0 ? Object.fromEntries(found) : null;
}

/** A field goes on to the next line that names another one. */
function fromLines(text: string, inputs: Field[]): Record<string, string> | null {
  const values: Record<string, string> = {};
  let at: string | null = null;
  for (const line of text.split("\n")) {
    const [, before = "", after = ""] = /^\W{0,3}([\w *-]{1,60}?)\W{0,2}:\W{0,2}\s*(.*)$/.exec(line) ?? [];
    const field = inputs.find(({ name }) => folded(name) === folded(before));
    if (field) at = field.name;
    if (at === null) return null;
    values[at] = field ? after : `${values[at] ?? ""}\n${line}`.trim();
  }
  const found = inputs.filter(({ name }) => values[name] !== undefined);
  return found.length > 0
    ? Object.fromEntries(found.map((field) => [field.name, arranged(values[field.name] ?? "", field)]))
    : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
