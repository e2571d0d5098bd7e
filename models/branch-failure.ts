import type { Branch } from "./branch.ts";
import type { Problem } from "./claim/ending.ts";
import type { Claim } from "./claim.ts";
import type { Step } from "./run/step.ts";
import { type Run, Runs } from "./run.ts";
import { toBeShown } from "./unshown.ts";

const branchOf = (step: Pick<Step, "params"> | undefined): string | null =>
  (step?.params.branch as Branch | undefined)?.id ?? null;

const isLost = ({ status }: Pick<Step, "status">): boolean => status === "failed" || status === "cancelled";

/** Whether step `n` belongs to one branch of several, so that the others can still come to something without it. */
export function hasOtherBranches({ steps }: Pick<Run, "steps">, n: number): boolean {
  const branch = branchOf(steps[n]);
  if (branch === null) return false;
  return steps.some((step) => {
    const other = branchOf(step);
    return step.kind === "evaluate" && other !== null && other !== branch && !isLost(step);
  });
}

/**
 * Ends one branch of a matrix with words for people, and goes on with the next step that is not of this branch: one model
 * that is down does not take what the others were measured for. Null: the claim is lost.
 */
export async function failBranch(claim: Claim, problem: Problem, by: string, now: Date): Promise<Run | null> {
  const mine = {
    _id: claim.runId,
    steps: { $elemMatch: { n: claim.n, epoch: claim.epoch, status: "running" as const } },
  };
  const run = await Runs.findOne(mine).lean<Run>();
  if (!run) return null;
  const branch = branchOf(run.steps[claim.n]);
  const later = run.steps.slice(claim.n + 1);
  const next = later.find((step) => branchOf(step) !== branch);
  return Runs.findOneAndUpdate(
    mine,
    {
      $set: {
        "steps.$.status": "failed",
        "steps.$.outcome": { problem },
        ...Object.fromEntries(
          later.filter((step) => branchOf(step) === branch).map(({ n }) => [`steps.${n}.status`, "cancelled"]),
        ),
        ...(next ? { [`steps.${next.n}.status`]: "queued" } : { status: "done" }),
      },
      $inc: toBeShown,
      $push: {
        "steps.$.moves": { from: "running", to: "failed", by, at: now, why: problem.what },
        ...(!next && { moves: { from: "running", to: "done", by, at: now, why: "all steps ended" } }),
      },
    },
    { returnDocument: "after" },
  ).lean<Run>();
}
