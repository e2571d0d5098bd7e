import type { Held } from "./limits/held.ts";
import { type Progress, type Run, Runs, type TriedCandidate } from "./run.ts";
import { toBeShown } from "./unshown.ts";

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
      $inc: { "steps.$.epoch": 1, ...toBeShown },
      $push: {
        "steps.$.moves": { from: step.status, to: "running", by: owner, at: now, why: `attempt ${step.epoch + 1}` },
      },
    },
    { returnDocument: "after" },
  ).lean<Run>();
}

/** The step, as long as it is this attempt's. */
export const mine = ({ runId, n, epoch }: Claim) => ({
  _id: runId,
  steps: { $elemMatch: { n, epoch, status: "running" } },
});

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
