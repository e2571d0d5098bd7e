import { join } from "node:path";
import type { Branch } from "../models/branch.ts";
import type { RunnerEventOf } from "../models/contract.ts";
import { type Candidate, Candidates, keepCandidate, keepRelease, type Release, States } from "../models/release.ts";
import type { Attempt } from "./attempt.ts";
import { branchLm } from "./branch-lm.ts";
import { baseKey } from "./compiling/entry.ts";
import { endedBadly } from "./evaluating/ended.ts";
import { runJob } from "./runner.ts";
import { materialise } from "./snapshots.ts";
import { commonSpec, keysFor, lmSpec, writeRows } from "./specs.ts";
import { Trouble } from "./trouble.ts";

/** The release of a program as its team wrote it, on a branch's model: no compile, no demos but its own. */
export async function builtRelease(attempt: Attempt, branch: Branch): Promise<Release> {
  const { program } = attempt;
  const candidate = branch.strategy === null ? await asRegistered(attempt) : await asStrategy(attempt, branch);
  return keepRelease(candidate, branchLm(program.config, branch), program.config.adapter);
}

/** The program itself: its state is known since it was registered. */
async function asRegistered({ program, deps }: Attempt): Promise<Candidate> {
  const { described, config, snapshot } = program;
  return keepCandidate({
    ...asWritten(program, config.program, described.baseState),
    snapshot,
    programSource: described.programSource,
    at: deps.now(),
  });
}

/** A strategy is another callable of the same snapshot: what it builds is known once it has been built. */
async function asStrategy(attempt: Attempt, branch: Branch): Promise<Candidate> {
  const { program, deps } = attempt;
  const entry = program.config.strategies[branch.strategy ?? ""];
  if (!entry)
    throw new Trouble(
      "The evaluation cannot start",
      `${program.name} has no strategy ${branch.strategy} any more`,
      "name one that its helix.yaml has, and run it again",
    );
  const { team, name, snapshot } = program;
  const known = await Candidates.findOne({ team, program: name, snapshot, entry, run: null }).lean<Candidate>();
  if (known) return known;
  const { source, state } = await build(attempt, branch, entry);
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
  const written = asWritten(program, entry, state.state_hash);
  return keepCandidate({ ...written, snapshot, programSource: source, at: deps.now() });
}

const asWritten = (
  { team, name, snapshot }: Attempt["program"],
  entry: string,
  stateHash: string,
): Omit<Candidate, "_id" | "snapshot" | "programSource" | "at"> => ({
  team,
  program: name,
  key: baseKey(name, snapshot, entry, stateHash),
  stateHash,
  entry,
  parents: [],
  run: null,
  optimizer: null,
  valScore: null,
});

type Built = { source: string; state: RunnerEventOf<"described"> };

/** Builds the program in a process of its own; no model is called. */
async function build(attempt: Attempt, branch: Branch, entry: string): Promise<Built> {
  const { program, deps, signal } = attempt;
  const task = branchLm(program.config, branch);
  const workDir = join(deps.home, "work", `build-${attempt.fence}`);
  const spec = {
    ...commonSpec(program, {
      workDir,
      root: await materialise(program.snapshot, deps.home),
      adapter: program.config.adapter,
      entry,
      threads: 1,
      maxUsd: 0,
      lms: { task: lmSpec(task, deps.env) },
      state: null,
    }),
    timeout_s: 120,
    kind: "describe" as const,
    rows: await writeRows(join(workDir, "no-rows.jsonl"), []),
  };
  const found: Partial<Built> = {};
  const end = await runJob(spec, {
    python: program.config.python ?? deps.python,
    packages: deps.packages,
    env: keysFor([task], deps.env),
    signal,
    onEvent: async (event) => {
      if (event.type === "job_start") found.source = event.program_source;
      if (event.type === "described") found.state = event;
    },
  });
  if (signal.aborted) throw signal.reason;
  if (end.status !== "ok" || !found.source || !found.state) throw endedBadly("The evaluation cannot start", end);
  return { source: found.source, state: found.state };
}
