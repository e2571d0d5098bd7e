import { type Evaluation, type EvaluationRow, EvaluationRows } from "../../models/evaluation.ts";
import type { Attempt } from "../attempt.ts";
import { batches } from "../datasets/batches.ts";
import { keepLeftBehind } from "./keep.ts";

/** A prediction that was known before cost nothing here; what its metric asked did. */
const usdOf = ({ fresh, measured, scoring }: EvaluationRow): number =>
  ((fresh && measured?.usd) || 0) + (scoring?.usd ?? 0);
const callsOf = ({ fresh, measured, scoring }: EvaluationRow): number =>
  ((fresh && measured?.lmCalls) || 0) + (scoring?.calls ?? 0);

/** Rows are written before they are counted and kept by key: does both for what an attempt that died in between had paid for. */
export async function countUncounted(attempt: Attempt, { _id }: Evaluation): Promise<void> {
  const found = { results: 0, usd: 0, lmCalls: 0 };
  const paid = { $or: [{ fresh: true }, { "scoring.calls": { $gt: 0 } }] };
  const fresh = EvaluationRows.find({ evaluation: _id, ...paid })
    .lean<EvaluationRow[]>()
    .cursor({ batchSize: 500 });
  for await (const rows of batches(fresh as AsyncIterable<unknown> as AsyncIterable<EvaluationRow>, 500)) {
    await keepLeftBehind(rows);
    found.results += rows.filter(({ status }) => status !== "pending").length;
    found.usd += rows.reduce((sum, row) => sum + usdOf(row), 0);
    found.lmCalls += rows.reduce((sum, row) => sum + callsOf(row), 0);
  }
  const { step } = attempt;
  attempt.add({
    results: Math.max(0, found.results - step.results),
    usd: Math.max(0, found.usd - step.spentUsd),
    lmCalls: Math.max(0, found.lmCalls - step.lmCalls),
  });
  await attempt.flush();
}
