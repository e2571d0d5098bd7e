import { compareEvaluations } from "../jobs/comparing/pair.ts";
import { hashOf } from "../models/canonical.ts";
import { Examples, Labels } from "../models/dataset.ts";
import { type Evaluation, type EvaluationRow, EvaluationRows } from "../models/evaluation.ts";
import type { Fingerprint } from "../models/fingerprint.ts";
import { type ArmRow, compareArms } from "../models/verdict.ts";
import { atMost, type Bench, type Figure, median, shown } from "./harness.ts";
import { drawArms, graded, type Population, rightOrWrong } from "./simulate.ts";
import { withStores } from "./stores.ts";

const size = 10_000;
const graders = graded("graded", 0.01);

async function secondsOf(work: (seed: number) => unknown): Promise<number> {
  const times: number[] = [];
  for (let seed = 1; seed <= 5; seed++) {
    const began = performance.now();
    await work(seed);
    times.push((performance.now() - began) / 1000);
  }
  return median(times);
}

async function inMemory(population: Population): Promise<Figure> {
  const arms = drawArms(population, size, 1);
  const value = await secondsOf((seed) => compareArms({ ...arms, margin: 0, seed }));
  return atMost(1, { what: `statistics of 10,000 pairs, ${population.name} scores`, value, unit: "s" });
}

const ruler = {
  ...{ dataset: "d", splitDefinition: "s", metricSource: "m", repetitions: "1" },
  ...{ failurePolicy: "f", dspy: "3.3.1", evalContract: "1" },
};

const evaluationOf = (_id: string): Evaluation =>
  ({
    _id,
    team: "T0BENCH",
    program: "bench",
    fingerprint: { ruler, subject: {}, shown: {} } as Fingerprint,
  }) as Evaluation;

/** A row as the runner's event becomes one, with an answer of the size that classifiers give. */
function stored(evaluation: string, { key, score, ...measured }: ArmRow): EvaluationRow {
  const calls = [{ prompt: hashOf(key), answer: "high ".repeat(40) }];
  return {
    ...{ _id: `${evaluation}-${key}`, evaluation, key, label: hashOf(key), repetition: 0, fence: "f", status: "ok" },
    ...{ predictionKey: hashOf([evaluation, key]), scoreKey: hashOf([key, score]), score, feedback: "As expected." },
    ...{ dimensions: {}, prediction: { urgency: "high" }, fresh: true, error: null },
    measured: {
      ...{ calls, lmCalls: 1, concurrency: 16, host: "bench", reportedModel: "bench", latencyMs: measured.latencyMs },
      ...{ usd: measured.usd, promptTokens: 700, completionTokens: 60 },
    },
  };
}

async function fromDatabase(): Promise<Figure> {
  const arms = drawArms(graders, size, 1);
  const [a, b] = [evaluationOf("T0BENCH-e1"), evaluationOf("T0BENCH-e2")];
  return withStores(async () => {
    await EvaluationRows.insertMany(
      arms.baseline.map((row) => stored(a._id, row)),
      { lean: true },
    );
    await EvaluationRows.insertMany(
      arms.candidate.map((row) => stored(b._id, row)),
      { lean: true },
    );
    await Promise.all([Examples.init(), Labels.init()]);
    const value = await secondsOf(() => compareEvaluations(a, b, 0));
    return shown({ what: "… with both evaluations read from MongoDB", value, unit: "s" });
  });
}

export const compare: Bench = {
  name: "compare",
  goal:
    "Two evaluations of 10,000 examples compared: pairing, BCa bootstrap and permutation test with 10,000 resamples each, " +
    "median of 5; then the whole comparison, with rows read and changed examples looked up.",
  run: async () => [await inMemory(rightOrWrong("0/1", 0.1, 0.12)), await inMemory(graders), await fromDatabase()],
};
