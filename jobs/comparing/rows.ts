import { hashOf } from "../../models/canonical.ts";
import { type MeasuredRow, predictedRows } from "../../models/evaluation/rows.ts";
import { type EvaluationRow, EvaluationRows } from "../../models/evaluation.ts";
import type { AnsweredRow } from "../../models/example-changes.ts";

/** One side of a comparison: figures and hashes of its rows, never their words. */
export interface Side {
  measured: MeasuredRow[];
  answered: AnsweredRow[];
}

/** The rows of an evaluation in order, read one at a time: of 100,000 answers, only their hashes are in memory at once. */
export async function sideOf(evaluation: string): Promise<Side> {
  const side: Side = { measured: [], answered: [] };
  for await (const { prediction, ...measured } of predictedRows(evaluation)) {
    const { key, repetition, status, score } = measured;
    side.measured.push(measured);
    side.answered.push({ key, repetition, status, score, output: prediction ? hashOf(prediction) : null });
  }
  return side;
}

/**
 * The rows that show an example's change best: of its repetitions, the one whose score moved most; of equals, the first
 * whose output differs.
 */
export async function tellingRows(
  baseline: string,
  candidate: string,
  key: string,
): Promise<[EvaluationRow | null, EvaluationRow | null]> {
  const rowsIn = (evaluation: string) =>
    EvaluationRows.find({ evaluation, key }).sort({ repetition: 1 }).lean<EvaluationRow[]>();
  const [before, after] = await Promise.all([rowsIn(baseline), rowsIn(candidate)]);
  const pairs = before.map((was) => [was, after.find(({ repetition }) => repetition === was.repetition)] as const);
  const [was, is] = [...pairs].sort((a, b) => telling(...b) - telling(...a))[0] ?? [];
  return [was ?? null, is ?? after[0] ?? null];
}

function telling(was: EvaluationRow, is: EvaluationRow | undefined): number {
  if (!is) return -1;
  const differs = hashOf(was.prediction ?? null) !== hashOf(is.prediction ?? null);
  return Math.abs((is.score ?? 0) - (was.score ?? 0)) + (differs ? 1e-6 : 0);
}
