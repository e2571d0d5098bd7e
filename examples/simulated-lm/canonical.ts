import { createHash } from "node:crypto";

/** JSON with sorted keys, no spaces and UTF-8 as it is, so that every side hashes the same bytes. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** sha256 of the canonical JSON, hex. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonical(value), "utf8").digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
