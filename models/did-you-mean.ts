import { closestMatch } from "leven";

/** The known name an unknown one resembles, as a question; where none does, all known names. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = closestMatch(name, known, { maxDistance: Math.max(2, Math.floor(name.length / 3)) });
  return near ? `did you mean \`${near}\`?` : `known: ${known.join(", ")}`;
}

/** What to say to keys that are not known where they stand: one line for each. */
export function unknownKeys(unknown: readonly string[], known: readonly string[]): string {
  return unknown.map((key) => `\`${key}\` is not known here; ${didYouMean(key, known)}`).join("\n");
}
