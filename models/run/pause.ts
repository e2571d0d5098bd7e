import { type Run, Runs } from "../run.ts";
import { toBeShown } from "../unshown.ts";

/** May this be done to the run now? `because` is for whoever asked, `next` what to do instead. */
export type Verdict = { ok: true } | { ok: false; because: string; next: string };

type Standing = Pick<Run, "status" | "steps">;

const deny = (because: string, next = "its message shows how things stand now"): Verdict => ({
  ok: false,
  because,
  next,
});

/** Nothing of it is left to do. */
export const isOver = ({ status }: Pick<Run, "status">): boolean =>
  !["waiting", "queued", "running", "paused"].includes(status);

/** A run that has not ended can be cancelled; half a deployment is worse than either whole. */
export function mayCancel({ status, steps }: Standing): Verdict {
  if (isOver({ status })) return deny(`it is ${status} already`);
  if (steps.some(({ kind }) => kind === "deploy"))
    return deny(
      "the deployment was approved, and stopping it halfway could leave production between two programs",
      "it ends within minutes, and says in this thread how",
    );
  return { ok: true };
}

/** What can be cancelled can be paused, once it was started. */
export function mayPause(run: Standing): Verdict {
  if (run.status === "waiting") return deny("it has not been started", "Start or Cancel on its message decides");
  return run.status === "paused" ? deny("it is paused already") : mayCancel(run);
}

export function mayResume({ status }: Standing): Verdict {
  if (status === "paused") return { ok: true };
  if (status === "waiting") return deny("it has not been started", "press Start on its message");
  return deny(isOver({ status }) ? `it is ${status} already` : "it is not paused");
}

/**
 * Pauses a run. A step at work is still its worker's until that has noticed, stopped its runner and handed it back:
 * what calls in flight come to is kept. Null: the run had moved meanwhile.
 */
export async function pauseRun(run: Pick<Run, "_id">, by: string, at: Date): Promise<Run | null> {
  for (const from of ["running", "queued"] as const) {
    const paused = await Runs.findOneAndUpdate(
      { _id: run._id, status: from, "steps.kind": { $ne: "deploy" } },
      {
        $set: { status: "paused" },
        $inc: toBeShown,
        $push: { moves: { from, to: "paused", by, at, why: "paused" } },
      },
      { returnDocument: "after" },
    ).lean<Run>();
    if (paused) return paused;
  }
  return null;
}

/** Goes on with a paused run: its due step gets a new job id. Null: the run had moved meanwhile. */
export async function resumeRun(run: Pick<Run, "_id" | "steps">, by: string, at: Date): Promise<Run | null> {
  const to = run.steps.some(({ epoch }) => epoch > 0) ? "running" : "queued";
  return Runs.findOneAndUpdate(
    { _id: run._id, status: "paused" },
    {
      $set: { status: to },
      $inc: { ...toBeShown, "steps.$[due].enqueues": 1 },
      $push: { moves: { from: "paused", to, by, at, why: "resumed" } },
    },
    { arrayFilters: [{ "due.status": "queued" }], returnDocument: "after" },
  ).lean<Run>();
}
