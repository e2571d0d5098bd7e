import { createHash } from "node:crypto";

/** A number in [0, 1) that depends on the parts alone: the same question asked twice gets the same answer. */
export function chance(...parts: readonly (string | number)[]): number {
  const digest = createHash("sha256").update(parts.join("\u0000")).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** One of `options`, chosen by the parts alone. Throws on an empty list. */
export function choose<T>(options: readonly T[], ...parts: readonly (string | number)[]): T {
  const chosen = options[Math.floor(chance(...parts) * options.length)];
  if (chosen === undefined) throw new Error("nothing to choose from");
  return chosen;
}
