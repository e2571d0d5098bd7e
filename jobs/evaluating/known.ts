import {
  type Evaluation,
  type EvaluationRow,
  EvaluationRows,
  type Prediction,
  Predictions,
  type Score,
  Scores,
} from "../../models/evaluation.ts";
import { batches } from "../datasets/batches.ts";

const batchSize = 500;

/** The rows of this attempt that have no result yet, in lists. */
export const pendingRows = (evaluation: Evaluation, fence: string): AsyncGenerator<EvaluationRow[]> =>
  batches(
    EvaluationRows.find({ evaluation: evaluation._id, status: "pending", fence })
      .lean<EvaluationRow[]>()
      .cursor({ batchSize }) as AsyncIterable<unknown> as AsyncIterable<EvaluationRow>,
    batchSize,
  );

/** Stored predictions of rows, by key. */
export async function predictionsOf(
  rows: readonly Pick<EvaluationRow, "predictionKey">[],
): Promise<Map<string, Prediction>> {
  const found = await Predictions.find({ _id: { $in: rows.map((row) => row.predictionKey) } }).lean<Prediction[]>();
  return new Map(found.map((each) => [each._id, each]));
}

/** Fills rows whose prediction and score are known already. Answers with the number of rows filled. */
export async function fillKnown(evaluation: Evaluation, fence: string): Promise<number> {
  let filled = 0;
  for await (const rows of pendingRows(evaluation, fence)) filled += await fillBatch(rows, evaluation, fence);
  return filled;
}

async function fillBatch(rows: EvaluationRow[], evaluation: Evaluation, fence: string): Promise<number> {
  const predictions = await predictionsOf(rows);
  const scores = await Scores.find({ _id: { $in: rows.map((row) => row.scoreKey) } }).lean<Score[]>();
  const scoreOf = new Map(scores.map((each) => [each._id, each]));
  const writes = rows.flatMap((row) => {
    const prediction = predictions.get(row.predictionKey);
    const score = row.scoreKey ? scoreOf.get(row.scoreKey) : undefined;
    if (!prediction || (prediction.status === "ok" && !score)) return [];
    const $set = knownResult(row, prediction, score, evaluation);
    return [{ updateOne: { filter: { _id: row._id, fence, status: "pending" as const }, update: { $set } } }];
  });
  if (writes.length > 0) await EvaluationRows.bulkWrite(writes, { ordered: false });
  return writes.length;
}

function knownResult(
  row: EvaluationRow,
  { status, prediction, measured, error }: Prediction,
  score: Score | undefined,
  { failureScore }: Evaluation,
): Partial<EvaluationRow> {
  const isFailure = status !== "ok";
  return {
    ...{ status, prediction, measured, error },
    scoreKey: isFailure ? null : row.scoreKey,
    score: isFailure ? failureScore : (score?.score ?? null),
    feedback: score?.feedback ?? null,
    dimensions: score?.dimensions ?? {},
  };
}

/** Leaves out what nobody ever answered: an evaluation that may ask no model counts it as missing. */
export async function leaveOutUnknown(evaluation: Evaluation, fence: string): Promise<void> {
  const error = "no answer is stored, and none was asked for";
  for await (const rows of pendingRows(evaluation, fence)) {
    const predictions = await predictionsOf(rows);
    const unknown = rows.filter((row) => !predictions.has(row.predictionKey)).map(({ _id }) => _id);
    await EvaluationRows.updateMany(
      { _id: { $in: unknown }, fence, status: "pending" },
      { $set: { status: "provider_error", scoreKey: null, error } },
    );
  }
}
