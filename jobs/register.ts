import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { plural } from "../blocks/figures.ts";
import type { RunnerEventOf } from "../models/contract.ts";
import { latestVersion } from "../models/dataset.ts";
import { Deployments, deploymentId } from "../models/deployment.ts";
import { type HelixYaml, parseHelixYaml } from "../models/helix-yaml.ts";
import { type Described, findProgram, type Program, Programs, programId } from "../models/program.ts";
import { keepCandidate, keepRelease, States } from "../models/release.ts";
import { createRun, type Run, Runs } from "../models/run.ts";
import type { Snapshot } from "../models/snapshot.ts";
import { importRows } from "./datasets/import.ts";
import type { Deps } from "./deps.ts";
import { checkRows, type GoldRow, readRows } from "./importing.ts";
import { runJob } from "./runner.ts";
import { materialise, takeSnapshot } from "./snapshots.ts";
import { commonSpec, keysFor, lmSpec, releaseLm, writeRows } from "./specs.ts";
import { baseKey } from "./steps/compile.ts";
import { Trouble } from "./trouble.ts";

export interface Registered {
  program: Program;
  run: Run | null;
  /** What happened, a sentence each. */
  said: string[];
}

const goldRows = 3;

/**
 * Registers the program whose helix.yaml is in `path`: snapshot, contract test, import as dataset v1, deployment 0, and
 * a run with its first evaluation. Nothing is kept unless everything held.
 */
export async function registerProgram(deps: Deps, path: string, by: string): Promise<Registered> {
  const root = resolve(path);
  const config = await readConfig(root);
  const snapshot = await takeSnapshot(deps.team, root, deps.now());
  const rows = await readRows(config, await materialise(snapshot._id, deps.home));
  const described = await describe(deps, config, snapshot, rows.slice(0, goldRows));
  checkRows(config, described.described, rows);
  requireMetric(described);
  const program = await keepProgram(deps, root, config, snapshot, described.described, by);
  const said = [registeredLine(program, snapshot, described)];
  said.push(...(await firstImport(deps, program, rows, by)));
  const release = await deploymentZero(deps, program, described, by);
  const run = await firstEvaluation(deps, program, release, by);
  if (run) said.push("Its first evaluation is waiting for a worker; the result appears in the program's channel.");
  return { program, run, said };
}

async function readConfig(root: string): Promise<HelixYaml> {
  const file = join(root, "helix.yaml");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null)
    throw new Trouble(
      "The program was not registered",
      `there is no helix.yaml in ${root}`,
      "name the folder that holds it",
    );
  const parsed = parseHelixYaml(text, { file: "helix.yaml" });
  if (parsed.ok) return withInterpreter(parsed.value, root);
  throw new Trouble(
    "The program was not registered",
    `helix.yaml has ${parsed.problems.length === 1 ? "a mistake" : `${parsed.problems.length} mistakes`}:\n${parsed.problems.map((each) => `  ${each}`).join("\n")}`,
    "mend it and add the program again; nothing was changed",
  );
}

/** The team's own interpreter is named relative to helix.yaml, like every path in it. */
function withInterpreter(config: HelixYaml, root: string): HelixYaml {
  return config.python === undefined ? config : { ...config, python: resolve(root, config.python) };
}

interface Description {
  described: Described;
  state: RunnerEventOf<"described">;
}

/** Loads the program in a process of its own and tries its metric; what does not hold is said in words. */
async function describe(deps: Deps, config: HelixYaml, snapshot: Snapshot, gold: GoldRow[]): Promise<Description> {
  const task = releaseLm(config, config.roles.task);
  const workDir = join(deps.home, "work", `describe-${snapshot._id.slice(0, 16)}-${process.pid}`);
  const spec = {
    ...commonSpec(
      { config },
      {
        workDir,
        root: await materialise(snapshot._id, deps.home),
        adapter: config.adapter,
        entry: config.program,
        threads: 1,
        maxUsd: 0,
        lms: { task: lmSpec(task, deps.env) },
        state: null,
      },
    ),
    timeout_s: 120,
    kind: "describe" as const,
    rows: await writeRows(
      join(workDir, "gold.jsonl"),
      gold.map(({ inputs, label }, n) => ({
        id: `row ${n + 1}`,
        inputs,
        label,
        repetition: 0,
        prediction: null,
      })) as Parameters<typeof writeRows>[1],
    ),
  };
  let start: RunnerEventOf<"job_start"> | null = null;
  let found: RunnerEventOf<"described"> | null = null;
  const end = await runJob(spec, {
    python: config.python ?? deps.python,
    packages: deps.packages,
    env: keysFor([task], deps.env),
    signal: new AbortController().signal,
    onEvent: async (event) => {
      if (event.type === "job_start") start = event;
      if (event.type === "described") found = event;
    },
  });
  const [job, state] = [start as RunnerEventOf<"job_start"> | null, found as RunnerEventOf<"described"> | null];
  if (end.status !== "ok" || !job || !state)
    throw new Trouble(
      "The program was not registered",
      end.message ?? end.reason ?? "the contract test did not end",
      "mend the program and add it again; nothing was changed",
    );
  return { described: describedOf(job, state), state };
}

/** Rows are looked at first: a label that does not fit makes a good metric look bad. */
function requireMetric({ state }: Description): void {
  const problems = state.metric?.problems ?? [];
  if (problems.length === 0) return;
  const more = problems.length - 2;
  throw new Trouble(
    "The program was not registered",
    `its metric does not hold: ${problems.slice(0, 2).join(" ")}${more > 0 ? ` And ${more} more like this.` : ""}`,
    "mend the metric and add the program again; nothing was changed",
  );
}

function describedOf(job: RunnerEventOf<"job_start">, state: RunnerEventOf<"described">): Described {
  const asText = (schemas: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, JSON.stringify(schema)]));
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
    outputSchemas: asText(state.output_schemas),
    packages: state.packages,
    metricDeterministic: state.metric?.deterministic ?? false,
  };
}

async function keepProgram(
  deps: Deps,
  root: string,
  config: HelixYaml,
  snapshot: Snapshot,
  described: Described,
  by: string,
): Promise<Program> {
  const existing = await findProgram(deps.team, config.name);
  const set = {
    team: deps.team,
    name: config.name,
    root,
    config,
    snapshot: snapshot._id,
    described,
    addedBy: by,
    addedAt: deps.now(),
  };
  const _id = programId(deps.team, config.name);
  await Programs.updateOne(
    { _id },
    { $set: set, $setOnInsert: { deployed: 0, tracesReadTo: null }, $inc: { revision: 1 } },
    { upsert: true },
  );
  const program = await Programs.findById(_id).lean<Program>();
  if (!program) throw new Error(`program ${config.name} vanished`);
  await deps.audit.append({
    team: deps.team,
    key: `program-${_id}-${program.revision}`,
    kind: "program_added",
    at: deps.now(),
    by,
    body: {
      program: config.name,
      snapshot: snapshot._id,
      programSource: described.programSource,
      metricSource: described.metricSource,
      again: existing !== null,
    },
  });
  return program;
}

function registeredLine(program: Program, snapshot: Snapshot, { state }: Description): string {
  const from = snapshot.commit
    ? `commit ${snapshot.commit.slice(0, 8)}${snapshot.dirty ? " with changes on top" : ""}`
    : "no git";
  const noisy =
    state.metric && !state.metric.deterministic
      ? " Its metric is noisy: the same answer scored differently twice."
      : "";
  return `${program.name} is registered (revision ${program.revision}): ${snapshot.files.length} files, ${from}, ${plural(program.described.predictors.length, "predictor")}, dspy ${program.described.dspy}.${noisy}`;
}

/** Imports the data as dataset v1; a later `add` leaves the dataset as it is: labels then come through truth gates. */
async function firstImport(deps: Deps, program: Program, rows: GoldRow[], by: string): Promise<string[]> {
  const latest = await latestVersion(program.team, program.name);
  if (latest)
    return [
      `Its dataset stays at v${latest.number}: the import of a new data file is not part of adding a program again.`,
    ];
  if (rows.length === 0) return ["It has no data yet."];
  return (await importRows(deps, program, rows, by)).words;
}

/** What the team has when it registers is deployment 0, so that "what is deployed" always has an answer. */
async function deploymentZero(deps: Deps, program: Program, { state }: Description, by: string): Promise<string> {
  const { team, name, snapshot, described, config } = program;
  await States.updateOne(
    { _id: state.state_hash },
    {
      $setOnInsert: {
        _id: state.state_hash,
        team,
        state: state.state,
        promptHash: state.prompt_hash,
        predictors: state.predictors,
      },
    },
    { upsert: true },
  );
  const candidate = await keepCandidate({
    team,
    program: name,
    key: baseKey(name, snapshot, config.program, state.state_hash),
    stateHash: state.state_hash,
    snapshot,
    programSource: described.programSource,
    entry: config.program,
    parents: [],
    run: null,
    optimizer: null,
    valScore: null,
    at: deps.now(),
  });
  const release = await keepRelease(candidate, releaseLm(config, config.roles.task), config.adapter);
  const _id = deploymentId(team, name, 0);
  const fresh = {
    _id,
    team,
    program: name,
    number: 0,
    release: release._id,
    previous: null,
    status: "live" as const,
    by,
    lineage: "unproven" as const,
    at: deps.now(),
  };
  await Deployments.updateOne({ _id }, { $setOnInsert: fresh }, { upsert: true });
  return release._id;
}

async function firstEvaluation(deps: Deps, program: Program, release: string, by: string): Promise<Run | null> {
  const version = await latestVersion(program.team, program.name);
  const key = `first-evaluation-${program.name}`;
  const hasRun = await Runs.exists({ team: program.team, key });
  if (!version || version.counts.test === 0 || hasRun) return null;
  return createRun({
    team: program.team,
    key,
    program: program.name,
    title: `First evaluation of ${program.name}`,
    requestedBy: by,
    channel: program.config.channel,
    limitUsd: program.config.budget.run_usd,
    steps: [
      {
        kind: "evaluate",
        params: {
          arm: "baseline",
          release,
          dataset: version.number,
          split: "test",
          words: `(d0) on test of v${version.number}`,
        },
      },
    ],
    at: deps.now(),
  });
}
