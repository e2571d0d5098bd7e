import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { type Run, Runs } from "../models/run.ts";

/** A job is a hint: it says which step of which run may be due. */
export interface StepJob {
  runId: string;
  n: number;
}

export type StepQueue = Queue<StepJob>;

const keptSeconds = 24 * 60 * 60;

/** Settings by the reliability notes, section 5. */
export function openQueue(name: string, connection: Redis): StepQueue {
  return new Queue<StepJob>(name, {
    connection,
    defaultJobOptions: {
      attempts: 1,
      removeOnComplete: { age: keptSeconds, count: 1_000 },
      removeOnFail: { age: keptSeconds, count: 1_000 },
    },
  });
}

export const jobId = (run: Pick<Run, "_id">, n: number, enqueues: number): string => `${run._id}-${n}-${enqueues}`;

/** Puts every queued step of a run into the queue; a step whose job is there already stays as it is. */
export async function enqueueRun(queue: StepQueue, run: Run): Promise<void> {
  for (const step of run.steps) {
    if (step.status !== "queued") continue;
    await queue.add(step.kind, { runId: run._id, n: step.n }, { jobId: jobId(run, step.n, step.enqueues) });
  }
}

/** A new job for a step whose last one is gone or over: a finished job id cannot be added again, so the number goes up. */
export async function enqueueAnew(queue: StepQueue, run: Run, n: number): Promise<void> {
  const step = run.steps[n];
  if (!step) return;
  const moved = await Runs.findOneAndUpdate(
    { _id: run._id, steps: { $elemMatch: { n, status: "queued", enqueues: step.enqueues } } },
    { $inc: { "steps.$.enqueues": 1 } },
    { returnDocument: "after" },
  ).lean<Run>();
  if (moved) await enqueueRun(queue, moved);
}
