import { mean } from "simple-statistics";
import type { Interval, Resampling } from "../statistics.ts";
import { withPseudoPairs } from "./few-changes.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { wordsFrom } from "./random.ts";
import { atRank, refuseNone } from "./rank.ts";

/**
 * BCa bootstrap of the mean of paired differences (Efron 1987): the interval is corrected for bias and for a scatter that
 * grows with the mean. Unless `exact` is set, its level is widened as a t interval is wider than a normal one, because a
 * bootstrap of few values is too narrow (Hesterberg 2015, "expanded percentile"). Throws when there are none.
 */
export function pairedBootstrap(
  differences: readonly number[],
  { resamples = 10_000, level = 0.95, seed, exact = false }: Resampling & { level?: number; exact?: boolean },
): Interval {
  const n = refuseNone(differences);
  const centre = mean([...differences]);
  const means = resampledMeans(differences, resamples, seed);
  const z0 = normalQuantile(inside(shareBelow(means, centre), resamples));
  const a = acceleration(differences, centre);
  const tail = exact || n < 2 ? (1 - level) / 2 : widened((1 - level) / 2, n);
  const at = (p: number) => atRank(means, corrected(p, z0, a));
  return { mean: centre, low: at(tail), high: at(1 - tail) };
}

/** The interval a verdict stands on: that of the mean difference, kept from being too narrow where hardly any example changed. */
export function differenceInterval(differences: readonly number[], how: Resampling): Interval {
  refuseNone(differences);
  return { ...pairedBootstrap(withPseudoPairs(differences), how), mean: mean([...differences]) };
}

function resampledMeans(differences: readonly number[], resamples: number, seed: number): Float64Array {
  const n = differences.length;
  const values = Float64Array.from(differences);
  const words = new Uint32Array(n);
  const fill = wordsFrom(seed);
  const scale = n / 2 ** 32;
  return Float64Array.from({ length: resamples }, () => {
    fill(words);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[((words[i] as number) * scale) >>> 0] as number;
    return sum / n;
  }).sort();
}

/** Where the estimate lies among the resampled means; one that is equal counts half. */
function shareBelow(means: Float64Array, centre: number): number {
  const tolerance = 1e-12;
  const below = means.filter((each) => each < centre - tolerance).length;
  const upTo = means.filter((each) => each <= centre + tolerance).length;
  return (below + upTo) / (2 * means.length);
}

/** Keeps a share away from 0 and 1, where the normal quantile ends. */
const inside = (share: number, resamples: number): number =>
  Math.min(1 - 0.5 / resamples, Math.max(0.5 / resamples, share));

/** Skewness of the mean by the jackknife, which for a mean is that of the values: Σu³ / (6 (Σu²)^1.5). */
function acceleration(differences: readonly number[], centre: number): number {
  let [cubes, squares] = [0, 0];
  for (const d of differences) {
    const u = d - centre;
    cubes += u ** 3;
    squares += u ** 2;
  }
  const scale = 6 * squares ** 1.5;
  return scale > 0 ? cubes / scale : 0;
}

function corrected(p: number, z0: number, a: number): number {
  const z = z0 + normalQuantile(p);
  // Beyond this the correction turns round: such a tail lies at the end of the resamples.
  return 1 - a * z > 0 ? normalCdf(z0 + z / (1 - a * z)) : Number(z > 0);
}

/** The tail whose normal quantile is as far out as Student's t of n − 1 degrees, times √(n / (n − 1)). */
function widened(tail: number, n: number): number {
  return normalCdf(-Math.sqrt(n / (n - 1)) * studentQuantile(1 - tail, n - 1));
}

/** Quantile of Student's t by the expansion of Abramowitz & Stegun 26.7.5; within 0.002 from 5 degrees on. */
export function studentQuantile(p: number, degrees: number): number {
  const x = normalQuantile(p);
  const v = Math.max(degrees, 3);
  const g1 = (x ** 3 + x) / 4;
  const g2 = (5 * x ** 5 + 16 * x ** 3 + 3 * x) / 96;
  const g3 = (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / 384;
  const g4 = (79 * x ** 9 + 776 * x ** 7 + 1482 * x ** 5 - 1920 * x ** 3 - 945 * x) / 92160;
  return x + g1 / v + g2 / v ** 2 + g3 / v ** 3 + g4 / v ** 4;
}
