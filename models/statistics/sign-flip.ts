import type { Resampling } from "../statistics.ts";
import { chanceFrom } from "./random.ts";

/**
 * Two-sided p of "the differences scatter evenly around 0", by flipping signs at random (Fisher's permutation test
 * for pairs): (hits + 1) / (resamples + 1).
 */
export function signFlip(differences: readonly number[], { resamples = 10_000, seed }: Resampling): number {
  const moved = differences.filter((d) => d !== 0);
  const chance = chanceFrom(seed);
  // Equal sums must count as hits although they were added in another order.
  const observed = Math.abs(moved.reduce((sum, d) => sum + d, 0)) - 1e-9;
  const sums = sumsByCoins(moved);
  let hits = 0;
  for (let b = 0; b < resamples; b++) {
    let sum = 0;
    for (let start = 0; start < sums.length; start += 256) sum += sums[start + chance.eightCoins()] as number;
    if (Math.abs(sum) >= observed) hits++;
  }
  return (hits + 1) / (resamples + 1);
}

/** For each eight values, what they add up to under each of the 256 ways their coins can fall: looked up, not added again. */
function sumsByCoins(values: readonly number[]): Float64Array {
  const sums = new Float64Array(256 * Math.ceil(values.length / 8));
  values.forEach((d, index) => {
    const start = 256 * Math.floor(index / 8);
    const bit = index % 8;
    for (let coins = 0; coins < 256; coins++)
      sums[start + coins] = (sums[start + coins] as number) + ((coins >> bit) & 1 ? d : -d);
  });
  return sums;
}
