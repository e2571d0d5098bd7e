import { type Job, WaitingError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { Deps } from "./deps.ts";
import { perform } from "./perform.ts";
import { enqueueAnew, enqueueRun, type StepJob, type StepQueue } from "./queue.ts";
import { Interrupted } from "./trouble.ts";

export interface StepWorkerOptions {
  deps: Deps;
  queue: StepQueue;
  connection: Redis;
  concurrency: number;
}

export interface StepWorker {
  /** Hands back what is under way and ends every runner. */
  stop(): Promise<void>;
}

/** Takes jobs from the queue and does the steps they name. BullMQ settings by the reliability notes, section 5. */
export function startWorker({ deps, queue, connection, concurrency }: StepWorkerOptions): StepWorker {
  const stopping = new AbortController();
  const worker = new Worker<StepJob>(
    queue.name,
    // Three parameters declared: only then does BullMQ hand over a signal for a lost lock.
    async (job: Job<StepJob>, token?: string, signal?: AbortSignal) => {
      const lost = signal && reworded(signal, new Interrupted("Redis did not renew the job's lock"));
      const stop = lost ? AbortSignal.any([lost, stopping.signal]) : stopping.signal;
      const done = await perform(deps, job.data.runId, job.data.n, stop);
      if (done.kind === "next") await enqueueRun(queue, done.run);
      if (done.kind === "again") await enqueueAnew(queue, done.run, job.data.n);
      if (done.kind === "handed back") {
        await job.moveToWait(token);
        throw new WaitingError();
      }
    },
    { connection, concurrency, lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 1_000 },
  );
  worker.on("error", (err) => deps.log.error({ err }, "the queue's worker has trouble"));
  worker.on("failed", (job, err) => deps.log.error({ job: job?.id, err }, "a job failed"));
  worker.on("lockRenewalFailed", (ids: string[]) =>
    ids.forEach((id) => void worker.cancelJob(id, "the lock was lost")),
  );
  return {
    stop: async () => {
      stopping.abort(new Interrupted("the worker is shutting down"));
      await worker.close();
    },
  };
}

/** The same signal with a reason of ours: BullMQ's own says nothing to people. */
function reworded(signal: AbortSignal, reason: Error): AbortSignal {
  const ours = new AbortController();
  if (signal.aborted) ours.abort(reason);
  else signal.addEventListener("abort", () => ours.abort(reason), { once: true });
  return ours.signal;
}
