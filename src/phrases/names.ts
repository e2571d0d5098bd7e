import { folded } from "../parse/words.ts";
import { literal } from "./pattern.ts";

/** Too common to stand for a name, though one may hold them. */
const common = new Set([
  "program",
  "model",
  "agent",
  "test",
  "prod",
  "production",
  "data",
  "dataset",
  "label",
  "labels",
  "review",
  "trace",
  "traces",
  "run",
  "runs",
  "status",
  "deployed",
  "live",
  "bot",
  "app",
  "the",
]);

const pieces = (name: string): string[] => name.split(/[-_. /]+/).filter((part) => /^\p{L}{3,}$/u.test(part));

/** Words that stand in exactly one of the names: "claims" says parcel-claims where nothing else is called so. */
export function partsOf(names: string[]): string[] {
  const holders = new Map<string, number>();
  for (const name of names) for (const part of new Set(pieces(name))) holders.set(part, (holders.get(part) ?? 0) + 1);
  const whole = new Set(names);
  return [...holders.keys()].filter((part) => !common.has(part) && !whole.has(part));
}

/** A name as it may be spelt: with hyphens, underscores, spaces or none, and in the plural. */
export function spelling(name: string): string {
  return `${literal(name).replace(/(?:\\-|_| )+/g, "[-_ ]?")}`;
}

/** What people put behind a part of a name: "the claims bot". */
export const kinds =
  "one|program|thing|thingy|bot|app|module|pipeline|stuff|classifier|agent|tool|project|system|service|flow";

/** A part of a name in the singular or the plural: "ingredients" says ingredient-analyzer. */
export const inNumbers = (part: string): string => `${literal(part.replace(/s$/, ""))}s?`;

const singular = (word: string): string => folded(word).replace(/s$/, "");

/** The registered name that was meant, also by a word that only it holds; null when that is none, or more than one. */
export function nameMeant(words: string, known: string[]): string | null {
  const spelt = words
    .trim()
    .replace(/^["'`*_]|["'`*_]$/g, "")
    .replace(
      /^(?:(?:the|our|my) )?(?:(?:current|live|deployed|present) )?(?:(?:version|prompt|prompts) of (?:the )?)?/i,
      "",
    )
    .replace(new RegExp(` (?:${kinds})$`, "i"), "")
    .replace(/^["'`*_]|["'`*_]$/g, "");
  if (known.includes(spelt)) return spelt;
  const meant = known.filter((name) => folded(name) === folded(spelt));
  if (meant.length > 0) return new Set(meant).size === 1 ? (meant[0] ?? null) : null;
  const holding = known.filter((name) => pieces(name).some((part) => singular(part) === singular(spelt)));
  return holding.length === 1 ? (holding[0] ?? null) : null;
}
