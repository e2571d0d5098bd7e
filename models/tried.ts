import { type Comparison, Comparisons } from "./comparison.ts";
import { type Deployment, Deployments, deploymentId } from "./deployment.ts";
import { type Evaluation, Evaluations } from "./evaluation.ts";
import type { OptimizerChoice, RunState } from "./intent.ts";
import { type Program, Programs, programId } from "./program.ts";
import { type Run, Runs } from "./run.ts";
import { bestOf } from "./tried/best.ts";

/** Which runs are asked for; what is null or left out may be anything. */
export interface TriedQuery {
  team: string;
  program: string | null;
  optimizer?: OptimizerChoice | null;
  by?: string | null;
  status?: RunState | null;
  /** Only runs with a smaller number. */
  before?: number | null;
}

/** A run and what it came to. */
export interface Tried {
  run: Run;
  /** The best of what it made, or what it measured; null while nothing has been. */
  evaluation: Evaluation | null;
  /** Against what it was compared with, when it was. */
  comparison: Comparison | null;
  /** The deployment that is live, where it is the very release this run came to. */
  live: number | null;
}

/** What runs spent together; `unknownCost` where a call's cost is not known. */
export interface Spent {
  usd: number;
  unknownCost: boolean;
}

/** Runs that measured something, newest first: at most `limit`, and how many there are in all. */
export async function triedRuns(
  query: TriedQuery,
  limit: number,
): Promise<{ tried: Tried[]; total: number; spent: Spent }> {
  const filter = filterOf(query);
  const [runs, total, spent] = await Promise.all([
    Runs.find(filter).sort({ n: -1 }).limit(limit).lean<Run[]>(),
    Runs.countDocuments(filter),
    spentOn(filter),
  ]);
  return { tried: await withResults(runs), total, spent };
}

/** Of all that are asked for, not of one page. */
async function spentOn(filter: Record<string, unknown>): Promise<Spent> {
  const [found] = await Runs.aggregate<Spent>([
    { $match: filter },
    { $project: { usd: { $sum: "$steps.spentUsd" }, unknownCost: { $anyElementTrue: ["$steps.unknownCost"] } } },
    { $group: { _id: null, usd: { $sum: "$usd" }, unknownCost: { $max: "$unknownCost" } } },
  ]);
  return { usd: found?.usd ?? 0, unknownCost: found?.unknownCost ?? false };
}

function filterOf({ team, program, optimizer, by, status, before }: TriedQuery): Record<string, unknown> {
  return {
    team,
    "steps.kind": { $in: ["compile", "evaluate", "compare"] },
    ...(program && { program }),
    ...(optimizer && { "intent.optimizers": optimizer }),
    ...(by && { requestedBy: by }),
    ...(status && { status }),
    ...(before && { n: { $lt: before } }),
  };
}

/** What each run came to, with as many queries for one of them as for any number. */
export async function withResults(runs: Run[]): Promise<Tried[]> {
  const scope = { run: { $in: runs.map(({ _id }) => _id) } };
  const [evaluations, comparisons] = await Promise.all([
    Evaluations.find({ ...scope, status: "done" }).lean<Evaluation[]>(),
    Comparisons.find(scope).lean<Comparison[]>(),
  ]);
  const live = await liveReleases(runs);
  return runs.map((run) => {
    const best = bestOf(
      run,
      evaluations.filter((each) => each.run === run._id),
      comparisons.filter((each) => each.run === run._id),
    );
    return { run, ...best, live: live.get(best.evaluation?.release ?? "") ?? null };
  });
}

/** The releases that are live in the programs of these runs, each with its deployment's number. */
async function liveReleases(runs: Run[]): Promise<Map<string, number>> {
  const ids = [...new Set(runs.map(({ team, program }) => programId(team, program)))];
  const programs = await Programs.find({ _id: { $in: ids } }, { team: 1, name: 1, deployed: 1 }).lean<Program[]>();
  const deployed = programs.map(({ team, name, deployed: number }) => deploymentId(team, name, number));
  const live = await Deployments.find({ _id: { $in: deployed } }, { release: 1, number: 1 }).lean<Deployment[]>();
  return new Map(live.map(({ release, number }) => [release, number]));
}
