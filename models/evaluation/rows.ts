import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical.ts";
import { type EvaluationRow, EvaluationRows, type Measured } from "../evaluation.ts";

/** Every row of an evaluation, by example and repetition. */
export async function rowsOf(evaluation: string): Promise<EvaluationRow[]> {
  return EvaluationRows.find({ evaluation }).sort({ _id: 1 }).lean<EvaluationRow[]>();
}

/** A row as far as figures need it: without prompts, answers and words. */
export type MeasuredRow = Pick<
  EvaluationRow,
  "_id" | "key" | "repetition" | "status" | "predictionKey" | "scoreKey" | "score" | "fresh" | "scoring"
> & { measured: Omit<Measured, "calls"> | null };

const unread = { feedback: 0, dimensions: 0, error: 0, "measured.calls": 0 } as const;

/** The rows of an evaluation for figures, in order, one at a time. */
export const measuredRows = (evaluation: string): AsyncIterable<MeasuredRow> =>
  eachRow<MeasuredRow>(evaluation, { ...unread, prediction: 0 });

/** The same with what was predicted. */
export const predictedRows = (evaluation: string): AsyncIterable<MeasuredRow & Pick<EvaluationRow, "prediction">> =>
  eachRow<MeasuredRow & Pick<EvaluationRow, "prediction">>(evaluation, unread);

/** A cursor does not carry the type of lean documents, so it is stated here, where the fields are chosen. */
const eachRow = <T>(evaluation: string, without: Record<string, 0>): AsyncIterable<T> =>
  EvaluationRows.find({ evaluation }, without)
    .sort({ _id: 1 })
    .lean()
    .cursor({ batchSize: 2_000 }) as AsyncIterable<unknown> as AsyncIterable<T>;

/** Hash over an evaluation's rows in order of their ids, taken one at a time. */
export class RowsHash {
  private readonly hash = createHash("sha256");

  add({ _id, predictionKey, scoreKey, status, score }: MeasuredRow): void {
    this.hash.update(`${canonicalJson({ _id, predictionKey, scoreKey, status, score })}\n`);
  }

  digest(): string {
    return this.hash.digest("hex");
  }
}

/** Hash of what an evaluation found: part of the evidence a gate is bound to. */
export async function hashOfRows(evaluation: string): Promise<string> {
  const hash = new RowsHash();
  for await (const row of measuredRows(evaluation)) hash.add(row);
  return hash.digest();
}
