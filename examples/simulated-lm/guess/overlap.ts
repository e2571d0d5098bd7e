import { words } from "../food/words.ts";

const small = new Set(
  "the a an and or of to in is it for on with this that i we you be are was at as by from my our".split(" "),
);

/** Words of a text that carry meaning. */
export function contentWords(text: string): Set<string> {
  return new Set(words(text).filter((word) => word.length > 1 && !small.has(word)));
}

/** Jaccard overlap of two word sets, 0 to 1. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  const union = a.size + b.size - shared;
  return union === 0 ? 0 : shared / union;
}
