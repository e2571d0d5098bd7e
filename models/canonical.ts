import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/**
 * RFC 8785 canonical JSON of plain data: equal values give equal text, whatever the order of their keys.
 * Throws a sentence that names the place for anything JSON cannot hold (undefined, NaN, dates, class instances).
 */
export function canonicalJson(value: unknown): string {
  refuseForeign(value, () => "the value", new Set());
  return canonicalize(value) as string;
}

/** sha256 in hex of a text (as UTF-8) or of bytes. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** sha256 in hex of the canonical JSON of a plain value. */
export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** Identity of an example: the hash of its inputs as they are, nothing folded. */
export function exactKey(inputs: unknown): string {
  return hashOf(inputs);
}

/** Equal for inputs that differ only in case, spaces, punctuation or Unicode form; proposes duplicates, never decides. */
export function foldedKey(inputs: unknown): string {
  return hashOf(fold(inputs));
}

function fold(value: unknown): unknown {
  if (typeof value === "string") return foldText(value);
  if (Array.isArray(value)) return value.map(fold);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fold(inner)]));
}

function foldText(text: string): string {
  const plain = text.normalize("NFKC").toLowerCase().normalize("NFKC");
  return plain.replace(/[\p{P}\p{Z}\s]+/gu, " ").trim();
}

/** Where a value stands, put into words only when it is refused. */
type Place = () => string;

function refuseForeign(value: unknown, place: Place, above: Set<object>): void {
  if (value === null || typeof value === "boolean") return;
  if (typeof value !== "object") {
    refuseScalar(value, place);
    return;
  }
  if (above.has(value)) throw new TypeError(`${place()} contains itself, so it has no JSON`);
  above.add(value);
  if (Array.isArray(value)) refuseInList(value, place, above);
  else refuseInObject(value, place, above);
  above.delete(value);
}

function refuseInList(list: unknown[], place: Place, above: Set<object>): void {
  for (const [index, inner] of list.entries()) refuseForeign(inner, () => `${place()}[${index}]`, above);
}

function refuseInObject(value: object, place: Place, above: Set<object>): void {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new TypeError(`${place()} is a ${prototype.constructor?.name ?? "class"}, not plain data; convert it first`);
  }
  for (const [name, inner] of Object.entries(value)) {
    refuseBrokenText(name, () => `a key of ${place()}`);
    refuseForeign(inner, () => `${place()}.${name}`, above);
  }
}

function refuseScalar(value: unknown, place: Place): void {
  if (typeof value === "string") refuseBrokenText(value, place);
  else if (!Number.isFinite(value)) throw new TypeError(`${place()} is ${describe(value)}, which JSON cannot hold`);
}

/** A lone surrogate has no UTF-8, so two different texts would get one hash. */
function refuseBrokenText(text: string, place: Place): void {
  if (!text.isWellFormed()) throw new TypeError(`${place()} holds half of a character (a lone surrogate)`);
}

function describe(value: unknown): string {
  return value === undefined || typeof value === "number" ? String(value) : `a ${typeof value}`;
}
