import { resolve } from "node:path";
import { plural } from "../../blocks/figures.ts";
import { latestVersion } from "../../models/dataset.ts";
import type { Program } from "../../models/program.ts";
import type { Run } from "../../models/run.ts";
import type { Snapshot } from "../../models/snapshot.ts";
import { importRows } from "../datasets/import.ts";
import type { Deps } from "../deps.ts";
import type { GoldRow } from "../importing.ts";
import { takeSnapshot } from "../snapshots.ts";
import { readConfig } from "./config.ts";
import { metricWords, requireMetric } from "./contract-test.ts";
import { testWithData } from "./data.ts";
import { deploymentZero, keepFirstRelease } from "./deployment-zero.ts";
import { type Kept, keepProgram } from "./keep.ts";
import { evaluateZero, scoreAgain } from "./runs.ts";

export interface Registered {
  program: Program;
  run: Run | null;
  /** What happened, a sentence each. */
  said: string[];
}

export interface AddOptions {
  /** Import the data as the next dataset version, also where there is one. */
  importData?: boolean;
  /** Rows of the import replace the labels that the dataset has for the same inputs. */
  replace?: boolean;
}

/**
 * Registers the program whose helix.yaml is in `path`, or its next revision: snapshot, contract test, import as dataset v1,
 * deployment 0, and a run with its first evaluation. Nothing is kept unless everything held.
 */
export async function registerProgram(
  deps: Deps,
  path: string,
  by: string,
  options: AddOptions = {},
): Promise<Registered> {
  const root = resolve(path);
  const config = await readConfig(root, deps.env);
  const snapshot = await takeSnapshot(deps.team, root, deps.now());
  const tested = await testWithData(deps, config, snapshot);
  requireMetric(tested);
  const kept = await keepProgram(deps, { root, config, snapshot, by }, tested);
  const { program } = kept;
  const said = [...keptWords(kept, snapshot), ...metricWords(tested)];
  said.push(...(await dataOf(deps, program, tested.rows, by, options)));
  const release = await deploymentZero(deps, program, await keepFirstRelease(deps, program, tested), by);
  const run = await runAfter(deps, kept, release, by);
  if (run) said.push(`${run.title} is waiting for a worker; the result appears in the program's channel.`);
  return { program, run, said };
}

/** A first evaluation where there was none, else the scores by a metric that is new. */
async function runAfter(deps: Deps, { program, before }: Kept, release: string, by: string): Promise<Run | null> {
  const at = deps.now();
  const { name, described } = program;
  const title = `First evaluation of ${name}`;
  const first = await evaluateZero(`first-evaluation-${name}`, title, { program, release, by, at });
  const isOtherMetric = before !== null && before.described.metricSource !== described.metricSource;
  return first ?? (isOtherMetric ? scoreAgain(program, by, at) : null);
}

function keptWords({ program, before, changes }: Kept, snapshot: Snapshot): string[] {
  const { name, revision, described } = program;
  const from = snapshot.commit
    ? `commit ${snapshot.commit.slice(0, 8)}${snapshot.dirty ? " with changes on top" : ""}`
    : "no git";
  const what = `${plural(snapshot.files.length, "file")}, ${from}, ${plural(described.predictors.length, "predictor")}, dspy ${described.dspy}`;
  if (changes?.length === 0 && !before?.removed)
    return [`Nothing changed: ${name} stays at revision ${revision} (${what}).`];
  const again = before?.removed ? "registered again" : "registered";
  return [`${name} is ${again} (revision ${revision}): ${what}.`, ...(changes ?? [])];
}

/** The data becomes dataset v1. Later, labels come through truth gates, or by an import that is asked for. */
async function dataOf(
  deps: Deps,
  program: Program,
  rows: GoldRow[],
  by: string,
  { importData = false, replace = false }: AddOptions,
): Promise<string[]> {
  const latest = await latestVersion(program.team, program.name);
  if (latest && !importData) return [`Its dataset stays at v${latest.number}; --data imports what is new in its data.`];
  if (rows.length === 0) return ["It has no data yet."];
  const source = program.config.data;
  return (await importRows(deps, program, rows, by, { replace, ...(source && { source }) })).words;
}
