import { join } from "node:path";
import { type Claim, type Gain, holdsClaim, record } from "../models/claim.ts";
import type { Program } from "../models/program.ts";
import { type Mark, secondsLeft, withMark } from "../models/run/pace.ts";
import type { Progress, Run, Step } from "../models/run.ts";
import type { Deps } from "./deps.ts";
import { showRun } from "./show.ts";
import { ClaimLost, Interrupted } from "./trouble.ts";

const flushMs = 400;

/** One attempt at one step. Gains are gathered and written together, always under the claim's epoch. */
export class Attempt {
  readonly deps: Deps;
  readonly program: Program;
  readonly claim: Claim;
  run: Run;
  private readonly abort = new AbortController();
  private pending: Gain = {};
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  private marks: Mark[] = [];

  constructor(deps: Deps, program: Program, run: Run, claim: Claim) {
    this.deps = deps;
    this.program = program;
    this.run = run;
    this.claim = claim;
  }

  /** Aborted when the claim is lost, the run is cancelled or paused, or the worker shuts down. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  get step(): Step {
    const step = this.run.steps[this.claim.n];
    if (!step) throw new Error(`run ${this.run._id} has no step ${this.claim.n}`);
    return step;
  }

  /** Names this attempt in the rows it may write. */
  get fence(): string {
    return `${this.claim.runId}-${this.claim.n}-${this.claim.epoch}`;
  }

  /** Where the runner of this attempt works, or of an earlier one. */
  workDirOf(epoch = this.claim.epoch): string {
    return join(this.deps.home, "work", `${this.claim.runId}-${this.claim.n}-${epoch}`);
  }

  stop(reason: Error): void {
    this.abort.abort(reason);
  }

  /** Beats the heart until `close`, so that nobody takes the step over while it is worked on. */
  open(): void {
    this.timer = setInterval(() => void this.flush().catch(() => undefined), flushMs);
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.writing.catch(() => undefined);
  }

  /** Adds to what the next write carries. */
  add(gain: Omit<Gain, "candidate" | "journal">): void {
    const { pending } = this;
    this.pending = {
      ...pending,
      ...(gain.progress && { progress: this.paced(gain.progress) }),
      ...(gain.unknownCost && { unknownCost: true }),
      ...(gain.held !== undefined && { held: gain.held }),
      results: (pending.results ?? 0) + (gain.results ?? 0),
      usd: (pending.usd ?? 0) + (gain.usd ?? 0),
      lmCalls: (pending.lmCalls ?? 0) + (gain.lmCalls ?? 0),
    };
  }

  /** Progress with the time left by the pace of this attempt. */
  private paced(progress: Progress): Progress {
    const at = this.deps.now().getTime();
    this.marks = withMark(this.marks, { at, done: progress.done });
    return { ...progress, leftS: secondsLeft(this.marks, progress.total, at) };
  }

  /** Writes what was gathered, or just the heartbeat. Throws `ClaimLost` when the step is not ours any more. */
  async flush(extra: Gain = {}): Promise<void> {
    const gain = { ...this.pending, ...extra };
    this.pending = {};
    if (extra.journal) this.postpone(gain);
    const write = this.writing.catch(() => undefined).then(() => this.write(gain));
    this.writing = write;
    return write;
  }

  /** Calls are kept many times a second; what people see waits for the next heartbeat. */
  private postpone(gain: Gain): void {
    const { progress, held } = gain;
    delete gain.progress;
    delete gain.held;
    this.pending = { ...(progress && { progress }), ...(held !== undefined && { held }) };
  }

  /** Writes what is still to be counted of an attempt that is stopping: what was spent was spent. */
  async settle(): Promise<void> {
    await this.writing.catch(() => undefined);
    const gain = this.pending;
    this.pending = {};
    await record(this.claim, gain, this.deps.now());
  }

  /** Money and results that could not be written are written with the next heartbeat, or when the attempt settles. */
  private keep({ candidate: _, journal: __, ...countable }: Gain, error: unknown): never {
    this.add(countable);
    throw error;
  }

  /** Throws `ClaimLost` when the step is not ours any more, before anything is written that no epoch can guard. */
  async requireClaim(): Promise<void> {
    if (!(await holdsClaim(this.claim))) this.lose();
  }

  /** Stops: the step is somebody else's. */
  lose(): never {
    const lost = new ClaimLost(`step ${this.claim.n} of ${this.claim.runId} belongs to somebody else or was cancelled`);
    this.stop(lost);
    throw lost;
  }

  private async write(gain: Gain): Promise<void> {
    // While stopping the step is still ours: calls that were paid for are kept for the next attempt.
    if (this.signal.aborted && !gain.journal) this.keep(gain, this.signal.reason);
    const run = await record(this.claim, gain, this.deps.now()).catch((error: unknown) => this.keep(gain, error));
    if (!run) this.lose();
    this.run = run;
    if (gain.progress || gain.candidate || gain.held !== undefined) await showRun(run);
    if (run.status === "paused" && !this.signal.aborted) this.stop(new Interrupted("the run was paused"));
  }
}
