import { join } from "node:path";
import type { RunnerEventOf } from "../../models/contract.ts";
import type { Evaluation } from "../../models/evaluation.ts";
import { type Release, theState } from "../../models/release.ts";
import { spentUsd } from "../../models/run.ts";
import type { Attempt } from "../attempt.ts";
import { governorOf } from "../limits/governor.ts";
import { runJob } from "../runner.ts";
import { materialise } from "../snapshots.ts";
import { commonSpec, keysFor, lmSpec, ownModels } from "../specs.ts";
import { Trouble } from "../trouble.ts";
import { writeDueRows } from "./due.ts";
import { endedBadly } from "./ended.ts";
import type { EvaluationOrder } from "./open.ts";
import { processesFor } from "./processes.ts";
import { Results } from "./results.ts";

type Start = RunnerEventOf<"job_start">;

/** What an evaluation ran with, as its fingerprint has it. */
export type Environment = Pick<Start, "dspy" | "eval_contract" | "gepa" | "litellm" | "python" | "host">;

/** When every prediction is known no runner starts: the environment is the one the program was registered with. */
export function registeredEnvironment({ program }: Attempt): Environment {
  const { dspy, evalContract, gepa, litellm, python } = program.described;
  return { dspy, eval_contract: evalContract, gepa, litellm, python, host: "none needed" };
}

/** Runs what is still pending; what is missing afterwards is final when this is the `last` time. Null: nothing was due. */
export async function measureDue(
  attempt: Attempt,
  { release }: EvaluationOrder,
  evaluation: Evaluation,
  last: boolean,
): Promise<Environment | null> {
  const { program, deps } = attempt;
  const workDir = attempt.workDirOf();
  const rows = join(workDir, "rows.jsonl");
  if ((await writeDueRows(evaluation, attempt.fence, rows)) === 0) return null;
  const spec = {
    ...(await specOf(attempt, release, evaluation, workDir)),
    ...{ kind: "evaluate" as const, rows, processes: processesFor(deps.threads) },
  };
  const results = new Results(attempt, evaluation, last);
  let environment: Environment | null = null;
  const end = await runJob(spec, {
    python: program.config.python ?? deps.python,
    packages: deps.packages,
    env: { ...ownModels(program, deps.env).keys, ...keysFor([release.lm], deps.env) },
    signal: attempt.signal,
    governor: governorOf(attempt),
    onEvent: async (event) => {
      if (event.type === "job_start") {
        requireRecorded(event, release, evaluation);
        environment = event;
        results.host = event.host;
      }
      if (event.type === "example") await results.take(event);
    },
  });
  await results.settle();
  if (attempt.signal.aborted) throw attempt.signal.reason;
  await attempt.flush();
  if (end.status !== "ok") throw endedBadly("The evaluation stopped", end);
  return environment;
}

/** The program from where its source is, the metric from where the evaluation's ruler is. */
async function specOf(attempt: Attempt, release: Release, evaluation: Evaluation, workDir: string) {
  const { program, deps, run } = attempt;
  const isCurrent = release.programSource === program.described.programSource;
  const snapshot = isCurrent ? program.snapshot : release.snapshot;
  const { metric, metricSnapshot, failureScore } = evaluation;
  const common = commonSpec(program, {
    workDir,
    root: await materialise(snapshot, deps.home),
    adapter: release.adapter,
    entry: release.entry,
    threads: deps.threads,
    maxUsd: Math.max(0, run.limitUsd - spentUsd(run)),
    lms: { task: lmSpec(release.lm, deps.env), ...ownModels(program, deps.env).lms },
    state: (await theState(release.stateHash)).state,
  });
  const metricRoot = metricSnapshot === snapshot ? null : await materialise(metricSnapshot, deps.home);
  return { ...common, metric, failure_score: failureScore, metric_root: metricRoot };
}

function requireRecorded(start: Start, release: Release, evaluation: Evaluation): void {
  const wrong = [
    start.program_source !== release.programSource && "the program's source",
    start.metric_source !== evaluation.metricSource && "the metric",
    start.state_hash !== release.stateHash && "the program's state",
    start.dspy !== evaluation.dspy && `DSPy (${start.dspy} instead of ${evaluation.dspy})`,
    start.eval_contract !== evaluation.evalContract && "Helix's way of evaluating",
  ].filter(Boolean);
  if (wrong.length === 0) return;
  throw new Trouble(
    "The evaluation stopped before its first call",
    `${wrong.join(" and ")} on this worker is not what was recorded`,
    "register the program again with `npm run helix -- add`, then start it anew",
  );
}
