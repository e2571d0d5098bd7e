import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const kinds: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "nothing (null)",
};

/** What is wrong with a field's value, as a sentence a person can act on: where, what is expected, what was found. */
export function issueWords(field: string, issue: Issue, value: unknown): string {
  const where = [field, ...issue.path.map(part)].join(", ");
  const found = issue.path.reduce<unknown>(inside, value);
  if (issue.code === "unrecognized_keys") return `${where} has no field ${issue.keys.join(", ")}`;
  if (found === undefined) return `${where} is missing`;
  if (issue.code === "too_small") return `${where} ${bound(issue, "at least", issue.minimum)}`;
  if (issue.code === "too_big") return `${where} ${bound(issue, "at most", issue.maximum)}`;
  const expected = expectedBy(issue);
  return expected ? `${where} has to be ${expected}, not ${shown(found)}` : `${where} does not fit: ${shown(found)}`;
}

/** People count from 1. */
const part = (key: PropertyKey): string => (typeof key === "number" ? `item ${key + 1}` : String(key));

const inside = (value: unknown, key: PropertyKey): unknown =>
  typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;

function expectedBy(issue: Issue): string | null {
  if (issue.code === "invalid_type") return kinds[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_value") return either(issue.values.map(String));
  if (issue.code !== "invalid_union") return null;
  const ways = issue.errors.map(([first]) => (first && first.path.length === 0 ? expectedBy(first) : null));
  return ways.every((way) => way !== null) ? either([...new Set(ways)]) : null;
}

const either = (words: string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

function bound({ origin }: { origin: string }, how: "at least" | "at most", limit: number | bigint): string {
  const unit = { string: "character", array: "item", set: "item" }[origin];
  if (unit === undefined) return `has to be ${how} ${limit}`;
  return `${how === "at least" ? "needs" : "may have"} ${how} ${limit} ${unit}${Number(limit) === 1 ? "" : "s"}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value !== "string") return String(value);
  return `“${value.length > 60 ? `${value.slice(0, 60)}…` : value}”`;
}
