import type { FormField } from "../../blocks/add-form.ts";
import { folded, unescaped } from "../parse/words.ts";

/**
 * A message's words at the input fields they belong to: by name where the message is JSON or has lines such as
 * `product info: …`, else all of it at the first field that takes text. A person looks at it before anything is made of it.
 */
export function prefilled(said: string, inputs: FormField[]): Record<string, string> {
  const text = plainWords(said).trim();
  const named = fromJson(text, inputs) ?? fromLines(text, inputs);
  if (named) return named;
  const first = inputs.find(({ isText, choices }) => isText && choices.length === 0);
  return first ? { [first.name]: text } : {};
}

/** Slack's markup as it reads: a link by its label, people and channels by their ids. */
const plainWords = (said: string): string =>
  unescaped(
    said.replace(/<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/g, (_, sign, target, label) => label || `${sign}${target}`),
  );

function fromJson(text: string, inputs: FormField[]): Record<string, string> | null {
  const values = parsed(text.replace(/^```(?:json)?\s*|\s*```$/g, ""));
  if (typeof values !== "object" || values === null || Array.isArray(values)) return null;
  const found = inputs.flatMap(({ name, isText }): [string, string][] => {
    const value = (values as Record<string, unknown>)[name];
    if (value === undefined) return [];
    return [[name, isText && typeof value === "string" ? value : JSON.stringify(value)]];
  });
  return found.length > 0 ? Object.fromEntries(found) : null;
}

/** A field goes on to the next line that names another one. */
function fromLines(text: string, inputs: FormField[]): Record<string, string> | null {
  const values: Record<string, string> = {};
  let at: string | null = null;
  for (const line of text.split("\n")) {
    const [, before = "", after = ""] = /^\W{0,3}([\w *-]{1,60}?)\W{0,2}:\W{0,2}\s*(.*)$/.exec(line) ?? [];
    const field = inputs.find(({ name }) => folded(name) === folded(before));
    if (field) at = field.name;
    if (at === null) return null;
    values[at] = field ? after : `${values[at] ?? ""}\n${line}`.trim();
  }
  return Object.keys(values).length > 0 ? values : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
