import { hashOf } from "../../models/canonical.ts";
import type { ChangedExample, Comparison } from "../../models/comparison.ts";
import type { Evaluation } from "../../models/evaluation.ts";
import { countKinds, exampleChanges } from "../../models/example-changes.ts";
import { compareFingerprints } from "../../models/fingerprint.ts";
import { signatureOf } from "../../models/signature.ts";
import { type ComparisonResult, compareArms } from "../../models/verdict.ts";
import { armRow, commonConcurrency } from "../evaluating/summary.ts";
import { withContents } from "./changed.ts";
import { sideOf, tellingRows } from "./rows.ts";

const shownChanges = 3;

/** Statistics and changed examples of two finished evaluations. */
export async function compareEvaluations(
  a: Evaluation,
  b: Evaluation,
  margin: number,
): Promise<Pick<Comparison, "fingerprint" | "result" | "improved" | "regressed" | "changes">> {
  if (!a.fingerprint || !b.fingerprint) throw new Error("an evaluation without a fingerprint cannot be compared");
  const [before, after] = await Promise.all([sideOf(a._id), sideOf(b._id)]);
  const concurrency = commonConcurrency([before.measured, after.measured]);
  const result = compareArms({
    baseline: before.measured.map((row) => armRow(row, concurrency)),
    candidate: after.measured.map((row) => armRow(row, concurrency)),
    margin,
    seed: seedOf(a, b),
    fingerprints: { baseline: a.fingerprint, candidate: b.fingerprint },
  });
  const changed = await changedExamples(a, b, result);
  return {
    fingerprint: compareFingerprints(a.fingerprint, b.fingerprint),
    result: { ...result, changes: result.changes.slice(0, 50) },
    improved: changed.filter(({ before: was, after: is }) => is > was),
    regressed: changed.filter(({ before: was, after: is }) => is < was),
    changes: countKinds(exampleChanges(before.answered, after.answered)),
  };
}

/** Of what is compared, not of when: the same two releases on the same examples have one interval, however often it is asked for. */
const seedOf = (a: Evaluation, b: Evaluation): number =>
  Number.parseInt(hashOf([a.release, b.release, a.split, a.fingerprint?.ruler]).slice(0, 8), 16);

async function changedExamples(
  { _id: before }: Evaluation,
  { _id: after, team, program }: Evaluation,
  { changes }: ComparisonResult,
): Promise<ChangedExample[]> {
  const top = [
    ...changes.filter(({ d }) => d > 0).slice(0, shownChanges),
    ...changes.filter(({ d }) => d < 0).slice(0, shownChanges),
  ];
  const fields = await signatureOf(team, program);
  return Promise.all(
    top.map(async ({ key, baseline, candidate }) => {
      const change = { key, before: baseline, after: candidate };
      return withContents({ team, program, fields }, change, ...(await tellingRows(before, after, key)));
    }),
  );
}
