import { theDeployment } from "../../models/deployment.ts";
import { Candidates, keepRelease, type Release, theRelease } from "../../models/release.ts";
import { outcomeOf } from "../../models/run.ts";
import type { Split } from "../../models/split.ts";
import type { Attempt } from "../attempt.ts";
import { evaluateRelease } from "../evaluating/evaluate.ts";
import type { CompileOutcome } from "./compile.ts";

/** What an evaluate step is asked for. `arm` names its side in a later comparison. */
export interface EvaluateParams {
  arm: "candidate" | "baseline";
  /** A release by hash; "compiled": what this run's compile step found; "deployed": what was live when the run was made. */
  release: string;
  dataset: number;
  split: Split;
}

export interface EvaluateOutcome extends Record<string, unknown> {
  arm: EvaluateParams["arm"];
  evaluation: string;
  release: string;
}

/** Evaluates one release on one split of one dataset version. */
export async function evaluateStep(attempt: Attempt): Promise<EvaluateOutcome> {
  const params = attempt.step.params as unknown as EvaluateParams;
  const release = await releaseOf(attempt, params.release);
  const evaluation = await evaluateRelease(attempt, { release, dataset: params.dataset, split: params.split });
  return { arm: params.arm, evaluation: evaluation._id, release: release._id };
}

async function releaseOf(attempt: Attempt, named: string): Promise<Release> {
  if (named !== "compiled") return theRelease(named);
  const compiled = outcomeOf<CompileOutcome>(attempt.run, "compile");
  if (!compiled) throw new Error("this run has no finished compile step");
  return theRelease(compiled.release);
}

/** The release that is live now. */
export async function deployedRelease(team: string, program: string, number: number): Promise<Release> {
  return theRelease((await theDeployment(team, program, number)).release);
}

/** The release of another candidate of a run, with the LM configuration of a given release. */
export async function releaseOfCandidate(candidateId: string, like: Release): Promise<Release> {
  const candidate = await Candidates.findById(candidateId).lean();
  if (!candidate) throw new Error(`candidate ${candidateId} is not stored`);
  return keepRelease(candidate, like.lm, like.adapter);
}
