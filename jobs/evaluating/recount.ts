import { type Evaluation, type EvaluationRow, EvaluationRows } from "../../models/evaluation.ts";
import type { Attempt } from "../attempt.ts";
import { batches } from "../datasets/batches.ts";
import { keepLeftBehind } from "./keep.ts";

/** Rows are written before they are counted and kept by key: does both for what an attempt that died in between had paid for. */
export async function countUncounted(attempt: Attempt, { _id }: Evaluation): Promise<void> {
  const found = { results: 0, usd: 0, lmCalls: 0 };
  const fresh = EvaluationRows.find({ evaluation: _id, fresh: true })
    .lean<EvaluationRow[]>()
    .cursor({ batchSize: 500 });
  for await (const rows of batches(fresh as AsyncIterable<unknown> as AsyncIterable<EvaluationRow>, 500)) {
    await keepLeftBehind(rows);
    found.results += rows.filter(({ status }) => status !== "pending").length;
    found.usd += rows.reduce((sum, { measured }) => sum + (measured?.usd ?? 0), 0);
    found.lmCalls += rows.reduce((sum, { measured }) => sum + (measured?.lmCalls ?? 0), 0);
  }
  const { step } = attempt;
  attempt.add({
    results: Math.max(0, found.results - step.results),
    usd: Math.max(0, found.usd - step.spentUsd),
    lmCalls: Math.max(0, found.lmCalls - step.lmCalls),
  });
  await attempt.flush();
}
