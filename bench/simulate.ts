import { type Chance, chanceFrom } from "../models/statistics/random.ts";
import type { ArmRow } from "../models/verdict.ts";

/** Examples to draw from: what a baseline and a candidate score on one of them. */
export interface Population {
  name: string;
  draw(chance: Chance): [baseline: number, candidate: number];
  /** The true mean of candidate − baseline, and its standard deviation from example to example. */
  mean: number;
  sd: number;
}

const fine = 1_000_000;
const share = (chance: Chance): number => chance.below(fine) / fine;

/** Two programs that are right or wrong: a share `lost` only the baseline gets right, a share `won` only the candidate. */
export function rightOrWrong(name: string, lost: number, won: number): Population {
  const mean = won - lost;
  return {
    name,
    mean,
    sd: Math.sqrt(won + lost - mean * mean),
    draw: (chance) => {
      const u = share(chance);
      if (u < lost) return [1, 0];
      if (u < lost + won) return [0, 1];
      return chance.below(2) === 0 ? [0, 0] : [1, 1];
    },
  };
}

/** Graded scores: the example's ease, and for each program up to 0.5 more by luck; the candidate's are raised. */
export function graded(name: string, raised = 0): Population {
  return {
    name,
    mean: raised,
    sd: 0.5 * Math.sqrt(1 / 6),
    draw: (chance) => {
      const ease = 0.3 * share(chance);
      return [ease + 0.5 * share(chance), ease + 0.5 * share(chance) + raised];
    },
  };
}

/** The candidate is ahead by amounts with a long tail (exponential), 0.1 on average. */
export function skewed(name: string): Population {
  const scale = 0.1;
  const tail = (chance: Chance) => -scale * Math.log((chance.below(fine) + 0.5) / fine);
  return { name, mean: scale, sd: scale, draw: (chance) => [0, tail(chance)] };
}

/** `n` examples of a population, as the rows of two arms. */
export function drawArms({ draw }: Population, n: number, seed: number): { baseline: ArmRow[]; candidate: ArmRow[] } {
  const chance = chanceFrom(seed);
  const pairs = Array.from({ length: n }, () => draw(chance));
  return { baseline: rowsOf(pairs.map(([score]) => score)), candidate: rowsOf(pairs.map(([, score]) => score)) };
}

/** So many programs of equal skill on the same `n` examples, some easy and some hard, right or wrong by chance. */
export function drawEquals(arms: number, n: number, seed: number): ArmRow[][] {
  const chance = chanceFrom(seed);
  const ease = Array.from({ length: n }, () => share(chance));
  return Array.from({ length: arms }, () => rowsOf(ease.map((each) => Number(share(chance) < each))));
}

const tokens = { promptTokens: 700, completionTokens: 60 };
const call = { latencyMs: 900, usd: 0.001, ...tokens, rateLimited: 0, timeouts: 0, status: "ok" } as const;

const rowsOf = (scores: number[]): ArmRow[] => scores.map((score, index) => ({ key: `k${index}`, score, ...call }));
