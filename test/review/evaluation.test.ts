import { expect, it } from "vitest";
import { dueRows } from "../../jobs/evaluating/due.ts";
import { keepResults } from "../../jobs/evaluating/keep.ts";
import { fillKnown } from "../../jobs/evaluating/known.ts";
import { fenceRows, planRows } from "../../jobs/evaluating/plan.ts";
import { summarise } from "../../jobs/evaluating/summary.ts";
import { hashOf } from "../../models/canonical.ts";
import type { RowSpec, RunnerEventOf } from "../../models/contract.ts";
import { Labels, versionId } from "../../models/dataset.ts";
import { rowsOf } from "../../models/evaluation/rows.ts";
import {
  type Evaluation,
  type EvaluationRow,
  EvaluationRows,
  Evaluations,
  Predictions,
  Scores,
} from "../../models/evaluation.ts";
import { meanInterval } from "../../models/statistics.ts";
import { useDatabase } from "../support/database.ts";
import { anEvaluation, aProgram, type Ground, program, team } from "../support/gates.ts";

useDatabase();

/** An evaluation of what is deployed, planned and fenced for an attempt. */
async function planned(ground: Ground, key: string, changes: Partial<Evaluation> = {}, fence = `${key}-1`) {
  const { key: _, ...like } = await anEvaluation(ground.base, "run", 12);
  const evaluation = { ...like, ...changes, _id: key, key, status: "running" as const };
  await Evaluations.create(evaluation);
  await planRows(evaluation, versionId(team, program, 1), ground.program, ground.base);
  await fenceRows(evaluation, fence, 1);
  return evaluation;
}

async function labelled(): Promise<void> {
  const rows = await EvaluationRows.find({ status: "pending" }).lean<EvaluationRow[]>();
  const labels = [...new Map(rows.map((row) => [row.key, row])).values()];
  await Labels.create(
    labels.map(({ key, label }) => {
      const rest = {
        team,
        program,
        labelHash: label,
        label: { team: "billing" },
        source: "import" as const,
        by: "a test",
      };
      return { _id: `${key}-label`, key, ...rest, at: new Date(), version: 1 };
    }),
  );
}

const example = (
  { id }: Pick<RowSpec, "id">,
  changes: Partial<RunnerEventOf<"example">> = {},
): RunnerEventOf<"example"> => ({
  v: 1,
  seq: 1,
  ts: 0,
  type: "example",
  id,
  repetition: 0,
  status: "ok",
  score: 1,
  feedback: null,
  dimensions: {},
  prediction: { team: "billing" },
  latency_ms: 120,
  concurrency: 4,
  lm: { calls: 1, prompt_tokens: 100, completion_tokens: 10, usd: 0.001, errors: 0, rate_limited: 0, timeouts: 0 },
  reported_model: "flash",
  calls: [{ prompt: hashOf("prompt"), answer: "billing" }],
  error: null,
  ...changes,
});

async function allDue(evaluation: Evaluation, fence: string): Promise<RowSpec[]> {
  const due: RowSpec[] = [];
  for await (const row of dueRows(evaluation, fence)) due.push(row);
  return due;
}

async function firstDue(evaluation: Evaluation, fence: string): Promise<RowSpec> {
  const [due] = await allDue(evaluation, fence);
  if (!due) throw new Error("nothing is due");
  return due;
}

const rowOf = ({ id }: RowSpec) => EvaluationRows.findById(id).lean<EvaluationRow>().orFail();

const as = (fence: string) => ({ fence, host: "here", last: false });

it("an attempt that was overtaken takes no rows back from the one that works on them", async () => {
  const evaluation = await planned(await aProgram(), "fenced", {}, "fenced-1");
  await labelled();
  await fenceRows(evaluation, "fenced-2", 2);

  await fenceRows(evaluation, "fenced-1", 1);
  const due = await firstDue(evaluation, "fenced-2");

  expect(await allDue(evaluation, "fenced-1")).toEqual([]);
  expect(await keepResults([example(due)], as("fenced-1"))).toEqual([]);
  expect(await Predictions.countDocuments({})).toBe(0);
  expect(await keepResults([example(due)], as("fenced-2"))).toEqual([example(due)]);
});

it("an answer that is known keeps what its one fresh call measured when only its score is new", async () => {
  const ground = await aProgram();
  const before = await planned(ground, "before");
  await labelled();
  const first = await firstDue(before, "before-1");
  await keepResults([example(first)], as("before-1"));
  const anew = await planned(ground, "anew", { metricSource: hashOf("another metric") });

  await fillKnown(anew, "anew-1");
  const due = (await allDue(anew, "anew-1")).find(({ prediction }) => prediction !== null);
  if (!due) throw new Error("the example is not due");
  const scored = { latency_ms: null, calls: [], lm: { ...example(due).lm, calls: 0, usd: 0 }, score: 0.5 };
  await keepResults([example(due, scored)], as("anew-1"));

  const row = await rowOf(due);
  expect(row.key).toBe((await rowOf(first)).key);
  expect(due.prediction).toEqual({ team: "billing" });
  expect(row).toMatchObject({ score: 0.5, fresh: false, measured: { latencyMs: 120, usd: 0.001, concurrency: 4 } });
  expect(summarise((await rowsOf("anew")).filter(({ status }) => status === "ok"))).toMatchObject({
    usdPerCall: 0.001,
    p95: 120,
    freshPredictions: 0,
    usd: 0,
  });
});

it("of two evaluations that paid for the same answer at once, the kept score is that of the kept answer", async () => {
  const ground = await aProgram();
  const [one, other] = [await planned(ground, "one"), await planned(ground, "other")];
  await labelled();
  const [a, b] = [await firstDue(one, "one-1"), await firstDue(other, "other-1")];
  await Predictions.create({
    _id: (await rowOf(a)).predictionKey,
    status: "ok",
    prediction: { team: "sales" },
    measured: { latencyMs: 1, concurrency: 1, host: "there", calls: [], lmCalls: 1 },
    error: null,
  });

  await keepResults([example(a, { score: 1, prediction: { team: "billing" } })], as("one-1"));
  const scores = await Scores.countDocuments({});
  await fillKnown(other, "other-1");

  expect(scores).toBe(0);
  expect(await rowOf(b)).toMatchObject({ status: "pending" });
  expect((await allDue(other, "other-1")).find(({ id }) => id === b.id)?.prediction).toEqual({ team: "sales" });
});

it("repetitions of an example do not make the interval of a score narrower", async () => {
  const { _id } = await anEvaluation((await aProgram()).base, "run", 12);
  const once = await rowsOf(_id);
  const thrice = [0, 1, 2].flatMap((repetition) => once.map((row) => ({ ...row, repetition })));
  const { mean, low, high } = meanInterval(once.map(({ score }) => score ?? 0));

  expect(summarise(once)).toMatchObject({ mean, low, high, missing: 0, n: 24 });
  expect(summarise(thrice)).toMatchObject({ mean, low, high, missing: 0 });
});

it("a provider that fails on some examples moves neither score nor latency nor cost of the rest", async () => {
  const { _id } = await anEvaluation((await aProgram()).base, "run", 12);
  const rows = await rowsOf(_id);
  const failed = rows.slice(0, 5).map(({ _id: id }) => id);
  const slow = { latencyMs: 60_000, lmCalls: 0, usd: 0, promptTokens: 0, completionTokens: 0 };
  const outage = rows.map((row) =>
    failed.includes(row._id)
      ? {
          ...row,
          status: "provider_error" as const,
          score: null,
          measured: row.measured && { ...row.measured, ...slow },
        }
      : row,
  );

  const { n: _, missing, byStatus, ...figures } = summarise(outage);
  const { n: __, missing: ___, byStatus: ____, ...rest } = summarise(rows.filter((row) => !failed.includes(row._id)));

  expect([missing, byStatus]).toEqual([5, { ok: rows.length - 5, provider_error: 5 }]);
  expect(figures).toEqual(rest);
});
