import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { importRows } from "../../jobs/datasets/import.ts";
import { evaluateRelease } from "../../jobs/evaluating/evaluate.ts";
import { rescoreSteps } from "../../jobs/evaluating/rescore.ts";
import { deployedRelease } from "../../jobs/steps/evaluate.ts";
import { finishStep } from "../../models/claim/ending.ts";
import { Examples, Labels } from "../../models/dataset.ts";
import { rowsOf } from "../../models/evaluation/rows.ts";
import type { Evaluation } from "../../models/evaluation.ts";
import { compareFingerprints, type Fingerprint } from "../../models/fingerprint.ts";
import { type Program, Programs, theProgram } from "../../models/program.ts";
import type { Release } from "../../models/release.ts";
import { createRun, type Run } from "../../models/run.ts";
import { attemptAt } from "../review/ground.ts";
import { channel, team, tinyProgram, useHelix } from "../support/helix.ts";

/** Each evaluation here builds on the ones before it, as they do in a team. */
const given = useHelix({ latency: 0.1 });

let release: Release;
let first: Found;
let runs = 0;

const registered = (): Promise<Program> => theProgram(team, "ticket-urgency");

/** A run of two evaluate steps; most tests need the first one only. */
function newRun(): Promise<Run> {
  runs += 1;
  const steps = [0, 1].map(() => ({ kind: "evaluate" as const, params: {} }));
  return createRun({
    ...{ team, key: `evaluate-${runs}`, program: "ticket-urgency", title: "an evaluation", steps },
    ...{ requestedBy: "U0ANNA", channel, limitUsd: 1, at: new Date() },
  });
}

interface Found {
  evaluation: Evaluation;
  /** What the language model was asked for it. */
  calls: number;
}

/** Evaluates what was deployed first, as a step of a run. */
async function evaluateIn(run: Run, n: number, dataset: number, storedOnly = false): Promise<Found> {
  const { set } = given;
  const before = await set.lm.calls();
  const attempt = await attemptAt(set.deps, run, n);
  const evaluation = await evaluateRelease(attempt, { release, dataset, split: "test", storedOnly });
  await finishStep(attempt.claim, { evaluation: evaluation._id }, "helix", new Date());
  return { evaluation, calls: (await set.lm.calls()) - before };
}

/** The same in a run of its own. */
const evaluate = async (dataset: number, storedOnly = false): Promise<Found> =>
  evaluateIn(await newRun(), 0, dataset, storedOnly);

const importTickets = async (rows: { ticket: string; urgency: string }[], replace = false) =>
  importRows(
    given.set.deps,
    await registered(),
    rows.map(({ ticket, urgency }) => ({ inputs: { ticket }, label: { urgency }, split: "test" as const })),
    "U0ANNA",
    { replace },
  );

async function exampleOf(key: string) {
  const { inputs } = await Examples.findOne({ team, key }).lean().orFail();
  const { label } = await Labels.findOne({ team, key }).lean().orFail();
  return { inputs, label };
}

const labelOf = async (labelHash: string) => (await Labels.findOne({ team, labelHash }).lean().orFail()).label;

const fingerprintOf = ({ fingerprint }: Evaluation): Fingerprint => {
  if (!fingerprint) throw new Error("it has no fingerprint");
  return fingerprint;
};

const programText = () => readFile(join(tinyProgram, "ticket_urgency", "program.py"), "utf8");

beforeAll(async () => {
  release = await deployedRelease(team, "ticket-urgency", 0);
  first = await evaluate(1);
}, 60_000);

describe("what an evaluation asks the model for", () => {
  it("is each example once", () => {
    const { n, freshPredictions, freshLmCalls, missing } = first.evaluation.summary ?? {};

    expect(first.calls).toBe(n);
    expect({ freshPredictions, freshLmCalls, missing }).toEqual({ freshPredictions: n, freshLmCalls: n, missing: 0 });
  });

  it("is nothing when the same was measured before, and the figures are the same", async () => {
    const { evaluation, calls } = await evaluate(1);

    expect(calls).toBe(0);
    const { freshPredictions, knownPredictions, freshLmCalls, usd, ...figures } = evaluation.summary ?? {};
    expect({ freshPredictions, freshLmCalls, usd }).toEqual({ freshPredictions: 0, freshLmCalls: 0, usd: 0 });
    expect(first.evaluation.summary).toMatchObject(figures);
    expect(knownPredictions).toBe(first.calls);
  });

  it("is k calls after k new examples, also where an answer cannot be read, and nothing the next time", async () => {
    await importTickets([
      { ticket: "Lift stuck between floors, people inside", urgency: "high" },
      { ticket: "Please water the plants in the lobby", urgency: "low" },
    ]);
    await given.set.lm.fault({ kind: "garbage", count: 1 });

    const two = await evaluate(2);
    const again = await evaluate(2);

    expect([two.calls, again.calls]).toEqual([2, 0]);
    expect(two.evaluation.summary?.byStatus).toEqual({ ok: first.calls + 1, parse_error: 1 });
    expect(again.evaluation.summary?.byStatus).toEqual(two.evaluation.summary?.byStatus);
  });

  it("is nothing after a label was changed", async () => {
    const [row] = await rowsOf(first.evaluation._id);
    const { inputs, label } = await exampleOf(row?.key ?? "");
    const urgency = label.urgency === "low" ? "high" : "low";
    await importTickets([{ ticket: String(inputs.ticket), urgency }], true);

    const { evaluation, calls } = await evaluate(3);

    const changed = (await rowsOf(evaluation._id)).find(({ key }) => key === row?.key);
    expect(calls).toBe(0);
    expect(changed?.prediction).toEqual(row?.prediction);
    expect(changed?.score).not.toBe(row?.score);
  });

  it("is another answer of each example for a second repetition, and nothing for the first", async () => {
    const { _id, config } = await registered();
    const { calls: known } = await evaluate(3);
    await Programs.updateOne(
      { _id },
      { $set: { config: { ...config, policy: { ...config.policy, repetitions: 2 } } } },
    );

    const { evaluation, calls } = await evaluate(3);
    await Programs.updateOne({ _id }, { $set: { config } });

    const rows = await rowsOf(evaluation._id);
    expect([known, calls, rows.length]).toEqual([0, first.calls + 2, 2 * (first.calls + 2)]);
    expect(new Set(rows.map(({ predictionKey }) => predictionKey)).size).toBe(rows.length);
  });
});

describe("a new metric and a new program source", () => {
  it("score stored answers of the older program anew, ask no model, and are marked when compared", async () => {
    const { set } = given;
    const begun = await newRun();
    const before = await evaluateIn(begun, 0, 3);
    const root = await set.copyProgram({
      "ticket_urgency/metric.py":
        "def score(example, pred):\n    return 1.0 if pred.get('urgency') == example.urgency else 0.5\n",
      "ticket_urgency/program.py": `${await programText()}\nNEW = True\n`,
    });
    await set.register(root);

    const steps = await rescoreSteps(await registered());
    const { evaluation, calls } = await evaluate(3, true);
    const sameRun = await evaluateIn(begun, 1, 3);

    expect(steps).toEqual([
      { kind: "evaluate", params: expect.objectContaining({ arm: "baseline", release: release._id, dataset: 3 }) },
    ]);
    expect(calls).toBe(0);
    expect(release.programSource).not.toBe((await registered()).described.programSource);
    // The answer that could not be read scores by the failure policy, whatever the metric.
    for (const { status, score, prediction, label } of await rowsOf(evaluation._id))
      expect(score).toBe(status !== "ok" ? 0 : (await labelOf(label)).urgency === prediction?.urgency ? 1 : 0.5);
    const { comparable, because } = compareFingerprints(fingerprintOf(before.evaluation), fingerprintOf(evaluation));
    expect({ comparable, because }).toEqual({ comparable: false, because: "the metric is not the same" });
    expect(await rescoreSteps(await registered())).toEqual([]);
    // A run that was under way measures on with what it began with.
    expect(sameRun.evaluation.metricSource).toBe(before.evaluation.metricSource);
    expect(compareFingerprints(fingerprintOf(before.evaluation), fingerprintOf(sameRun.evaluation)).comparable).toBe(
      true,
    );
  });
});
