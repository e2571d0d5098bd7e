import { diffWords } from "diff";
import { canonicalJson, hashOf } from "../../models/canonical.ts";
import { type ChangedExample, type Comparison, Comparisons, type PromptChange } from "../../models/comparison.ts";
import type { PredictorView } from "../../models/contract.ts";
import { Examples, Labels } from "../../models/dataset.ts";
import { type Evaluation, type EvaluationRow, rowsOf, theEvaluation } from "../../models/evaluation.ts";
import { compareFingerprints } from "../../models/fingerprint.ts";
import { fullId, nextNumber } from "../../models/ids.ts";
import { theRelease, theState } from "../../models/release.ts";
import type { Run } from "../../models/run.ts";
import { type ComparisonResult, compareArms } from "../../models/verdict.ts";
import type { Attempt } from "../attempt.ts";
import { armRow, commonConcurrency } from "../evaluating/summary.ts";
import type { EvaluateOutcome } from "./evaluate.ts";

export interface CompareOutcome extends Record<string, unknown> {
  comparison: string;
}

const shownChanges = 3;

/** The newest finished evaluations of this run, by arm. */
export function armsOf(run: Run): Partial<Record<"candidate" | "baseline", EvaluateOutcome>> {
  const arms: Partial<Record<"candidate" | "baseline", EvaluateOutcome>> = {};
  for (const step of run.steps) {
    const outcome = step.kind === "evaluate" && step.status === "done" ? (step.outcome as EvaluateOutcome) : null;
    if (outcome) arms[outcome.arm === "baseline" ? "baseline" : "candidate"] = outcome;
  }
  return arms;
}

/** Compares the run's candidate with its baseline: fingerprint, statistics, verdict, changed examples, prompt difference. */
export async function compareStep(attempt: Attempt): Promise<CompareOutcome> {
  const { run, claim, program, deps } = attempt;
  const key = `${run._id}-${claim.n}`;
  const existing = await Comparisons.findOne({ team: run.team, key }).lean();
  if (existing) return { comparison: existing._id };
  const { candidate, baseline } = armsOf(run);
  if (!candidate || !baseline) throw new Error("a comparison needs two finished evaluations");
  const [a, b] = await Promise.all([theEvaluation(baseline.evaluation), theEvaluation(candidate.evaluation)]);
  const selectedOnTest = attempt.step.params.selectedOnTest === true;
  const comparison: Comparison = {
    _id: fullId(run.team, "x", await nextNumber(run.team, "x")),
    team: run.team,
    program: program.name,
    key,
    run: run._id,
    baseline: a._id,
    candidate: b._id,
    ...(await compareEvaluations(a, b, program.config.policy.promotion.margin)),
    prompt: await promptChanges(baseline.release, candidate.release),
    selectedOnTest,
    at: deps.now(),
  };
  await attempt.flush();
  await Comparisons.updateOne({ team: run.team, key }, { $setOnInsert: comparison }, { upsert: true });
  return { comparison: (await Comparisons.findOne({ team: run.team, key }).lean())?._id ?? comparison._id };
}

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

/** What changed in the prompts between two releases, predictor by predictor. */
export async function promptChanges(before: string, after: string): Promise<PromptChange[]> {
  const [a, b] = await Promise.all([theRelease(before), theRelease(after)]);
  const [was, is] = await Promise.all([theState(a.stateHash), theState(b.stateHash)]);
  return is.predictors.flatMap((predictor) => {
    const old = was.predictors.find(({ name }) => name === predictor.name);
    const change = predictorChange(old, predictor);
    return change ? [change] : [];
  });
}

function predictorChange(old: PredictorView | undefined, now: PredictorView): PromptChange | null {
  const demoHashes = (view: PredictorView | undefined) =>
    new Set((view?.demos ?? []).map((demo) => hashOf(demo.fields)));
  const [was, is] = [demoHashes(old), demoHashes(now)];
  const change = {
    predictor: now.name,
    before: old?.instructions ?? "",
    after: now.instructions,
    ...wordsChanged(old?.instructions ?? "", now.instructions),
    demosAdded: [...is].filter((hash) => !was.has(hash)).length,
    demosRemoved: [...was].filter((hash) => !is.has(hash)).length,
  };
  return change.before === change.after && change.demosAdded + change.demosRemoved === 0 ? null : change;
}

/** Words added and removed between two instructions. */
function wordsChanged(before: string, after: string): { wordsAdded: number; wordsRemoved: number } {
  const parts = diffWords(before, after, { timeout: 1_000 }) ?? [];
  const count = (text: string) => text.split(/\s+/).filter(Boolean).length;
  return {
    wordsAdded: parts.filter((part) => part.added).reduce((sum, part) => sum + count(part.value), 0),
    wordsRemoved: parts.filter((part) => part.removed).reduce((sum, part) => sum + count(part.value), 0),
  };
}
