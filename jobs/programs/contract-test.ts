import { join } from "node:path";
import type { JobSpec, RowSpec, RunnerEventOf } from "../../models/contract.ts";
import type { HelixYaml } from "../../models/helix-yaml.ts";
import type { Described } from "../../models/program.ts";
import type { Snapshot } from "../../models/snapshot.ts";
import type { Deps } from "../deps.ts";
import type { GoldRow } from "../importing.ts";
import { runJob } from "../runner.ts";
import { materialise } from "../snapshots.ts";
import { commonSpec, keysFor, lmSpec, ownModels, releaseLm, writeRows } from "../specs.ts";
import { Trouble } from "../trouble.ts";
import { notRegistered } from "./config.ts";

/** What a contract test found: the program as it is kept, and its state as built (or as taken over). */
export interface Description {
  described: Described;
  state: RunnerEventOf<"described">;
  /** What the metric's own language model cost, dollars; null where it is not known. */
  usd: number | null;
}

export interface TestOptions {
  /** Rows whose labels are given to the metric as predictions. */
  gold?: GoldRow[];
  /** `module:callable` of the data; each example goes to `onRow`. */
  data?: string;
  onRow?: (row: GoldRow) => void;
  /** A state as DSPy saved it, to be taken over. */
  adopt?: Record<string, unknown>;
}

/** A metric that asks a model is tried for no more than this. */
const mostUsd = 0.25;

/** Loads the program in a process of its own and tries its metric. Throws, in words, when it does not load. */
export async function contractTest(
  deps: Deps,
  config: HelixYaml,
  snapshot: Snapshot,
  options: TestOptions = {},
): Promise<Description> {
  const task = releaseLm(config, config.roles.task);
  const own = ownModels({ config, described: { ownModels: true } }, deps.env);
  const spec = await specOf(deps, config, snapshot, options, { task: lmSpec(task, deps.env), ...own.lms });
  let start: RunnerEventOf<"job_start"> | null = null;
  let found: RunnerEventOf<"described"> | null = null;
  const end = await runJob(spec, {
    python: config.python ?? deps.python,
    packages: deps.packages,
    env: { ...own.keys, ...keysFor([task], deps.env) },
    signal: new AbortController().signal,
    onEvent: async (event) => {
      if (event.type === "job_start") start = event;
      if (event.type === "described") found = event;
      if (event.type === "row") options.onRow?.({ inputs: event.inputs, label: event.label });
    },
  });
  const [job, state] = [start as RunnerEventOf<"job_start"> | null, found as RunnerEventOf<"described"> | null];
  if (end.status === "ok" && job && state)
    return { described: describedOf(config, job, state), state, usd: end.totals?.usd ?? null };
  throw notRegistered(
    end.message ?? end.reason ?? "the contract test did not end",
    "mend the program and add it again",
  );
}

async function specOf(
  deps: Deps,
  config: HelixYaml,
  snapshot: Snapshot,
  { gold = [], data, adopt }: TestOptions,
  lms: JobSpec["lms"],
): Promise<JobSpec> {
  const workDir = join(deps.home, "work", `describe-${snapshot._id.slice(0, 16)}-${process.pid}`);
  const rows = gold.map(({ inputs, label }, n) => {
    return { id: `row ${n + 1}`, inputs, label, repetition: 0, prediction: null } as RowSpec;
  });
  const basis = {
    ...{ workDir, root: await materialise(snapshot._id, deps.home), adapter: config.adapter, entry: config.program },
    ...{ threads: 1, maxUsd: Math.min(mostUsd, config.budget.run_usd), lms, state: null },
  };
  return {
    ...commonSpec({ config }, basis),
    ...{ kind: "describe" as const, timeout_s: 600, rows: await writeRows(join(workDir, "gold.jsonl"), rows) },
    ...(data !== undefined && { data }),
    ...(adopt && { adopt: adopt as Extract<JobSpec, { kind: "describe" }>["adopt"] }),
  };
}

/** What does not hold of the metric, in words. Rows are looked at first: a label that does not fit makes a good metric look bad. */
export function requireMetric({ state }: Description): void {
  const problems = state.metric?.problems ?? [];
  if (problems.length === 0) return;
  const more = problems.length - 2;
  throw new Trouble(
    "The program was not registered",
    `its metric does not hold: ${problems.slice(0, 2).join(" ")}${more > 0 ? ` And ${more} more like this.` : ""}`,
    "mend the metric and add the program again; nothing was changed",
  );
}

function describedOf(
  { outputs }: HelixYaml,
  job: RunnerEventOf<"job_start">,
  state: RunnerEventOf<"described">,
): Described {
  const asText = (schemas: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, JSON.stringify(schema)]));
  // A field that no predictor declares, because the program makes it itself, may hold anything.
  const answers = outputs ? Object.fromEntries(outputs.map((name) => [name, state.output_schemas[name] ?? {}])) : null;
  return {
    dspy: job.dspy,
    litellm: job.litellm,
    gepa: job.gepa,
    python: job.python,
    evalContract: job.eval_contract,
    programSource: job.program_source,
    metricSource: job.metric_source ?? "",
    baseState: state.state_hash,
    predictors: state.predictors,
    inputSchemas: asText(state.input_schemas),
    outputSchemas: asText(answers ?? state.output_schemas),
    packages: state.packages,
    metricDeterministic: state.metric?.deterministic ?? false,
    metricNoise: state.metric?.noise ?? 0,
    metricAsksLm: state.metric?.asks_lm ?? false,
    ownModels: state.own_models,
  };
}

/** What people should know of the metric before they trust a comparison by it, a sentence each. */
export function metricWords({ described, state, usd }: Description): string[] {
  const { metricDeterministic, metricNoise = 0, metricAsksLm } = described;
  const noisy = !state.metric || metricDeterministic;
  return [
    ...(noisy
      ? []
      : [
          metricNoise > 0
            ? `Its metric is noisy: the same answer scores differently from time to time (standard deviation ${metricNoise.toFixed(3)}).`
            : "Its metric is noisy: the same answer is scored alike, but explained differently from time to time.",
        ]),
    ...(metricAsksLm
      ? [
          `Its metric asks a language model: scoring costs money, also where predictions are known${usd ? `; trying it cost $${usd.toFixed(4)}` : ""}.`,
        ]
      : []),
  ];
}
