import { type Claim, mine } from "../claim.ts";
import { type Run, Runs } from "../run.ts";
import { toBeShown } from "../unshown.ts";

/** Ends the step well and makes the next one due; after the last the run is done. Null: the claim is lost. */
export async function finishStep(
  claim: Claim,
  outcome: Record<string, unknown>,
  by: string,
  now: Date,
): Promise<Run | null> {
  const run = await Runs.findOne(mine(claim)).lean<Run>();
  if (!run) return null;
  const next = run.steps[claim.n + 1];
  return Runs.findOneAndUpdate(
    mine(claim),
    {
      $set: {
        "steps.$.status": "done",
        "steps.$.outcome": outcome,
        "steps.$.held": null,
        ...(next ? { [`steps.${claim.n + 1}.status`]: "queued" } : { status: "done" }),
      },
      $inc: toBeShown,
      $push: {
        "steps.$.moves": { from: "running", to: "done", by, at: now, why: "finished" },
        ...(!next && { moves: { from: "running", to: "done", by, at: now, why: "all steps finished" } }),
      },
    },
    { returnDocument: "after" },
  ).lean<Run>();
}

/** Ends the whole run early but well: nothing more to do, with the outcome saying why. Null: the claim is lost. */
export async function endRun(
  claim: Claim,
  outcome: Record<string, unknown>,
  by: string,
  now: Date,
): Promise<Run | null> {
  return Runs.findOneAndUpdate(
    mine(claim),
    {
      $set: { "steps.$.status": "done", "steps.$.outcome": outcome, "steps.$.held": null, status: "done" },
      $inc: toBeShown,
      $push: { moves: { from: "running", to: "done", by, at: now, why: "nothing more to do" } },
    },
    { returnDocument: "after" },
  ).lean<Run>();
}

export type Problem = NonNullable<Run["problem"]>;

/** Fails step and run with words for people. Null: the claim is lost. */
export async function failStep(claim: Claim, problem: Problem, by: string, now: Date): Promise<Run | null> {
  return Runs.findOneAndUpdate(
    mine(claim),
    {
      $set: { "steps.$.status": "failed", status: "failed", problem },
      $inc: toBeShown,
      $push: {
        "steps.$.moves": { from: "running", to: "failed", by, at: now, why: problem.what },
        moves: { from: "running", to: "failed", by, at: now, why: problem.what },
      },
    },
    { returnDocument: "after" },
  ).lean<Run>();
}

/** Why a step goes back to the queue. An attempt that was ended on purpose does not count as one that brought nothing. */
export interface HandingBack {
  why: string;
  onPurpose: boolean;
}

/** Gives a claimed step back to the queue. Null: the claim is lost. */
export async function handBack(
  claim: Claim,
  by: string,
  now: Date,
  { why, onPurpose }: HandingBack,
): Promise<Run | null> {
  return Runs.findOneAndUpdate(
    mine(claim),
    {
      $set: { "steps.$.status": "queued", "steps.$.claim": null, "steps.$.held": null },
      $inc: { ...toBeShown, "steps.$.fruitless": onPurpose ? -1 : 0 },
      $push: { "steps.$.moves": { from: "running", to: "queued", by, at: now, why } },
    },
    { returnDocument: "after" },
  ).lean<Run>();
}

/** Cancels a run that has not ended; a runner at work notices at its next write. Null: it had ended. */
export async function cancelRun(runId: string, by: string, now: Date): Promise<Run | null> {
  for (;;) {
    const before = await Runs.findOne({
      _id: runId,
      status: { $in: ["waiting", "queued", "running", "paused"] },
    }).lean<Run>();
    if (!before) return null;
    const cancelled = await Runs.findOneAndUpdate(
      { _id: runId, status: before.status },
      {
        $set: { status: "cancelled", cancelRequestedBy: by, "steps.$[open].status": "cancelled" },
        $inc: toBeShown,
        $push: { moves: { from: before.status, to: "cancelled", by, at: now, why: "cancelled" } },
      },
      { arrayFilters: [{ "open.status": { $in: ["waiting", "queued", "running"] } }], returnDocument: "after" },
    ).lean<Run>();
    if (cancelled) return cancelled;
  }
}
