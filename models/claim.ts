import type { Held } from "./limits/held.ts";
import { type Progress, type Run, Runs, type TriedCandidate } from "./run.ts";

/** Attempts in a row without a new result after which a step fails (reliability table, D2). */
export const maxFruitlessAttempts = 5;

/** One attempt at one step: every write it makes carries this epoch. */
export interface Claim {
  runId: string;
  n: number;
  epoch: number;
}

/** Takes a step for `owner`: queued, or running with a heartbeat older than `leaseMs`. Null: done, cancelled, or somebody is at it. */
export async function claimStep(
  runId: string,
  n: number,
  owner: string,
  now: Date,
  leaseMs: number,
): Promise<Run | null> {
  const stale = new Date(now.getTime() - leaseMs);
  const before = await Runs.findOne({ _id: runId }).lean<Run>();
  const step = before?.steps[n];
  if (!before || !step) return null;
  const fruitless = step.epoch > 0 && step.results === step.resultsAtClaim ? step.fruitless + 1 : 0;
  return Runs.findOneAndUpdate(
    {
      _id: runId,
      status: { $in: ["queued", "running"] },
      steps: {
        $elemMatch: {
          n,
          epoch: step.epoch,
          $or: [{ status: "queued" }, { status: "running", "claim.heartbeatAt": { $lt: stale } }],
        },
      },
    },
    {
      $set: {
        status: "running",
        "steps.$.status": "running",
        "steps.$.claim": { owner, at: now, heartbeatAt: now },
        "steps.$.fruitless": fruitless,
        "steps.$.resultsAtClaim": step.results,
      },
      $inc: { "steps.$.epoch": 1, rev: 1 },
      $push: {
        "steps.$.moves": { from: step.status, to: "running", by: owner, at: now, why: `attempt ${step.epoch + 1}` },
      },
    },
    { returnDocument: "after" },
  ).lean<Run>();
}

const mine = ({ runId, n, epoch }: Claim) => ({ _id: runId, steps: { $elemMatch: { n, epoch, status: "running" } } });

/** Is the step still this attempt's? */
export const holdsClaim = async (claim: Claim): Promise<boolean> => (await Runs.exists(mine(claim))) !== null;

/** What an attempt adds to its step in one write. */
export interface Gain {
  progress?: Progress;
  results?: number;
  usd?: number;
  unknownCost?: boolean;
  lmCalls?: number;
  candidate?: TriedCandidate;
  journal?: string;
  /** Null: nothing holds it back any more. */
  held?: Held | null;
}

/** Writes heartbeat and gains under the claim's epoch. Null: the claim is lost and the attempt must stop. */
export async function record(claim: Claim, gain: Gain, now: Date): Promise<Run | null> {
  const set: Record<string, unknown> = { "steps.$.claim.heartbeatAt": now };
  if (gain.progress) set["steps.$.progress"] = gain.progress;
  if (gain.unknownCost) set["steps.$.unknownCost"] = true;
  if (gain.held !== undefined) set["steps.$.held"] = gain.held;
  const push: Record<string, unknown> = {};
  if (gain.candidate) push["steps.$.candidates"] = gain.candidate;
  const visible = gain.progress || gain.candidate || gain.held !== undefined ? 1 : 0;
  return Runs.findOneAndUpdate(
    mine(claim),
    {
      $set: set,
      $inc: {
        rev: visible,
        "steps.$.results": gain.results ?? 0,
        "steps.$.spentUsd": gain.usd ?? 0,
        "steps.$.lmCalls": gain.lmCalls ?? 0,
      },
      ...(Object.keys(push).length > 0 && { $push: push }),
      ...(gain.journal && { $addToSet: { "steps.$.journal": gain.journal } }),
    },
    { returnDocument: "after" },
  ).lean<Run>();
}

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
      $inc: { rev: 1 },
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
      $inc: { rev: 1 },
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
      $inc: { rev: 1 },
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
      $inc: { rev: 1, "steps.$.fruitless": onPurpose ? -1 : 0 },
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
        $inc: { rev: 1 },
        $push: { moves: { from: before.status, to: "cancelled", by, at: now, why: "cancelled" } },
      },
      { arrayFilters: [{ "open.status": { $in: ["waiting", "queued", "running"] } }], returnDocument: "after" },
    ).lean<Run>();
    if (cancelled) return cancelled;
  }
}
