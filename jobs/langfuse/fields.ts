export type Fields = Record<string, unknown>;
export type Read = { ok: true; fields: Fields } | { ok: false; reason: string };

/** `repr` of an object, as Python writes what cannot become JSON: `Answer(name='x')` or `<app.Answer object at 0x7f…>`. */
const pythonRepr = /^\s*(<[\w.]+ object at 0x[0-9a-f]+>|[A-Za-z_][\w.]*\(\s*\w+=.*\))\s*$/s;

/** The declared fields of what a trace holds as `what` ("inputs" or "outputs"); anything else in it is left behind. */
export function readFields(what: string, held: unknown, declared: string[]): Read {
  const value = typeof held === "string" ? parse(held) : held;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { ok: false, reason: `no JSON object in its ${what}${quote(held)}` };
  }
  const missing = declared.filter((field) => !Object.hasOwn(value, field));
  if (missing.length > 0) return { ok: false, reason: `${missing.join(" and ")} missing in its ${what}` };
  const fields = Object.fromEntries(declared.map((field) => [field, (value as Fields)[field]]));
  const repr = declared.find((field) => isRepr(fields[field]));
  return repr === undefined
    ? { ok: true, fields }
    : {
        ok: false,
        reason: `${repr} in its ${what} is the text of a Python object, not its value${quote(fields[repr])}`,
      };
}

function isRepr(value: unknown): boolean {
  if (typeof value === "string") return pythonRepr.test(value);
  return Array.isArray(value) && value.some(isRepr);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function quote(value: unknown): string {
  if (typeof value !== "string" || value === "") return "";
  return `: ${value.length > 60 ? `${Array.from(value).slice(0, 60).join("")}…` : value}`;
}
