export type Values = Readonly<Record<string, string>>;

/** Splits a text at its `[[ ## field ## ]]` markers: field → text below it. */
export function readSections(text: string): Values {
  const parts = text.split(/^\[\[ ## (\w+) ## \]\][ \t]*$/m);
  const values: Record<string, string> = {};
  for (let i = 1; i < parts.length; i += 2) values[parts[i] ?? ""] = (parts[i + 1] ?? "").trim();
  return values;
}

/** Fields of an answer in either layout: markers, or one JSON object. */
export function readAnswer(text: string): Values {
  const object = readJson(text);
  if (typeof object !== "object" || object === null || Array.isArray(object)) return readSections(text);
  const entries = Object.entries(object).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(entries);
}

/** The value of a JSON text; undefined when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
