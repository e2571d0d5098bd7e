import type { Properties, Shape } from "./shape.ts";

export type Value = { ok: true; value: unknown } | { ok: false; problem: string };

/** What stands in a field's box. JSON is read as such wherever it is given, and what begins like JSON has to be some. */
export function readValue(text: string, shape: Shape): Value {
  if (shape.kind === "text") return { ok: true, value: text };
  const json = parsed(text);
  if (/^\s*[[{]/.test(text)) return json;
  switch (shape.kind) {
    case "lines":
      return { ok: true, value: lines(text) };
    case "record":
      return recordOf(text, shape.properties);
    case "records":
      return recordsOf(text, shape.properties);
    case "json":
      return json;
  }
}

const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.replace(/^\s*[-*•]\s+/, "").trim())
    .filter((line) => line !== "");

/** What stands before the first colon of a line. */
export const keyIn = (line: string): string => line.slice(0, Math.max(0, line.indexOf(":"))).trim();

/** A field a line; a line that names none goes on with the one before. */
function recordOf(text: string, properties: Properties): Value {
  const read: Record<string, string> = {};
  let at: string | null = null;
  for (const line of lines(text)) {
    const key = keyIn(line);
    if (Object.hasOwn(properties, key)) at = key;
    if (at === null) return namesNone(line, properties);
    read[at] = at === key ? line.slice(line.indexOf(":") + 1).trim() : `${read[at]} ${line}`;
  }
  return { ok: true, value: typed(read, properties) };
}

/** A record a line, as cards show them: `name: carmine, safety: MaybeUnsafe`; `none` where there is none. */
function recordsOf(text: string, properties: Properties): Value {
  if (/^\s*none\s*$/i.test(text)) return { ok: true, value: [] };
  const records: Record<string, unknown>[] = [];
  for (const line of lines(text)) {
    const read = recordIn(line, properties);
    if (!read) return namesNone(line, properties);
    records.push(typed(read, properties));
  }
  return { ok: true, value: records };
}

/** A field begins where a known name and a colon stand after a comma, so that a value may hold commas of its own. */
function recordIn(line: string, properties: Properties): Record<string, string> | null {
  const names = Object.keys(properties).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const starts = [...line.matchAll(new RegExp(`(?:^|,)\\s*(${names.join("|")})\\s*:`, "g"))];
  if (starts[0]?.index !== 0) return null;
  const fields = starts.map((start, n) => {
    const value = line.slice(start.index + start[0].length, starts[n + 1]?.index);
    return [start[1] ?? "", value.trim()];
  });
  return Object.fromEntries(fields);
}

const namesNone = (line: string, properties: Properties): Value => ({
  ok: false,
  problem: `“${line.slice(0, 60)}” does not begin with a field's name: ${Object.keys(properties).join(", ")}`,
});

const typed = (read: Record<string, string>, properties: Properties): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(read).map(([key, words]) => [key, properties[key]?.isText ? words : jsonOr(words)]),
  );

function jsonOr(text: string): unknown {
  const json = parsed(text);
  return json.ok ? json.value : text;
}

function parsed(text: string): Value {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, problem: `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}` };
  }
}
