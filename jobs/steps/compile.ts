import { join } from "node:path";
import { dollars } from "../../blocks/figures.ts";
import type { Branch } from "../../models/branch.ts";
import type { RunnerEvent, RunnerEventOf } from "../../models/contract.ts";
import { Examples, Labels, membersOf, versionId } from "../../models/dataset.ts";
import type { OptimizerName, RunIntent } from "../../models/intent.ts";
import { searchShare } from "../../models/matrix-money.ts";
import { type OptimizerPlan, planOptimizer } from "../../models/optimizer.ts";
import { Candidates, keepCandidate, keepRelease, States } from "../../models/release.ts";
import { spentUsd } from "../../models/run.ts";
import type { Attempt } from "../attempt.ts";
import { branchLm } from "../branch-lm.ts";
import { CallKeeper, keepLeftBehind, writeCalls } from "../compiling/calls.ts";
import { endedBadly } from "../evaluating/ended.ts";
import { setAside } from "../evaluating/set-aside.ts";
import { failpoint } from "../failpoint.ts";
import { governorOf } from "../limits/governor.ts";
import { type RunnerEnd, runJob } from "../runner.ts";
import { materialise } from "../snapshots.ts";
import { commonSpec, keysFor, lmSpec, releaseLm, writeRows } from "../specs.ts";
import { Trouble } from "../trouble.ts";

export interface CompileParams {
  intent: RunIntent;
  dataset: number;
  branch: Branch;
}

export interface CompileOutcome extends Record<string, unknown> {
  candidate: string;
  release: string;
  /** The optimizer's best is the program it started from. */
  unchanged: boolean;
  proposals: number;
  accepted: number;
  /** Why the search ended early, in words; null when it ran to its end. */
  stopped: string | null;
  valScore: number | null;
}

/** Runs one optimizer over train and val. The journal in the run makes a later attempt repeat only the calls that were in flight. */
export async function compileStep(attempt: Attempt): Promise<CompileOutcome> {
  const calls = new CallKeeper(attempt);
  await keepLeftBehind(attempt, calls);
  const { program, deps, run } = attempt;
  const { intent, dataset, branch } = attempt.step.params as unknown as CompileParams;
  const optimizer = branch.optimizer as OptimizerName;
  const task = branchLm(program.config, branch);
  const reflection = releaseLm(
    program.config,
    intent.reflection ?? program.config.roles.reflection ?? program.config.roles.task,
  );
  const workDir = attempt.workDirOf();
  const rows = await splitRows(attempt, dataset);
  const plan = planned(optimizer, intent.set, rows.train.length, rows.val.length, program.described.predictors.length);
  const aside = await setAside(attempt, dataset, task.price);
  const left = searchShare(run.steps, attempt.claim.n, run.limitUsd - spentUsd(run) - aside);
  if (left <= 0)
    throw new Trouble(
      "The compile did not start",
      `the limit of ${dollars(run.limitUsd)} leaves nothing for the search after ${dollars(aside)} set aside for evaluating its result`,
      "raise it with --budget",
    );
  const spec = {
    ...commonSpec(program, {
      workDir,
      root: await materialise(program.snapshot, deps.home),
      adapter: program.config.adapter,
      threads: deps.threads,
      maxUsd: left,
      lms: { task: lmSpec(task, deps.env), reflection: lmSpec(reflection, deps.env) },
      state: null,
      entry: entryOf(attempt, branch),
    }),
    kind: "compile" as const,
    train: await writeRows(join(workDir, "train.jsonl"), rows.train),
    val: await writeRows(join(workDir, "val.jsonl"), rows.val),
    optimizer: {
      name: optimizer,
      init: { ...plan.init, ...(optimizer === "GEPA" && { reflection_lm: "$lm:reflection" }) },
      compile: plan.compile,
      metric_threshold: program.config.metric_threshold,
      planned_runs: plan.runs,
      feedback: true,
    },
    journal: await writeCalls(attempt, workDir),
  };
  const watch = new CompileWatch(attempt, branch, plan, calls);
  const end = await runJob(spec, {
    python: program.config.python ?? deps.python,
    packages: deps.packages,
    env: keysFor([task, reflection], deps.env),
    signal: attempt.signal,
    governor: governorOf(attempt),
    onEvent: (event) => watch.take(event),
  });
  if (attempt.signal.aborted) throw attempt.signal.reason;
  await attempt.flush();
  return conclude(attempt, end, watch, task);
}

function planned(
  optimizer: OptimizerName,
  set: RunIntent["set"],
  train: number,
  val: number,
  predictors: number,
): OptimizerPlan {
  const planning = planOptimizer(optimizer, set, { train, val, predictors });
  if (!planning.ok) throw new Trouble("The compile did not start", planning.problem, "change --set, then run it again");
  return planning.plan;
}

function entryOf({ program }: Attempt, { strategy }: Branch): string {
  if (!strategy) return program.config.program;
  const entry = program.config.strategies[strategy];
  const known = Object.keys(program.config.strategies).join(", ") || "none";
  if (!entry)
    throw new Trouble("The compile did not start", `there is no strategy ${strategy}`, `helix.yaml names: ${known}`);
  return entry;
}

async function splitRows({ run, program }: Attempt, dataset: number) {
  const members = await membersOf(versionId(run.team, program.name, dataset));
  const learned = members.filter(({ split }) => split !== "test");
  const keys = learned.map(({ key }) => key);
  const scope = { team: run.team, program: program.name, key: { $in: keys } };
  const inputs = new Map((await Examples.find(scope).lean()).map((each) => [each.key, each.inputs]));
  const labels = new Map(
    (await Labels.find(scope).lean()).map((each) => [`${each.key} ${each.labelHash}`, each.label]),
  );
  const rowsIn = (split: string) =>
    learned
      .filter((member) => member.split === split)
      .map(({ key, label }) => ({
        id: key,
        inputs: inputs.get(key),
        label: labels.get(`${key} ${label}`),
        repetition: 0,
        prediction: null,
      })) as Parameters<typeof writeRows>[1];
  const found = { train: rowsIn("train"), val: rowsIn("val") };
  if (found.train.length === 0 || found.val.length === 0)
    throw new Trouble(
      "The compile did not start",
      `dataset v${dataset} has ${found.train.length} train and ${found.val.length} val examples`,
      "add labelled examples, or change the splits in helix.yaml",
    );
  return found;
}

/** Keeps what a compile shows: journal chunks, candidates, progress. */
class CompileWatch {
  proposals = 0;
  accepted = 0;
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
      optimizer: event.index === 0 ? null : { name: this.branch.optimizer, ...this.plan.init, ...this.plan.compile },
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
    this.proposals = proposals;
    this.accepted = accepted;
    this.attempt.add({ progress: { done, total, best, note, proposals, accepted } });
  }

  candidateAt(index: number): string | null {
    return this.known.get(index) ?? null;
  }
}

/** The key of a program as its team wrote it: one candidate per snapshot, entry and state. */
export const baseKey = (program: string, snapshot: string, entry: string, stateHash: string): string =>
  `base-${program}-${snapshot}-${entry}-${stateHash}`;

async function conclude(
  attempt: Attempt,
  end: RunnerEnd,
  watch: CompileWatch,
  task: ReturnType<typeof releaseLm>,
): Promise<CompileOutcome> {
  const capped = end.status === "aborted" && end.reason === "max_usd" && end.best !== null;
  if (end.status !== "ok" && !capped) throw endedBadly("The compile stopped", end);
  const best = end.best ?? 0;
  const candidateId = watch.candidateAt(best);
  // An earlier attempt may have shown another program under the same index.
  const tried = attempt.step.candidates.findLast((each) => each.candidate === candidateId);
  const candidate = candidateId ? await Candidates.findById(candidateId).lean() : null;
  if (!candidate)
    throw new Trouble("The compile stopped", "the optimizer showed no program", "look into the worker's log");
  const release = await keepRelease(candidate, task, attempt.program.config.adapter);
  const base = attempt.step.candidates.findLast(({ index }) => index === 0);
  return {
    candidate: candidate._id,
    release: release._id,
    unchanged: base?.stateHash === candidate.stateHash,
    proposals: watch.proposals,
    accepted: watch.accepted,
    stopped: capped
      ? "what the limit leaves for searching is spent; the rest was set aside for evaluating the result"
      : null,
    valScore: tried?.valScore ?? candidate.valScore,
  };
}
