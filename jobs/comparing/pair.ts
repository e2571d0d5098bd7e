import { canonicalJson, hashOf } from "../../models/canonical.ts";
import type { ChangedExample, Comparison } from "../../models/comparison.ts";
import { Examples, Labels } from "../../models/dataset.ts";
import { type Evaluation, type EvaluationRow, rowsOf } from "../../models/evaluation.ts";
import { compareFingerprints } from "../../models/fingerprint.ts";
import { type ComparisonResult, compareArms } from "../../models/verdict.ts";
import { armRow, commonConcurrency } from "../evaluating/summary.ts";

const shownChanges = 3;

/** Statistics and changed examples of two finished evaluations. */
export async function compareEvaluations(
  a: Evaluation,
  b: Evaluation,
  margin: number,
): Promise<Pick<Comparison, "fingerprint" | "result" | "improved" | "regressed">> {
  if (!a.fingerprint || !b.fingerprint) throw new Error("an evaluation without a fingerprint cannot be compared");
  const [before, after] = await Promise.all([rowsOf(a._id), rowsOf(b._id)]);
  const concurrency = commonConcurrency([...before, ...after]);
  const result = compareArms({
    baseline: before.map((row) => armRow(row, concurrency)),
    candidate: after.map((row) => armRow(row, concurrency)),
    margin,
    seed: Number.parseInt(hashOf([a._id, b._id]).slice(0, 8), 16),
    fingerprints: { baseline: a.fingerprint, candidate: b.fingerprint },
  });
  const changed = await changedExamples(b, result, before, after);
  return {
    fingerprint: compareFingerprints(a.fingerprint, b.fingerprint),
    result: { ...result, changes: result.changes.slice(0, 50) },
    improved: changed.filter(({ before: was, after: is }) => is > was),
    regressed: changed.filter(({ before: was, after: is }) => is < was),
  };
}

async function changedExamples(
  { team, program }: Evaluation,
  { changes }: ComparisonResult,
  before: EvaluationRow[],
  after: EvaluationRow[],
): Promise<ChangedExample[]> {
  const top = [
    ...changes.filter(({ d }) => d > 0).slice(0, shownChanges),
    ...changes.filter(({ d }) => d < 0).slice(0, shownChanges),
  ];
  const rowIn = (rows: EvaluationRow[], key: string) => rows.find((row) => row.key === key);
  return Promise.all(
    top.map(async (change) => {
      const [was, is] = [rowIn(before, change.key), rowIn(after, change.key)];
      const example = await Examples.findOne({ team, program, key: change.key }).lean();
      const label = await Labels.findOne({ team, program, key: change.key, labelHash: is?.label ?? "" }).lean();
      return {
        key: change.key,
        inputs: canonicalJson(example?.inputs ?? {}),
        before: change.baseline,
        after: change.candidate,
        expected: canonicalJson(label?.label ?? {}),
        beforeOutput: outputOf(was),
        afterOutput: outputOf(is),
        feedback: is?.feedback ?? "",
      };
    }),
  );
}

const outputOf = (row: EvaluationRow | undefined): string =>
  row?.prediction ? canonicalJson(row.prediction) : (row?.error ?? "no answer");
