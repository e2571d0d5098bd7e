import { exactKey, hashOf } from "../../models/canonical.ts";
import type { RunnerEventOf } from "../../models/contract.ts";
import { chunksOf, Examples, Labels } from "../../models/dataset.ts";
import {
  type Evaluation,
  type EvaluationRow,
  EvaluationRows,
  type Measured,
  type Prediction,
  Predictions,
  Scores,
} from "../../models/evaluation.ts";
import { predictionKey, scoreKey } from "../../models/keys.ts";
import type { Program } from "../../models/program.ts";
import { lmIdentity, type Release } from "../../models/release.ts";

const batch = 500;

/** What decides a prediction besides its inputs. */
export const predictionBasis = (program: Program, release: Release) => ({
  stateHash: release.stateHash,
  // One module may build several programs with equal predictors.
  programSource: hashOf({ source: release.programSource, entry: release.entry }),
  lm: lmIdentity(release.lm),
  adapter: release.adapter,
  dspy: program.described.dspy,
  evalContract: program.described.evalContract,
});

/** Writes the rows an evaluation consists of, all pending. Doing it again changes nothing. */
export async function planRows(
  evaluation: Evaluation,
  version: string,
  program: Program,
  release: Release,
): Promise<void> {
  const basis = predictionBasis(program, release);
  for await (const chunk of chunksOf(version)) {
    const members = chunk.filter((member) => member.split === evaluation.split);
    const rows = members.flatMap((member) =>
      Array.from({ length: evaluation.repetitions }, (_, repetition) => {
        const prediction = predictionKey({ ...basis, inputsKey: member.key, repetition });
        return pendingRow(evaluation, member.key, member.label, repetition, prediction);
      }),
    );
    if (rows.length === 0) continue;
    await EvaluationRows.bulkWrite(
      rows.map((row) => ({ updateOne: { filter: { _id: row._id }, update: { $setOnInsert: row }, upsert: true } })),
    );
  }
}

function pendingRow(
  evaluation: Evaluation,
  key: string,
  label: string,
  repetition: number,
  prediction: string,
): EvaluationRow {
  return {
    _id: `${evaluation._id}-${key}-${repetition}`,
    evaluation: evaluation._id,
    key,
    label,
    repetition,
    fence: "",
    fenceEpoch: 0,
    status: "pending",
    predictionKey: prediction,
    scoreKey: scoreKey({ prediction, labelHash: label, metricSource: evaluation.metricSource }),
    score: null,
    feedback: null,
    dimensions: {},
    prediction: null,
    measured: null,
    fresh: false,
    error: null,
  };
}

/** From now on only this attempt, or a later one, may write the pending rows: one that was overtaken takes none back. */
export async function fenceRows(evaluation: Evaluation, fence: string, epoch: number): Promise<void> {
  await EvaluationRows.updateMany(
    { evaluation: evaluation._id, status: "pending", fenceEpoch: { $lte: epoch } },
    { $set: { fence, fenceEpoch: epoch } },
  );
}

/** Fills rows whose prediction and score are known already. Answers with the number of rows filled. */
export async function fillKnown(evaluation: Evaluation, fence: string): Promise<number> {
  let filled = 0;
  const pending = EvaluationRows.find({ evaluation: evaluation._id, status: "pending", fence }).lean<EvaluationRow[]>();
  let rows: EvaluationRow[] = [];
  for await (const row of pending.cursor({ batchSize: batch })) {
    rows.push(row as EvaluationRow);
    if (rows.length >= batch) {
      filled += await fillBatch(rows, evaluation, fence);
      rows = [];
    }
  }
  return filled + (await fillBatch(rows, evaluation, fence));
}

async function fillBatch(rows: EvaluationRow[], evaluation: Evaluation, fence: string): Promise<number> {
  if (rows.length === 0) return 0;
  const predictions = await Predictions.find({ _id: { $in: rows.map((row) => row.predictionKey) } }).lean<
    Prediction[]
  >();
  const scores = await Scores.find({ _id: { $in: rows.map((row) => row.scoreKey) } }).lean();
  const predictionOf = new Map(predictions.map((each) => [each._id, each]));
  const scoreOf = new Map(scores.map((each) => [each._id, each]));
  const writes = rows.flatMap((row) => {
    const prediction = predictionOf.get(row.predictionKey);
    const score = row.scoreKey ? scoreOf.get(row.scoreKey) : undefined;
    if (!prediction || (prediction.status === "ok" && !score)) return [];
    const failed = prediction.status !== "ok";
    const set = {
      status: prediction.status,
      prediction: prediction.prediction,
      measured: prediction.measured,
      error: prediction.error,
      scoreKey: failed ? null : row.scoreKey,
      score: failed ? evaluation.failureScore : (score?.score ?? null),
      feedback: score?.feedback ?? null,
      dimensions: score?.dimensions ?? {},
    };
    return [{ updateOne: { filter: { _id: row._id, fence, status: "pending" as const }, update: { $set: set } } }];
  });
  if (writes.length > 0) await EvaluationRows.bulkWrite(writes);
  return writes.length;
}

/** A pending row with what the runner needs for it. */
export interface DueRow {
  row: EvaluationRow;
  inputs: Record<string, unknown>;
  label: Record<string, unknown>;
  prediction: Record<string, unknown> | null;
  /** What the known prediction's one fresh call measured. */
  measured: Measured | null;
}

/** The rows of this attempt that are still pending. */
export async function dueRows(evaluation: Evaluation, fence: string): Promise<DueRow[]> {
  const rows = await EvaluationRows.find({ evaluation: evaluation._id, status: "pending", fence }).lean<
    EvaluationRow[]
  >();
  const { team, program } = evaluation;
  const keys = rows.map((row) => row.key);
  const examples = await Examples.find({ team, program, key: { $in: keys } }).lean();
  const labels = await Labels.find({ team, program, key: { $in: keys } }).lean();
  const predictions = await Predictions.find({ _id: { $in: rows.map((row) => row.predictionKey) } }).lean<
    Prediction[]
  >();
  const inputsOf = new Map(examples.map((each) => [each.key, each.inputs]));
  const labelOf = new Map(labels.map((each) => [`${each.key} ${each.labelHash}`, each.label]));
  const predictionOf = new Map(predictions.map((each) => [each._id, each]));
  return rows.map((row) => ({
    row,
    inputs: must(inputsOf.get(row.key), row.key),
    label: must(labelOf.get(`${row.key} ${row.label}`), row.key),
    prediction: predictionOf.get(row.predictionKey)?.prediction ?? null,
    measured: predictionOf.get(row.predictionKey)?.measured ?? null,
  }));
}

function must<T>(value: T | undefined, key: string): T {
  if (value === undefined) throw new Error(`example ${key} is in the dataset version but not stored`);
  return value;
}

/** Does a stored example still match its key? A changed one must not be evaluated. */
export const isIntact = (due: DueRow): boolean => exactKey(due.inputs) === due.row.key;

type ExampleEvent = RunnerEventOf<"example">;

const measuredOf = (event: ExampleEvent, host: string): Measured => ({
  latencyMs: event.latency_ms,
  concurrency: event.concurrency,
  host,
  calls: event.calls,
  lmCalls: event.lm.calls,
  promptTokens: event.lm.prompt_tokens,
  completionTokens: event.lm.completion_tokens,
  usd: event.lm.usd,
  reportedModel: event.reported_model,
});

/**
 * Writes one result under the attempt's fence, then keeps prediction and score by their keys.
 * A missing result (provider or metric failure) stays pending unless `last`. False: the row is not ours to write.
 */
export async function keepResult(
  { row, measured: known }: Pick<DueRow, "row" | "measured">,
  event: ExampleEvent,
  host: string,
  fence: string,
  last: boolean,
): Promise<boolean> {
  const missing = event.status === "provider_error" || event.status === "metric_error";
  const scored = event.status === "ok";
  const isFresh = event.latency_ms !== null;
  const measured = isFresh ? measuredOf(event, host) : null;
  const set: Partial<EvaluationRow> = {
    status: missing && !last ? "pending" : event.status,
    score: event.score,
    feedback: event.feedback,
    dimensions: event.dimensions,
    prediction: event.prediction,
    error: event.error,
    scoreKey: scored ? row.scoreKey : null,
    ...(measured ? { measured, fresh: true } : !row.measured && { measured: known }),
  };
  if (missing && !last) delete set.scoreKey;
  const kept = await EvaluationRows.updateOne({ _id: row._id, fence, status: "pending" }, { $set: set });
  if (kept.matchedCount === 0) return false;
  const isKept = measured && event.status !== "provider_error" ? await keepPrediction(row, event, measured) : !isFresh;
  if (isKept && scored && row.scoreKey && event.score !== null) await keepScore(row.scoreKey, event.score, event);
  return true;
}

/** False: another evaluation's answer is the one that is kept, so a score of this one must not stand beside it. */
async function keepPrediction(row: EvaluationRow, event: ExampleEvent, measured: Measured): Promise<boolean> {
  const failed = event.status === "program_error" || event.status === "parse_error";
  const prediction: Prediction = {
    _id: row.predictionKey,
    status: failed ? (event.status as Prediction["status"]) : "ok",
    prediction: event.prediction,
    measured,
    error: failed ? event.error : null,
  };
  const { upsertedCount } = await Predictions.updateOne(
    { _id: prediction._id },
    { $setOnInsert: prediction },
    { upsert: true },
  );
  return upsertedCount === 1;
}

async function keepScore(_id: string, score: number, { feedback, dimensions }: ExampleEvent): Promise<void> {
  await Scores.updateOne({ _id }, { $setOnInsert: { _id, score, feedback, dimensions } }, { upsert: true });
}
