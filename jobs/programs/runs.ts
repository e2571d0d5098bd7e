import { latestVersion } from "../../models/dataset.ts";
import type { Program } from "../../models/program.ts";
import { createRun, type NewRun, type Run, Runs } from "../../models/run.ts";
import { rescoreSteps } from "../evaluating/rescore.ts";

interface Measured {
  program: Program;
  release: string;
  by: string;
  at: Date;
}

/** The run that measures deployment 0 on the test split; null without test examples, or when it was made already. */
export async function evaluateZero(
  key: string,
  title: string,
  { program, release, by, at }: Measured,
): Promise<Run | null> {
  const version = await latestVersion(program.team, program.name);
  if (!version || version.counts.test === 0) return null;
  const words = `(d0) on test of v${version.number}`;
  const params = { arm: "baseline", release, dataset: version.number, split: "test", words };
  return once(program, { key, title, by, at, steps: [{ kind: "evaluate", params }] });
}

/** After a new metric: the run that scores by it what was measured with the earlier one. Null when there is nothing to score. */
export async function scoreAgain(program: Program, by: string, at: Date): Promise<Run | null> {
  const steps = await rescoreSteps(program);
  if (steps.length === 0) return null;
  const key = `rescore-${program.name}-${program.described.metricSource.slice(0, 16)}`;
  return once(program, { key, title: `Score ${program.name} again by its new metric`, by, at, steps });
}

async function once(
  { team, name, config }: Program,
  { key, title, by, at, steps }: Pick<NewRun, "key" | "title" | "at" | "steps"> & { by: string },
): Promise<Run | null> {
  if (await Runs.exists({ team, key })) return null;
  const run = { team, key, program: name, title, requestedBy: by, channel: config.channel, steps, at };
  return createRun({ ...run, limitUsd: config.budget.run_usd });
}
