import { type DatasetVersion, DatasetVersions, versionId } from "../../models/dataset.ts";
import { type Evaluation, Evaluations } from "../../models/evaluation.ts";
import { fullId, nextNumber } from "../../models/ids.ts";
import type { Release } from "../../models/release.ts";
import type { Split } from "../../models/split.ts";
import type { Attempt } from "../attempt.ts";
import { Trouble } from "../trouble.ts";

export interface EvaluationOrder {
  release: Release;
  dataset: number;
  split: Split;
  /** Scores what is stored and asks no model: examples nobody ever answered are missing. */
  storedOnly?: boolean;
}

/** The evaluation of this step: a step makes one, however often it is tried. */
export async function openEvaluation(attempt: Attempt, order: EvaluationOrder): Promise<Evaluation> {
  const { program, run, claim, deps } = attempt;
  const { release, dataset, split } = order;
  const key = `${run._id}-${claim.n}-${release._id}`;
  const existing = await Evaluations.findOne({ team: run.team, key }).lean<Evaluation>();
  if (existing) return existing;
  const evaluation: Evaluation = {
    _id: fullId(run.team, "e", await nextNumber(run.team, "e")),
    team: run.team,
    program: program.name,
    key,
    run: run._id,
    release: release._id,
    dataset,
    split,
    ...(await rulerOf(attempt)),
    status: "running",
    fingerprint: null,
    summary: null,
    rowsHash: null,
    at: deps.now(),
  };
  await Evaluations.updateOne({ team: run.team, key }, { $setOnInsert: evaluation }, { upsert: true });
  return (await Evaluations.findOne({ team: run.team, key }).lean<Evaluation>()) ?? evaluation;
}

type Ruler = Pick<
  Evaluation,
  "metric" | "metricSource" | "metricSnapshot" | "repetitions" | "failureScore" | "dspy" | "evalContract"
>;

/** What a run measures with. All evaluations of a run have the ruler of its first one, whatever is registered meanwhile. */
async function rulerOf({ run, program }: Attempt): Promise<Ruler> {
  const first = await Evaluations.findOne({ team: run.team, run: run._id, program: program.name })
    .sort({ at: 1 })
    .lean<Evaluation>();
  if (first) {
    const { metric, metricSource, metricSnapshot, repetitions, failureScore, dspy, evalContract } = first;
    return { metric, metricSource, metricSnapshot, repetitions, failureScore, dspy, evalContract };
  }
  const { config, described, snapshot } = program;
  return {
    metric: config.metric,
    metricSource: described.metricSource,
    metricSnapshot: snapshot,
    repetitions: config.policy.repetitions,
    failureScore: config.policy.failureScore,
    dspy: described.dspy,
    evalContract: described.evalContract,
  };
}

/** The dataset version of this number. Trouble when there is none. */
export async function theVersion({ run, program }: Attempt, number: number): Promise<DatasetVersion> {
  const version = await DatasetVersions.findById(versionId(run.team, program.name, number)).lean<DatasetVersion>();
  if (version) return version;
  throw new Trouble(
    "The evaluation cannot start",
    `dataset v${number} does not exist`,
    "see the versions with `/helix status`",
  );
}
