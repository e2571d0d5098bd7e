import { join } from "node:path";
import { dollars } from "../../blocks/figures.ts";
import type { Branch } from "../../models/branch.ts";
import type { OptimizerName, RunIntent } from "../../models/intent.ts";
import { searchShare } from "../../models/matrix-money.ts";
import { type OptimizerPlan, planOptimizer } from "../../models/optimizer.ts";
import { Candidates, keepRelease } from "../../models/release.ts";
import { spentUsd } from "../../models/run.ts";
import type { Attempt } from "../attempt.ts";
import { branchLm } from "../branch-lm.ts";
import { CallKeeper, keepLeftBehind, writeCalls } from "../compiling/calls.ts";
import { entryOf } from "../compiling/entry.ts";
import { leaksSaid } from "../compiling/leaks.ts";
import { splitRows } from "../compiling/rows.ts";
import { countUncounted } from "../compiling/taken-over.ts";
import { CompileWatch } from "../compiling/watch.ts";
import { endedBadly } from "../evaluating/ended.ts";
import { setAside } from "../evaluating/set-aside.ts";
import { governorOf } from "../limits/governor.ts";
import { type RunnerEnd, runJob } from "../runner.ts";
import { materialise } from "../snapshots.ts";
import { commonSpec, keysFor, lmSpec, ownModels, releaseLm, writeRows } from "../specs.ts";
import { Trouble } from "../trouble.ts";

export interface CompileParams {
  intent: RunIntent;
  dataset: number;
  branch: Branch;
  /** Reasons people gave against earlier candidates, as they stood when the run was planned; only where they are used. */
  rejections?: string[];
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
  /** What the optimizer did not say aloud, a sentence each. */
  facts: string[];
}

/** Runs one optimizer over train and val. The journal in the run makes a later attempt repeat only the calls that were in flight. */
export async function compileStep(attempt: Attempt): Promise<CompileOutcome> {
  const calls = new CallKeeper(attempt);
  await countUncounted(attempt);
  await keepLeftBehind(attempt, calls);
  const { program, deps, run } = attempt;
  const { intent, dataset, branch, rejections = [] } = attempt.step.params as unknown as CompileParams;
  const optimizer = branch.optimizer as OptimizerName;
  const task = branchLm(program.config, branch);
  const reflection = releaseLm(
    program.config,
    intent.reflection ?? program.config.roles.reflection ?? program.config.roles.task,
  );
  const own = ownModels(program, deps.env);
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
      lms: { ...own.lms, task: lmSpec(task, deps.env), reflection: lmSpec(reflection, deps.env) },
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
      rejections,
    },
    journal: await writeCalls(attempt, workDir),
  };
  const watch = new CompileWatch(attempt, branch, settingsOf(plan, rejections), calls);
  const end = await runJob(spec, {
    python: program.config.python ?? deps.python,
    packages: deps.packages,
    env: { ...own.keys, ...keysFor([task, reflection], deps.env) },
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

/** The plan with the words that went into the search: what is stored with a candidate is what repeats it. */
const settingsOf = (plan: OptimizerPlan, rejections: string[]): OptimizerPlan =>
  rejections.length > 0 ? { ...plan, helix: { ...plan.helix, rejections: JSON.stringify(rejections) } } : plan;

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
    facts: [
      ...watch.facts(end),
      ...(await leaksSaid(attempt, Number(attempt.step.params.dataset), candidate.stateHash)),
    ],
  };
}
