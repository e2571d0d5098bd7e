/** A JSON object whose fields are not yet known. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects in a list, or none when it is no list. */
export function fieldsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** A string field, or undefined when it is absent, empty or something else. */
export function textOf(fields: Fields | undefined, key: string): string | undefined {
  const value = fields?.[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A boolean as JSON or as a form field says it. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true" || value === "1" || value === 1;
}

/** The words of a text object such as a label, a button's text or a title. */
export function wordsOf(value: unknown): string {
  return isFields(value) && typeof value.text === "string" ? value.text : "";
}

/** The JSON value in a text, or the value itself when it is not a text of JSON. */
export function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
