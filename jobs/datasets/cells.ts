import type { z } from "zod";

/**
 * What a CSV cell says, for the type its column has. Text is text; lists, objects, numbers and true/false are JSON; an empty
 * cell is null where that is allowed. Text that would be read otherwise is quoted as JSON. Undefined: it fits nothing.
 */
export function fromCell(text: string, schema: z.ZodType): unknown {
  const accepts = (value: unknown) => value !== undefined && schema.safeParse(value).success;
  const json = parsed(text);
  if (/^["[{]/.test(text) && accepts(json)) return json;
  if (text === "" && accepts(null)) return null;
  if (accepts(text)) return text;
  if (accepts(json)) return json;
  const spoken = parsed(text.trim().toLowerCase());
  return accepts(spoken) ? spoken : undefined;
}

/** The cell that reads back as exactly this value; null where CSV has none. */
export function toCell(value: unknown, schema: z.ZodType): string | null {
  const json = JSON.stringify(value);
  const ways = typeof value === "string" ? [value, json] : value === null ? ["", json] : [json];
  return ways.find((cell) => JSON.stringify(fromCell(cell, schema)) === json) ?? null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
