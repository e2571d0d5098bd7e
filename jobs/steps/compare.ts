import { bestArm } from "../../models/best-arm.ts";
import { type Comparison, Comparisons } from "../../models/comparison.ts";
import { Evaluations, theEvaluation } from "../../models/evaluation.ts";
import { theGate } from "../../models/gate.ts";
import { fullId, nextNumber } from "../../models/ids.ts";
import { theRelease } from "../../models/release.ts";
import { applyHolm, type ComparisonResult } from "../../models/verdict.ts";
import type { Attempt } from "../attempt.ts";
import { type Arm, armsOf } from "../comparing/arms.ts";
import { compareEvaluations } from "../comparing/pair.ts";
import { promptChanges } from "../comparing/prompts.ts";
import { leaksSaid } from "../compiling/leaks.ts";

export interface CompareOutcome extends Record<string, unknown> {
  /** The one people are asked about, or whose reason is told: see `bestArm`. */
  comparison: string;
  /** One for every arm, in plan order. */
  comparisons: { arm: string; comparison: string }[];
}

type Pair = Awaited<ReturnType<typeof compareEvaluations>>;

/**
 * Compares every arm of the run with its baseline: fingerprint, statistics, verdict, changed examples, prompt difference.
 * The arms of one run are corrected for each other (Holm), and so is one whose test score was seen before it was chosen.
 */
export async function compareStep(attempt: Attempt): Promise<CompareOutcome> {
  const { run, program } = attempt;
  const { baseline, candidates: measured } = armsOf(run);
  if (!baseline || measured.length === 0) throw new Error("a comparison needs two finished evaluations");
  const candidates = othersThan(baseline, measured);
  const pairs = await Promise.all(candidates.map((arm) => comparePair(attempt, baseline, arm)));
  const seen = await seenBefore(attempt);
  const corrected = applyHolm([...pairs.map(({ result }) => result), ...seen]).slice(0, pairs.length);
  const kept: Comparison[] = [];
  for (const [n, arm] of candidates.entries())
    kept.push(await keep(attempt, baseline, arm, { ...(pairs[n] as Pair), result: corrected[n] as ComparisonResult }));
  const contenders = kept.map(({ result }, n) => ({ result, valScore: candidates[n]?.compiled?.valScore ?? null }));
  const best = kept[bestArm(contenders, program.config.policy)] as Comparison;
  const comparisons = kept.map(({ _id }, n) => ({ arm: (candidates[n] as Arm).arm, comparison: _id }));
  return { comparison: best._id, comparisons };
}

/** An arm that is the baseline's very release adds nothing but a hypothesis; it is compared only where it is all there is. */
function othersThan({ release }: Arm, arms: Arm[]): Arm[] {
  const others = arms.filter((arm) => arm.release !== release);
  return others.length > 0 ? others : arms;
}

async function comparePair({ program }: Attempt, baseline: Arm, candidate: Arm): Promise<Pair> {
  const [a, b] = await Promise.all([theEvaluation(baseline.evaluation), theEvaluation(candidate.evaluation)]);
  return compareEvaluations(a, b, program.config.policy.promotion.margin);
}

const isSelectedOnTest = ({ step }: Attempt): boolean => step.params.selectedOnTest === true;

/** What somebody who picks a candidate has seen already: each comparison of the runs it was shown in is one more hypothesis. */
async function seenBefore(attempt: Attempt): Promise<ComparisonResult[]> {
  const gate = attempt.run.steps.find(({ kind }) => kind === "revise")?.params.gate;
  if (!isSelectedOnTest(attempt)) return [];
  if (typeof gate !== "string") return seenInRuns(attempt);
  const { team, run, revisions } = await theGate(gate);
  const shown = revisions.flatMap(({ comparison }) => comparison ?? []);
  const found = await Comparisons.find({ team, $or: [{ run: run ?? "" }, { _id: { $in: shown } }] }).lean<
    Comparison[]
  >();
  return found.filter(({ run: other }) => other !== attempt.run._id).map(({ result }) => result);
}

/** A promotion names the runs; what they said of this very release is the same hypothesis, not another. */
async function seenInRuns({ run, step }: Attempt): Promise<ComparisonResult[]> {
  const { seen } = step.params;
  if (!Array.isArray(seen)) return [];
  const [ours] = armsOf(run).candidates;
  const found = await Comparisons.find({ team: run.team, run: { $in: seen.map(String) } }).lean<Comparison[]>();
  const others = await Evaluations.find({
    _id: { $in: found.map(({ candidate }) => candidate) },
    release: { $ne: ours?.release ?? "" },
  }).lean();
  return found.filter(({ candidate }) => others.some(({ _id }) => _id === candidate)).map(({ result }) => result);
}

async function keep(attempt: Attempt, baseline: Arm, candidate: Arm, pair: Pair): Promise<Comparison> {
  const { run, claim, program, deps } = attempt;
  const key = `${run._id}-${claim.n}-${candidate.arm}`;
  const existing = await Comparisons.findOne({ team: run.team, key }).lean<Comparison>();
  if (existing) return existing;
  const measured = await theEvaluation(candidate.evaluation);
  const prompt = await promptChanges(baseline.release, candidate.release, measured);
  const comparison: Comparison = {
    _id: fullId(run.team, "x", await nextNumber(run.team, "x")),
    team: run.team,
    program: program.name,
    key,
    run: run._id,
    baseline: baseline.evaluation,
    candidate: candidate.evaluation,
    ...pair,
    prompt,
    leaks: prompt.length > 0 ? await leaksOf(attempt, candidate.release, measured.dataset) : [],
    selectedOnTest: isSelectedOnTest(attempt),
    at: deps.now(),
  };
  await attempt.flush();
  await Comparisons.updateOne({ team: run.team, key }, { $setOnInsert: comparison }, { upsert: true });
  return (await Comparisons.findOne({ team: run.team, key }).lean<Comparison>()) ?? comparison;
}

/** A score on test says less than it seems where the prompt shows test examples: whoever decides has to see that. */
async function leaksOf(attempt: Attempt, release: string, dataset: number): Promise<string[]> {
  const { stateHash } = await theRelease(release);
  return leaksSaid(attempt, dataset, stateHash);
}
