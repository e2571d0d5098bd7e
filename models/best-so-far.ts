import type { TriedCandidate } from "./run/step.ts";

/** The best score on val after each candidate of a search, the program it started from first; nothing while none is scored. */
export function bestSoFar(candidates: readonly Pick<TriedCandidate, "index" | "valScore">[]): number[] {
  const scores = new Map(candidates.map(({ index, valScore }) => [index, valScore]));
  let best = Number.NEGATIVE_INFINITY;
  const climbed = [...scores.values()].map((score) => {
    best = Math.max(best, score ?? Number.NEGATIVE_INFINITY);
    return best;
  });
  return climbed.slice(Math.max(0, climbed.findIndex(Number.isFinite))).filter(Number.isFinite);
}

/** What the program a search started from scores on val; null before that is known. */
export const startOf = (candidates: readonly Pick<TriedCandidate, "index" | "valScore">[]): number | null =>
  candidates.findLast(({ index }) => index === 0)?.valScore ?? null;

/** At most `most` of the positions 0 to `last`, evenly spread, with both ends. */
export function spread(last: number, most: number): number[] {
  const count = Math.min(last + 1, most);
  if (count < 2) return Array.from({ length: last + 1 }, (_, n) => n).slice(0, count);
  return Array.from({ length: count }, (_, n) => Math.round((n * last) / (count - 1)));
}
