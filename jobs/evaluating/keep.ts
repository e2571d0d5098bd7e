import { hashOf } from "../../models/canonical.ts";
import type { ExampleStatus, RunnerEventOf } from "../../models/contract.ts";
import {
  type EvaluationRow,
  EvaluationRows,
  type Measured,
  type Prediction,
  Predictions,
  Scores,
} from "../../models/evaluation.ts";
import { predictionsOf } from "./known.ts";

export type ExampleEvent = RunnerEventOf<"example">;

/** Who writes: the attempt's fence, where its runner works, and whether a missing result is final. */
export interface Writer {
  fence: string;
  host: string;
  last: boolean;
}

/** What was found for a row; `measured` is null where the prediction was given. */
interface Answer {
  row: EvaluationRow;
  event: Pick<ExampleEvent, "status" | "score" | "feedback" | "dimensions" | "error"> & { prediction: unknown };
  measured: Measured | null;
}

interface Result extends Answer {
  event: ExampleEvent;
}

export const isMissing = (status: EvaluationRow["status"]): boolean =>
  status === "provider_error" || status === "metric_error";

/**
 * Writes results under the attempt's fence, then keeps predictions and scores by their keys. Answers with those that were
 * ours to write. A missing result (provider or metric failure) stays pending unless `last`.
 */
export async function keepResults(events: readonly ExampleEvent[], writer: Writer): Promise<ExampleEvent[]> {
  const results = await ours(events, writer);
  if (results.length === 0) return [];
  const known = await predictionsOf(results.filter(({ measured }) => !measured).map(({ row }) => row));
  const { matchedCount } = await EvaluationRows.bulkWrite(
    results.map((result) => ({
      updateOne: {
        filter: { _id: result.row._id, fence: writer.fence, status: "pending" as const },
        update: {
          $set: rowOf(result, known.get(result.row.predictionKey)?.measured ?? null, writer.last),
          ...paidForScoring(result.event),
        },
      },
    })),
    { ordered: false },
  );
  const kept = matchedCount === results.length ? results : await stillOurs(results, writer);
  await keepByKeys(kept);
  return kept.map(({ event }) => event);
}

async function ours(events: readonly ExampleEvent[], { fence, host }: Writer): Promise<Result[]> {
  const eventOf = new Map(events.map((event) => [event.id, event]));
  const rows = await EvaluationRows.find({ _id: { $in: [...eventOf.keys()] }, fence, status: "pending" }).lean<
    EvaluationRow[]
  >();
  return rows.flatMap((row) => {
    const event = eventOf.get(row._id);
    return event ? [{ row, event, measured: event.latency_ms === null ? null : measuredOf(event, host) }] : [];
  });
}

/** Somebody took rows over in between: those that still carry our fence are ours. */
async function stillOurs(results: Result[], { fence }: Writer): Promise<Result[]> {
  const ids = results.map(({ row }) => row._id);
  const rows = await EvaluationRows.find({ _id: { $in: ids }, fence }, { _id: 1 }).lean();
  const left = new Set(rows.map(({ _id }) => _id));
  return results.filter(({ row }) => left.has(row._id));
}

function rowOf({ row, event, measured }: Result, known: Measured | null, last: boolean): Partial<EvaluationRow> {
  const isOpen = isMissing(event.status) && !last;
  return {
    status: isOpen ? "pending" : event.status,
    score: event.score,
    feedback: event.feedback,
    dimensions: event.dimensions,
    prediction: event.prediction as Record<string, unknown> | null,
    error: event.error,
    ...(!isOpen && { scoreKey: event.status === "ok" ? row.scoreKey : null }),
    ...(measured ? { measured, fresh: true } : !row.measured && { measured: known }),
  };
}

/** A row may be scored several times, in rounds: each is paid for. */
const paidForScoring = ({ scoring }: ExampleEvent) =>
  scoring ? { $inc: { "scoring.calls": scoring.calls, "scoring.usd": scoring.usd ?? 0 } } : {};

const measuredOf = (event: ExampleEvent, host: string): Measured => ({
  latencyMs: event.latency_ms,
  concurrency: event.concurrency,
  host,
  calls: event.calls,
  lmCalls: event.lm.calls,
  promptTokens: event.lm.prompt_tokens,
  completionTokens: event.lm.completion_tokens,
  usd: event.lm.usd,
  rateLimited: event.lm.rate_limited,
  timeouts: event.lm.timeouts,
  reportedModel: event.reported_model,
});

/** Predictions first; a score stands only beside the prediction it was given for. */
async function keepByKeys(results: Answer[]): Promise<void> {
  const fresh = results.filter(({ event, measured }) => measured && event.status !== "provider_error");
  const inserted = await insertPredictions(fresh);
  const scored = results.filter(
    ({ row, event, measured }) =>
      event.status === "ok" && event.score !== null && row.scoreKey && (!measured || inserted.has(row.predictionKey)),
  );
  await insertScores(scored);
}

/** Keys of the predictions that were new: of two evaluations that paid for the same answer at once, the first one's is kept. */
async function insertPredictions(results: Answer[]): Promise<Set<string>> {
  if (results.length === 0) return new Set();
  const predictions = results.map(predictionOf);
  const { upsertedIds } = await Predictions.bulkWrite(
    predictions.map((each) => ({
      updateOne: { filter: { _id: each._id }, update: { $setOnInsert: each }, upsert: true },
    })),
    { ordered: false },
  );
  return new Set(Object.values(upsertedIds).map(String));
}

function predictionOf({ row, event, measured }: Answer): Prediction {
  const isFailure = event.status === "program_error" || event.status === "parse_error";
  return {
    _id: row.predictionKey,
    status: isFailure ? (event.status as Prediction["status"]) : "ok",
    prediction: event.prediction as Record<string, unknown> | null,
    measured: measured as Measured,
    error: isFailure ? event.error : null,
  };
}

async function insertScores(results: Answer[]): Promise<void> {
  if (results.length === 0) return;
  await Scores.bulkWrite(
    results.map(({ row, event: { score, feedback, dimensions } }) => {
      const _id = row.scoreKey as string;
      const kept = { _id, score: score as number, feedback, dimensions };
      return { updateOne: { filter: { _id }, update: { $setOnInsert: kept }, upsert: true } };
    }),
    { ordered: false },
  );
}

/** What an attempt that died had written to its rows, kept by key now if it did not come to that. */
export async function keepLeftBehind(rows: readonly EvaluationRow[]): Promise<void> {
  const paid = rows.filter((row) => row.fresh && row.measured && isAnswered(row));
  const answers = paid.map((row) => ({ row, event: { ...row, status: answerOf(row) }, measured: row.measured }));
  await insertPredictions(answers);
  const stored = await predictionsOf(paid);
  const same = ({ row }: (typeof answers)[number]) =>
    hashOf(stored.get(row.predictionKey)?.prediction ?? null) === hashOf(row.prediction);
  await insertScores(answers.filter((each) => each.row.status === "ok" && each.row.score !== null && same(each)));
}

const isAnswered = ({ status, prediction }: EvaluationRow): boolean =>
  status !== "provider_error" && (status !== "pending" || prediction !== null);

/** A pending row with an answer is one whose metric failed. */
const answerOf = ({ status }: EvaluationRow): ExampleStatus => (status === "pending" ? "ok" : status);
