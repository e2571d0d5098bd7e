import { join } from "node:path";
import type { RunnerEvent, RunnerEventOf } from "../../models/contract.ts";
import { type DatasetVersion, DatasetVersions, versionId } from "../../models/dataset.ts";
import {
  type Evaluation,
  type EvaluationRow,
  EvaluationRows,
  Evaluations,
  rowsHash,
  rowsOf,
} from "../../models/evaluation.ts";
import { fullId, nextNumber } from "../../models/ids.ts";
import { Candidates, type Release, theState } from "../../models/release.ts";
import { spentUsd } from "../../models/run.ts";
import type { Split } from "../../models/split.ts";
import { whyUnstorable } from "../../models/storable.ts";
import type { Attempt } from "../attempt.ts";
import { failpoint } from "../failpoint.ts";
import { type RunnerEnd, runJob } from "../runner.ts";
import { materialise } from "../snapshots.ts";
import { commonSpec, keysFor, lmSpec, writeRows } from "../specs.ts";
import { Trouble } from "../trouble.ts";
import { checkModel, endedBadly, mendMetric } from "./ended.ts";
import { countUncounted } from "./recount.ts";
import { type DueRow, dueRows, fenceRows, fillKnown, isIntact, keepResult, planRows } from "./rows.ts";
import { fingerprintOf, summarise } from "./summary.ts";

const rounds = 3;

export interface EvaluationOrder {
  release: Release;
  dataset: number;
  split: Split;
}

/** Evaluates a release, paying only for predictions and scores that are not known yet. The same step again finds its own evaluation. */
export async function evaluateRelease(attempt: Attempt, order: EvaluationOrder): Promise<Evaluation> {
  const evaluation = await openEvaluation(attempt, order);
  if (evaluation.status === "done") return evaluation;
  const version = await theVersion(attempt, order.dataset);
  await planRows(evaluation, version._id, attempt.program, order.release);
  await fenceRows(evaluation, attempt.fence, attempt.claim.epoch);
  await countUncounted(attempt, evaluation);
  let start = startOf(attempt);
  for (let round = 1; round <= rounds; round++) {
    await fillKnown(evaluation, attempt.fence);
    const due = await dueRows(evaluation, attempt.fence);
    if (due.length === 0) break;
    start = await evaluateDue(attempt, order, evaluation, due, round === rounds);
  }
  requireMostlyMeasured(await rowsOf(evaluation._id));
  return finish(attempt, order, evaluation, version, start);
}

/** Provider and metric failures are left out; where that is more than half, the rest says nothing about the release. */
const mostMissing = 0.5;

const isMissing = (status: EvaluationRow["status"]): boolean =>
  status === "provider_error" || status === "metric_error";

function requireMostlyMeasured(rows: EvaluationRow[]): void {
  const missing = rows.filter(({ status }) => isMissing(status));
  if (missing.length <= rows.length * mostMissing) return;
  const { status, error } = missing.at(-1) ?? {};
  const who = status === "metric_error" ? "metric" : "language model";
  const why = `the ${who} failed on ${missing.length} of ${rows.length} examples; the last error: ${(error ?? "none was given").slice(0, 300)}`;
  throw new Trouble("The evaluation stopped", why, status === "metric_error" ? mendMetric : checkModel);
}

async function openEvaluation(attempt: Attempt, { release, dataset, split }: EvaluationOrder): Promise<Evaluation> {
  const { program, run, claim, deps } = attempt;
  const key = `${run._id}-${claim.n}-${release._id}`;
  const existing = await Evaluations.findOne({ team: run.team, key }).lean<Evaluation>();
  if (existing) return existing;
  const evaluation: Evaluation = {
    _id: fullId(run.team, "e", await nextNumber(run.team, "e")),
    team: run.team,
    program: program.name,
    key,
    run: run._id,
    release: release._id,
    dataset,
    split,
    metricSource: program.described.metricSource,
    repetitions: program.config.policy.repetitions,
    failureScore: program.config.policy.failureScore,
    status: "running",
    fingerprint: null,
    summary: null,
    rowsHash: null,
    at: deps.now(),
  };
  await Evaluations.updateOne({ team: run.team, key }, { $setOnInsert: evaluation }, { upsert: true });
  return (await Evaluations.findOne({ team: run.team, key }).lean<Evaluation>()) ?? evaluation;
}

async function theVersion({ run, program }: Attempt, number: number): Promise<DatasetVersion> {
  const version = await DatasetVersions.findById(versionId(run.team, program.name, number)).lean<DatasetVersion>();
  if (!version)
    throw new Trouble(
      "The evaluation cannot start",
      `dataset v${number} does not exist`,
      "see the versions with `/helix status`",
    );
  return version;
}

type Start = Pick<RunnerEventOf<"job_start">, "dspy" | "eval_contract" | "gepa" | "litellm" | "python" | "host">;

/** When every prediction is known no runner starts: the environment is the one the program was registered with. */
function startOf({ program }: Attempt): Start {
  const { dspy, evalContract, gepa, litellm, python } = program.described;
  return { dspy, eval_contract: evalContract, gepa, litellm, python, host: "none needed" };
}

async function evaluateDue(
  attempt: Attempt,
  { release }: EvaluationOrder,
  evaluation: Evaluation,
  due: DueRow[],
  last: boolean,
): Promise<Start> {
  const spoilt = due.find((each) => !isIntact(each));
  if (spoilt)
    throw new Trouble(
      "The evaluation stopped",
      `stored example ${spoilt.row.key.slice(0, 12)} was changed`,
      "run `npm run audit -- verify` and restore it",
    );
  const { program, deps, run } = attempt;
  const snapshot = release.programSource === program.described.programSource ? program.snapshot : release.snapshot;
  const workDir = join(deps.home, "work", `${attempt.fence}-${due.length}`);
  const rows = due.map(({ row, inputs, label, prediction }) => ({
    id: row._id,
    inputs,
    label,
    repetition: row.repetition,
    prediction,
  }));
  const spec = {
    ...commonSpec(program, {
      workDir,
      root: await materialise(snapshot, deps.home),
      adapter: release.adapter,
      entry: release.entry,
      threads: deps.threads,
      maxUsd: Math.max(0, run.limitUsd - spentUsd(run)),
      lms: { task: lmSpec(release.lm, deps.env) },
      state: (await theState(release.stateHash)).state,
    }),
    kind: "evaluate" as const,
    rows: await writeRows(join(workDir, "rows.jsonl"), rows as Parameters<typeof writeRows>[1]),
  };
  const byId = new Map(due.map((each) => [each.row._id, each]));
  let start: Start = startOf(attempt);
  let host = "unknown";
  const end = await runJob(spec, {
    python: program.config.python ?? deps.python,
    packages: deps.packages,
    env: keysFor([release.lm], deps.env),
    signal: attempt.signal,
    onEvent: async (given) => {
      const event = storable(given, evaluation);
      if (event.type === "job_start") {
        checkSources(event, release, evaluation);
        start = event;
        host = event.host;
      }
      if (event.type !== "example") return;
      const row = byId.get(event.id);
      if (!row || !(await keepResult(row, event, host, attempt.fence, last))) return;
      failpoint("evaluate:result");
      const isSettled = last || !isMissing(event.status);
      const { done, total } = await counts(attempt, evaluation, isSettled);
      attempt.add({
        results: 1,
        usd: event.lm.usd ?? 0,
        unknownCost: event.lm.usd === null,
        lmCalls: event.lm.calls,
        progress: { done, total, best: null, note: "" },
      });
    },
  });
  if (attempt.signal.aborted) throw attempt.signal.reason;
  await attempt.flush();
  requireEnd(end);
  return start;
}

/** An answer MongoDB cannot hold is a failure of the program, and no reason to lose the evaluation. */
function storable(event: RunnerEvent, { failureScore }: Evaluation): RunnerEvent {
  const why = event.type === "example" ? whyUnstorable({ ...event }) : null;
  if (event.type !== "example" || why === null) return event;
  const nothing = { prediction: null, feedback: null, dimensions: {}, calls: [] };
  const error = `its answer cannot be stored: ${why}`;
  return { ...event, ...nothing, status: "program_error", score: failureScore, error };
}

/** Counted in memory from one look at the database: progress is for people, the rows are the truth. */
const seen = new WeakMap<Attempt, { done: number; total: number; evaluation: string }>();
async function counts(
  attempt: Attempt,
  evaluation: Evaluation,
  isSettled: boolean,
): Promise<{ done: number; total: number }> {
  const before = seen.get(attempt);
  if (before?.evaluation === evaluation._id) {
    if (isSettled) before.done += 1;
    return before;
  }
  const total = await EvaluationRows.countDocuments({ evaluation: evaluation._id });
  const done = total - (await EvaluationRows.countDocuments({ evaluation: evaluation._id, status: "pending" }));
  const first = { done, total, evaluation: evaluation._id };
  seen.set(attempt, first);
  return first;
}

function checkSources(start: RunnerEventOf<"job_start">, release: Release, evaluation: Evaluation): void {
  const wrong = [
    start.program_source !== release.programSource && "the program's source",
    start.metric_source !== evaluation.metricSource && "the metric",
    start.state_hash !== release.stateHash && "the program's state",
  ].filter(Boolean);
  if (wrong.length > 0)
    throw new Trouble(
      "The evaluation stopped before its first call",
      `${wrong.join(" and ")} on this worker is not what was recorded`,
      "register the program again with `npm run helix -- add`",
    );
}

function requireEnd(end: RunnerEnd): void {
  if (end.status !== "ok") throw endedBadly("The evaluation stopped", end);
}

async function finish(
  attempt: Attempt,
  { release }: EvaluationOrder,
  evaluation: Evaluation,
  version: DatasetVersion,
  start: Start,
): Promise<Evaluation> {
  await attempt.flush();
  const rows = await rowsOf(evaluation._id);
  const candidate = await Candidates.findById(release.candidate).lean();
  const done = await Evaluations.findOneAndUpdate(
    { _id: evaluation._id, status: "running" },
    {
      $set: {
        status: "done",
        summary: summarise(rows),
        fingerprint: fingerprintOf({ evaluation, version, release, candidate, start, rows }),
        rowsHash: rowsHash(rows),
      },
    },
    { returnDocument: "after" },
  ).lean<Evaluation>();
  return done ?? (await Evaluations.findById(evaluation._id).lean<Evaluation>()) ?? evaluation;
}
