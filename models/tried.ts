import { type Comparison, Comparisons } from "./comparison.ts";
import { type Evaluation, Evaluations } from "./evaluation.ts";
import type { OptimizerChoice, RunState } from "./intent.ts";
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
}

/** Runs that measured something, newest first: at most `limit`, and how many there are in all. */
export async function triedRuns(query: TriedQuery, limit: number): Promise<{ tried: Tried[]; total: number }> {
  const filter = filterOf(query);
  const [runs, total] = await Promise.all([
    Runs.find(filter).sort({ n: -1 }).limit(limit).lean<Run[]>(),
    Runs.countDocuments(filter),
  ]);
  return { tried: await withResults(runs), total };
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

/** What each run came to, with two queries for any number of them. */
export async function withResults(runs: Run[]): Promise<Tried[]> {
  const scope = { run: { $in: runs.map(({ _id }) => _id) } };
  const [evaluations, comparisons] = await Promise.all([
    Evaluations.find({ ...scope, status: "done" }).lean<Evaluation[]>(),
    Comparisons.find(scope).lean<Comparison[]>(),
  ]);
  return runs.map((run) => ({
    run,
    ...bestOf(
      run,
      evaluations.filter((each) => each.run === run._id),
      comparisons.filter((each) => each.run === run._id),
    ),
  }));
}
