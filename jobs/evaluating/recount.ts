import { type Evaluation, type EvaluationRow, EvaluationRows } from "../../models/evaluation.ts";
import type { Attempt } from "../attempt.ts";

/** Rows are written before they are counted: counts what an attempt that died in between had kept and paid for. */
export async function countUncounted(attempt: Attempt, { _id }: Evaluation): Promise<void> {
  const fresh = await EvaluationRows.find({ evaluation: _id, fresh: true }, { measured: 1, status: 1 }).lean<
    Pick<EvaluationRow, "measured" | "status">[]
  >();
  const sum = (of: (row: (typeof fresh)[number]) => number) => fresh.reduce((total, row) => total + of(row), 0);
  const { results, usd, lmCalls } = {
    results: sum(({ status }) => (status === "pending" ? 0 : 1)),
    usd: sum(({ measured }) => measured?.usd ?? 0),
    lmCalls: sum(({ measured }) => measured?.lmCalls ?? 0),
  };
  const { step } = attempt;
  attempt.add({
    results: Math.max(0, results - step.results),
    usd: Math.max(0, usd - step.spentUsd),
    lmCalls: Math.max(0, lmCalls - step.lmCalls),
  });
  await attempt.flush();
}
