/**
 * Patterns in which the grammar of plain words is written, over text as `tidy` leaves it (every word ends in a space):
 * `word`, `(one | other)`, `[optional]`, `{slot}` for a value that is read, `$macro` for a group of wordings.
 */
export type Slots = Record<string, string>;

/** A sticky, case-blind expression for the pattern; its named groups are the slots. */
export function compiled(pattern: string, slots: Slots, macros: Slots): RegExp {
  return new RegExp(sourceOf(pattern, slots, macros), "iy");
}

function sourceOf(pattern: string, slots: Slots, macros: Slots): string {
  const parts = pattern.match(/\{\w+\}|[[\]()|]|[^\s[\]()|{}]+/g) ?? [];
  return `(?:${parts.map((part) => sourceOfPart(part, slots, macros)).join("")})`;
}

function sourceOfPart(part: string, slots: Slots, macros: Slots): string {
  if (part === "[" || part === "(") return "(?:";
  if (part === "]") return ")?";
  if (part === ")" || part === "|") return part;
  if (part.startsWith("{")) return slotSource(part.slice(1, -1), slots);
  const macro = part.startsWith("$") ? macros[part.slice(1)] : undefined;
  return macro === undefined ? `${literal(part)} ` : sourceOf(macro, slots, macros);
}

function slotSource(name: string, slots: Slots): string {
  const source = slots[name];
  if (source === undefined) throw new TypeError(`the grammar has no slot ${name}`);
  return `(?<${name}>${source})`;
}

/** The text with nothing in it that an expression would read. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
