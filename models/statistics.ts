import { mean, sampleStandardDeviation } from "simple-statistics";
import { normalQuantile } from "./statistics/normal.ts";
import { atRank, refuseNone } from "./statistics/rank.ts";

export { differenceInterval, pairedBootstrap } from "./statistics/bootstrap.ts";
export { mcnemarDetectable, mcnemarExact, mcnemarPower } from "./statistics/mcnemar.ts";
export { signFlip } from "./statistics/sign-flip.ts";

/** An estimate with its confidence interval, in the units of the scores. */
export type Interval = { mean: number; low: number; high: number };

export type Resampling = { resamples?: number; seed: number };

/** Holm's step-down correction (1979), in the order given: each p times the number of hypotheses still standing. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).sort((a, b) => (ps[a] as number) - (ps[b] as number));
  const corrected = new Array<number>(ps.length);
  let floor = 0;
  order.forEach((index, rank) => {
    floor = Math.max(floor, Math.min(1, (ps[index] as number) * (ps.length - rank)));
    corrected[index] = floor;
  });
  return corrected;
}

/** Wilson's score interval (1927) of a share: k of n. Throws when n is 0. */
export function wilson(k: number, n: number, level = 0.95): Interval {
  if (n <= 0) throw new RangeError("a share of nothing has no interval");
  const z = normalQuantile(1 - (1 - level) / 2);
  const p = k / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  // At the ends the formula gives exactly 0 and 1; rounding must not leave the estimate outside.
  return { mean: p, low: k === 0 ? 0 : centre - half, high: k === n ? 1 : centre + half };
}

/** The q-quantile (0 to 1), linear between ranks, as numpy's default. Throws when there are no values. */
export function quantile(values: readonly number[], q: number): number {
  refuseNone(values);
  return atRank(Float64Array.from(values).sort(), q);
}

/**
 * Distribution-free interval of the q-quantile, such as p95 of latency: the order statistics between which it lies by the
 * binomial distribution of how many values fall below it (Conover 1999, 3.2). With few values an end may be the extreme.
 */
export function quantileInterval(values: readonly number[], q: number, level = 0.95): Interval {
  const n = refuseNone(values);
  const sorted = Float64Array.from(values).sort();
  const tail = (1 - level) / 2;
  const at = (rank: number) => sorted[Math.min(n - 1, Math.max(0, rank))] as number;
  const low = binomialRank(n, q, tail) - 1;
  const high = binomialRank(n, q, 1 - tail);
  return { mean: atRank(sorted, q), low: at(low), high: at(high) };
}

/** The smallest k with P(B ≤ k) ≥ p, where B counts successes of n trials at probability q. */
function binomialRank(n: number, q: number, p: number): number {
  if (q <= 0 || q >= 1) return q <= 0 ? 0 : n;
  let log = n * Math.log1p(-q);
  let sum = Math.exp(log);
  let k = 0;
  while (sum < p && k < n) {
    log += Math.log((n - k) / (k + 1)) + Math.log(q) - Math.log1p(-q);
    sum += Math.exp(log);
    k += 1;
  }
  return k;
}

/** 95 % interval of one arm's mean score: Wilson where all scores are 0 or 1, else by the standard error (Miller 2024). */
export function meanInterval(scores: readonly number[], level = 0.95): Interval {
  const n = refuseNone(scores);
  if (scores.every(isZeroOrOne)) return wilson(scores.filter((s) => s === 1).length, n, level);
  const centre = mean([...scores]);
  const half = normalQuantile(1 - (1 - level) / 2) * standardError(scores);
  const [floor, ceiling] = scores.every((s) => s >= 0 && s <= 1) ? [0, 1] : [-Infinity, Infinity];
  return { mean: centre, low: Math.max(floor, centre - half), high: Math.min(ceiling, centre + half) };
}

/**
 * The smallest true mean difference that as many examples with this scatter would find with this power (Miller 2024).
 * Null when nothing scatters: no difference seen says nothing about how large one could be.
 */
export function minimumDetectableEffect(
  differences: readonly number[],
  { power = 0.8, alpha = 0.05 } = {},
): number | null {
  const error = differences.length < 2 ? 0 : standardError(differences);
  return error > 0 ? (normalQuantile(1 - alpha / 2) + normalQuantile(power)) * error : null;
}

export function isZeroOrOne(score: number): boolean {
  return score === 0 || score === 1;
}

/** Infinity for a single value: one example says nothing about the next. */
function standardError(values: readonly number[]): number {
  return values.length < 2 ? Infinity : sampleStandardDeviation([...values]) / Math.sqrt(values.length);
}
