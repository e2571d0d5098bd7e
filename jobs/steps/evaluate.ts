import type { Branch } from "../../models/branch.ts";
import { theDeployment } from "../../models/deployment.ts";
import { Candidates, keepRelease, type Release, theRelease } from "../../models/release.ts";
import type { Run } from "../../models/run.ts";
import type { Split } from "../../models/split.ts";
import type { Attempt } from "../attempt.ts";
import { builtRelease } from "../built.ts";
import { evaluateRelease } from "../evaluating/evaluate.ts";
import type { CompileOutcome } from "./compile.ts";

/** What an evaluate step is asked for. `arm` names its side in a later comparison: "baseline", or a branch's id. */
export interface EvaluateParams {
  arm: string;
  /** A release by hash; "compiled": what this branch's compile found; "built": the program as registered, on the branch's model. */
  release: string;
  branch?: Branch;
  dataset: number;
  split: Split;
  /** Scores stored predictions and asks no model. */
  storedOnly?: boolean;
}

export interface EvaluateOutcome extends Record<string, unknown> {
  arm: string;
  evaluation: string;
  release: string;
}

/** Evaluates one release on one split of one dataset version. */
export async function evaluateStep(attempt: Attempt): Promise<EvaluateOutcome> {
  const params = attempt.step.params as unknown as EvaluateParams;
  const release = await releaseOf(attempt, params);
  const { dataset, split, storedOnly = false } = params;
  const evaluation = await evaluateRelease(attempt, { release, dataset, split, storedOnly });
  return { arm: params.arm, evaluation: evaluation._id, release: release._id };
}

async function releaseOf(attempt: Attempt, { release, branch }: EvaluateParams): Promise<Release> {
  if (release === "built" && branch) return builtRelease(attempt, branch);
  if (release !== "compiled") return theRelease(release);
  const compiled = compiledBy(attempt.run, branch);
  if (!compiled) throw new Error("this branch has no finished compile step");
  return theRelease(compiled.release);
}

/** What a branch's compile came to; null while it has not ended well. */
export function compiledBy(run: Pick<Run, "steps">, branch: Branch | undefined): CompileOutcome | null {
  const step = run.steps.findLast(
    ({ kind, status, params }) =>
      kind === "compile" && status === "done" && (params.branch as Branch | undefined)?.id === branch?.id,
  );
  return (step?.outcome as CompileOutcome | undefined) ?? null;
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
