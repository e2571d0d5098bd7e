import { type Evaluation, EvaluationRows } from "../../models/evaluation.ts";
import { whyUnstorable } from "../../models/storable.ts";
import type { Attempt } from "../attempt.ts";
import { failpoint } from "../failpoint.ts";
import { type ExampleEvent, isMissing, keepResults } from "./keep.ts";

/** More results than this wait for the database before the runner has to. */
const mostWaiting = 1_000;
const mostAtOnce = 200;

/** Keeps results as they come: whatever has arrived while the last ones were written is written together. */
export class Results {
  host = "unknown";
  private waiting: ExampleEvent[] = [];
  private writing: Promise<void> | null = null;
  private failure: unknown = null;
  private progress: Promise<{ done: number; total: number }> | null = null;
  private readonly attempt: Attempt;
  private readonly evaluation: Evaluation;
  private readonly last: boolean;

  constructor(attempt: Attempt, evaluation: Evaluation, last: boolean) {
    this.attempt = attempt;
    this.evaluation = evaluation;
    this.last = last;
  }

  /** Takes one result; waits only when the database is far behind. Throws what an earlier write failed with. */
  async take(event: ExampleEvent): Promise<void> {
    if (this.failure) throw this.failure;
    this.waiting.push(storable(event, this.evaluation));
    this.writing ??= this.write();
    if (this.waiting.length >= mostWaiting) await this.writing;
  }

  /** Resolves when everything taken is written. */
  async settle(): Promise<void> {
    await this.writing;
    if (this.failure) throw this.failure;
  }

  private async write(): Promise<void> {
    try {
      while (this.waiting.length > 0) await this.keep(this.waiting.splice(0, mostAtOnce));
    } catch (error) {
      this.failure = error;
    } finally {
      this.writing = null;
    }
  }

  private async keep(events: ExampleEvent[]): Promise<void> {
    const { attempt, host, last } = this;
    this.progress ??= progressOf(this.evaluation);
    const progress = await this.progress;
    const kept = await keepResults(events, { fence: attempt.fence, host, last });
    if (kept.length === 0) return;
    failpoint("evaluate:result");
    progress.done += kept.filter(({ status }) => last || !isMissing(status)).length;
    attempt.add({
      results: kept.length,
      usd: kept.reduce((sum, { lm, scoring }) => sum + (lm.usd ?? 0) + (scoring?.usd ?? 0), 0),
      unknownCost: kept.some(({ lm, scoring }) => lm.usd === null || scoring?.usd === null),
      lmCalls: kept.reduce((sum, { lm, scoring }) => sum + lm.calls + (scoring?.calls ?? 0), 0),
      progress: { ...progress, best: null, note: "" },
    });
  }
}

/** Counted once and then carried on: progress is for people, the rows are the truth. */
async function progressOf({ _id: evaluation }: Evaluation): Promise<{ done: number; total: number }> {
  const total = await EvaluationRows.countDocuments({ evaluation });
  return { done: total - (await EvaluationRows.countDocuments({ evaluation, status: "pending" })), total };
}

/** An answer MongoDB cannot hold is a failure of the program, and no reason to lose the evaluation. */
function storable(event: ExampleEvent, { failureScore }: Evaluation): ExampleEvent {
  const why = whyUnstorable({ ...event });
  if (why === null) return event;
  const nothing = { prediction: null, feedback: null, dimensions: {}, calls: [] };
  const error = `its answer cannot be stored: ${why}`;
  return { ...event, ...nothing, status: "program_error", score: failureScore, error };
}
