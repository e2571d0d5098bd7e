/** JSON as people read it: one field per line, short lists on one. */
export function readable(value: Record<string, unknown>): string {
  return Object.entries(value)
    .map(([name, field]) => `${name}: ${fieldText(field)}`)
    .join("\n");
}

/** The same from JSON; a text that is none (an error, say) is left as it is. */
export function inLines(json: string): string {
  const value = parsed(json);
  if (typeof value !== "object" || value === null) return json;
  return readable(Array.isArray(value) ? { value } : (value as Record<string, unknown>));
}

function fieldText(field: unknown): string {
  if (!Array.isArray(field)) return typeof field === "string" ? field : flat(field);
  if (field.length === 0) return "none";
  if (field.every((item) => typeof item !== "object" || item === null)) return field.map(String).join(", ");
  return field.map((item) => `\n  - ${flat(item)}`).join("");
}

function flat(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(flat).join(", ");
  if (typeof value !== "object") return typeof value === "string" ? value : JSON.stringify(value);
  return Object.entries(value)
    .filter(([, each]) => each !== null)
    .map(([name, each]) => `${name}: ${flat(each)}`)
    .join(", ");
}

/** The same on one line, from JSON; a text that is none (an error, say) is left as it is. */
export function onOneLine(json: string): string {
  const value = parsed(json);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return json.replace(/\s+/g, " ").trim();
  return Object.entries(value)
    .map(([name, field]) => `${name}: ${inline(field)}`)
    .join(" · ")
    .replace(/\s+/g, " ");
}

function inline(field: unknown): string {
  if (!Array.isArray(field) || field.length === 0) return Array.isArray(field) ? "none" : flat(field);
  const isRecords = field.some((item) => typeof item === "object" && item !== null);
  return field.map((item) => (isRecords ? `(${flat(item)})` : String(item))).join(", ");
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
