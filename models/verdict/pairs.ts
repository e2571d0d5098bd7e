import { mean } from "simple-statistics";
import type { ArmRow } from "../verdict.ts";

/** One example that both arms scored; repetitions are averaged. */
export type Pair = { key: string; baseline: number; candidate: number; d: number };

/** Below this a difference is rounding, not a change. */
const rounding = 1e-9;

/**
 * Pairs the arms by example. An example one arm lacks, or has a repetition without a score of, is missing:
 * it is left out of both arms.
 */
export function pairArms(
  baseline: readonly ArmRow[],
  candidate: readonly ArmRow[],
): { pairs: Pair[]; missing: number } {
  const [before, after] = [scoresByKey(baseline), scoresByKey(candidate)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  const pairs = keys.flatMap((key) => pairOf(key, before.get(key) ?? null, after.get(key) ?? null));
  return { pairs, missing: keys.length - pairs.length };
}

function pairOf(key: string, baseline: number | null, candidate: number | null): Pair[] {
  if (baseline === null || candidate === null) return [];
  const d = candidate - baseline;
  return [{ key, baseline, candidate, d: Math.abs(d) < rounding ? 0 : d }];
}

function scoresByKey(rows: readonly ArmRow[]): Map<string, number | null> {
  const byKey = new Map<string, (number | null)[]>();
  for (const { key, score } of rows) byKey.set(key, [...(byKey.get(key) ?? []), score]);
  return new Map([...byKey].map(([key, scores]) => [key, meanOrNull(scores)]));
}

/** The mean, or null when one of the values is unknown or there is none. */
export function meanOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 && known.length === values.length ? mean(known) : null;
}
