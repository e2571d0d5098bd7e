import type { Branch } from "../../models/branch.ts";
import { compileFacts } from "../../models/compile-facts.ts";
import type { RunnerEvent, RunnerEventOf } from "../../models/contract.ts";
import type { OptimizerPlan } from "../../models/optimizer.ts";
import { Candidates, keepCandidate, States } from "../../models/release.ts";
import type { Attempt } from "../attempt.ts";
import { failpoint } from "../failpoint.ts";
import type { RunnerEnd } from "../runner.ts";
import { Trouble } from "../trouble.ts";
import type { CallKeeper } from "./calls.ts";
import { baseKey, entryOf } from "./entry.ts";

/** Keeps what a compile shows: journal chunks, candidates, progress. */
export class CompileWatch {
  proposals = 0;
  accepted = 0;
  runs = 0;
  searched: RunnerEventOf<"searched"> | null = null;
  readonly lmErrors: Record<string, number> = {};
  private readonly attempt: Attempt;
  private readonly branch: Branch;
  private readonly plan: OptimizerPlan;
  private programSource = "";
  private readonly calls: CallKeeper;
  private readonly known: Map<number, string>;

  constructor(attempt: Attempt, branch: Branch, plan: OptimizerPlan, calls: CallKeeper) {
    this.calls = calls;
    this.attempt = attempt;
    this.branch = branch;
    this.plan = plan;
    this.known = new Map(attempt.step.candidates.map(({ index, candidate }) => [index, candidate]));
  }

  async take(event: RunnerEvent): Promise<void> {
    if (event.type === "job_start") this.check(event);
    if (event.type === "journal") await this.keepJournal(event);
    // Once the attempt is to stop, only what was paid for still counts.
    if (this.attempt.signal.aborted) return;
    if (event.type === "lm_error") this.lmErrors[event.role] = (this.lmErrors[event.role] ?? 0) + 1;
    if (event.type === "searched") this.searched = event;
    if (event.type === "candidate") await this.keep(event);
    if (event.type === "progress") this.show(event);
  }

  private check(event: RunnerEventOf<"job_start">): void {
    const { described } = this.attempt.program;
    if (
      event.metric_source === described.metricSource &&
      (this.branch.strategy || event.program_source === described.programSource)
    ) {
      // A strategy may live in another module: its source is its own.
      this.programSource = event.program_source;
      return;
    }
    throw new Trouble(
      "The compile stopped before its first call",
      "program or metric on this worker is not what was registered",
      "register it again with `npm run helix -- add`",
    );
  }

  private async keepJournal({ entries }: RunnerEventOf<"journal">): Promise<void> {
    await this.calls.keep(entries);
    failpoint("compile:journal");
  }

  private async keep(event: RunnerEventOf<"candidate">): Promise<void> {
    const { run, program, deps } = this.attempt;
    await this.attempt.requireClaim();
    const state = {
      _id: event.state_hash,
      team: run.team,
      state: event.state,
      promptHash: event.prompt_hash,
      predictors: event.predictors,
    };
    await States.updateOne({ _id: state._id }, { $setOnInsert: state }, { upsert: true });
    const entry = entryOf(this.attempt, this.branch);
    const parents = event.parents.flatMap((index) => this.known.get(index) ?? []);
    const candidate = await keepCandidate({
      team: run.team,
      program: program.name,
      key:
        event.index === 0
          ? baseKey(program.name, program.snapshot, entry, event.state_hash)
          : `${run._id}-${this.attempt.claim.n}-${event.index}-${event.state_hash}`,
      stateHash: event.state_hash,
      snapshot: program.snapshot,
      programSource: this.programSource,
      entry,
      parents,
      run: event.index === 0 ? null : run._id,
      optimizer:
        event.index === 0
          ? null
          : { name: this.branch.optimizer, ...this.plan.init, ...this.plan.compile, ...this.plan.helix },
      valScore: event.val_score,
      at: deps.now(),
    });
    if (candidate.valScore !== event.val_score && event.val_score !== null && event.index > 0)
      await Candidates.updateOne({ _id: candidate._id }, { $set: { valScore: event.val_score } });
    const told = this.attempt.step.candidates.findLast(({ index }) => index === event.index);
    if (this.known.get(event.index) === candidate._id && told?.valScore === event.val_score) return;
    this.known.set(event.index, candidate._id);
    await this.attempt.flush({
      candidate: {
        index: event.index,
        candidate: candidate._id,
        stateHash: event.state_hash,
        parents: event.parents,
        valScore: event.val_score,
      },
    });
  }

  private show({ done, total, best, note, proposals, accepted }: RunnerEventOf<"progress">): void {
    this.runs = done;
    this.proposals = proposals;
    this.accepted = accepted;
    this.attempt.add({ progress: { done, total, best, note, proposals, accepted } });
  }

  facts({ totals }: RunnerEnd): string[] {
    return compileFacts({
      optimizer: this.branch.optimizer,
      plannedRuns: this.plan.runs,
      runs: this.runs,
      proposals: this.proposals,
      lmCalls: totals?.lm_calls ?? 0,
      known: totals?.cache_hits ?? 0,
      lmErrors: this.lmErrors,
      searched: this.searched,
    });
  }

  candidateAt(index: number): string | null {
    return this.known.get(index) ?? null;
  }
}
