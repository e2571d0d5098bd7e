import { bestArm } from "../models/best-arm.ts";
import { chanceFrom } from "../models/statistics/random.ts";
import { differenceInterval, mcnemarDetectable } from "../models/statistics.ts";
import { type Arms, applyHolm, compareArms, type Verdict } from "../models/verdict.ts";
import { atLeast, atMost, type Bench, between, type Figure, shown } from "./harness.ts";
import { drawArms, drawEquals, graded, type Population, rightOrWrong, skewed } from "./simulate.ts";

const resamples = 1_000;
const sizes = [20, 60, 150, 400];

type Judge = (arms: Pick<Arms, "baseline" | "candidate" | "seed">) => Verdict;
const ours: Judge = (arms) => compareArms({ ...arms, margin: 0, resamples }).verdict;
const alwaysInconclusive: Judge = () => "inconclusive";

/** The share of `times` simulations, each with a seed of its own, of which `is` holds, in per cent. */
function percentOf(times: number, is: (seed: number) => boolean): number {
  let held = 0;
  for (let seed = 1; seed <= times; seed++) if (is(seed)) held += 1;
  return (100 * held) / times;
}

function falseBetter(population: Population, n: number): Figure {
  const value = percentOf(1_000, (seed) => ours({ ...drawArms(population, n, seed), seed }) === "better");
  return atMost(5, { what: `equal programs called better, ${population.name}, n = ${n}`, value, unit: "%" });
}

const policy = { promotion: { margin: 0, p95Ratio: 1.25, costRatio: 1.5 } } as Parameters<typeof bestArm>[1];

/** Ten candidates that are no better, compared as a run does: Holm, then the one people would be asked about. */
function bestOfTen(n: number): Figure {
  const value = percentOf(500, (seed) => {
    const [baseline = [], ...candidates] = drawEquals(11, n, seed);
    const results = candidates.map((candidate) => compareArms({ baseline, candidate, margin: 0, seed, resamples }));
    const chance = chanceFrom(-seed);
    const arms = applyHolm(results).map((result) => ({ result, valScore: chance.below(1_000) / 1_000 }));
    return arms[bestArm(arms, policy)]?.result.verdict === "better";
  });
  return atMost(5, { what: `best of 10 equal candidates called better, n = ${n}`, value, unit: "%" });
}

function coverage({ name, mean, draw }: Population, n: number): Figure {
  const value = percentOf(2_000, (seed) => {
    const chance = chanceFrom(seed);
    const differences = Array.from({ length: n }, () => draw(chance)).map(([before, after]) => after - before);
    const { low, high } = differenceInterval(differences, { seed, resamples });
    return low <= mean + 1e-12 && high >= mean - 1e-12;
  });
  return between(93.5, 96.5, { what: `95 % intervals that hold the truth, ${name}, n = ${n}`, value, unit: "%" });
}

/** What the formula says for a difference it finds 4 times in 5. */
const formula = 80;
const reach = 1.959964 + 0.841621;

/**
 * A true difference of the size that the formula finds 4 times in 5 with `n` examples. For 0/1 scores the formula is the power
 * of the exact test itself, as a verdict says it; the normal approximation, which promises more, is shown beside it.
 */
function detectable(kind: "0/1" | "graded", n: number): Population {
  if (kind === "graded") return graded(kind, (reach * graded(kind).sd) / Math.sqrt(n));
  return settled(kind, (gain) => mcnemarDetectable(n, n * (2 * lost + gain)));
}

const lost = 0.1;

const byNormal = (n: number): Population =>
  settled("0/1 by the normal approximation", (gain) => {
    return (reach * rightOrWrong("", lost, lost + gain).sd) / Math.sqrt(n);
  });

/** The gain for which the scatter that comes with it lets exactly that gain be found. */
function settled(name: string, next: (gain: number) => number): Population {
  let gain = 0.1;
  for (let i = 0; i < 50; i++) gain = next(gain);
  return rightOrWrong(name, lost, lost + gain);
}

function power(judge: Judge, population: Population, n: number, times = 2_000): Figure {
  const found = percentOf(times, (seed) => judge({ ...drawArms(population, n, seed), seed }) === "better");
  const what = `power to the formula's, ${population.name}, n = ${n}, gain ${population.mean.toFixed(3)}`;
  return atLeast(0.95, { what, value: found / formula, unit: "×" });
}

const powerOf = (judge: Judge, times?: number): Figure[] =>
  (["0/1", "graded"] as const).flatMap((kind) =>
    [60, 150, 400].map((n) => power(judge, detectable(kind, n), n, times)),
  );

/** These goals must not be met by saying nothing: a judge that never decides fails every one of power. */
function lazyJudge(): Figure {
  const figures = powerOf(alwaysInconclusive, 1);
  const value = figures.filter(({ held }) => held === false).length;
  return shown({
    what: `of ${figures.length} goals of power, failed by a judge that is always inconclusive`,
    value,
    unit: "",
  });
}

async function run(): Promise<Figure[]> {
  const equal = [rightOrWrong("0/1", 0.15, 0.15), graded("graded")];
  const measured = [
    rightOrWrong("0/1", 0.1, 0.2),
    graded("graded", 0.05),
    skewed("skewed"),
    rightOrWrong("rare events", 0.01, 0.04),
  ];
  return [
    ...equal.flatMap((population) => sizes.map((n) => falseBetter(population, n))),
    ...[60, 150].map(bestOfTen),
    ...measured.flatMap((population) => sizes.map((n) => coverage(population, n))),
    ...powerOf(ours),
    ...[60, 150, 400].map((n) => shown(power(ours, byNormal(n), n))),
    lazyJudge(),
  ];
}

export const statistics: Bench = {
  name: "statistics",
  goal:
    "Verdicts on simulated scores whose truth is known, with 1,000 resamples: how often equal programs are called better, how " +
    "often the interval holds the true difference, and how often a real difference is found, against what the formula promises.",
  run,
};
