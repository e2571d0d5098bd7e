import { type DatasetVersion, latestVersion } from "./dataset.ts";
import { type Deployment, theDeployment } from "./deployment.ts";
import { Drafts } from "./draft.ts";
import { type Evaluation, Evaluations } from "./evaluation.ts";
import { type Gate, Gates } from "./gate.ts";
import type { Program } from "./program.ts";
import { Candidates, type Release, theRelease } from "./release.ts";
import { type Run, Runs } from "./run.ts";

/** Where a program stands: what is deployed, how it does on today's dataset, and what waits. */
export interface Standing {
  program: Program;
  deployment: Deployment;
  candidate: string;
  model: string;
  /** Newest finished evaluation of what is deployed. */
  evaluation: Evaluation | null;
  dataset: DatasetVersion | null;
  /** Open runs: at work, or waiting for somebody or something. */
  running: Run[];
  gates: Gate[];
  drafts: number;
}

export async function standingOf(program: Program): Promise<Standing> {
  const scope = { team: program.team, program: program.name };
  const deployment = await theDeployment(program.team, program.name, program.deployed);
  const release = await theRelease(deployment.release);
  const candidate = await Candidates.findById(release.candidate).lean();
  return {
    program,
    deployment,
    candidate: candidate?._id ?? release.candidate,
    model: release.lm.alias,
    evaluation: await newestOnTest(release),
    dataset: await latestVersion(program.team, program.name),
    running: await Runs.find({ ...scope, status: { $in: ["waiting", "queued", "running", "paused"] } })
      .sort({ n: 1 })
      .lean<Run[]>(),
    gates: await Gates.find({ ...scope, status: "open" })
      .sort({ n: 1 })
      .lean<Gate[]>(),
    drafts: await Drafts.countDocuments({ ...scope, status: { $in: ["drafted", "undrafted"] } }),
  };
}

/** The newest finished evaluation of a release on the test split; null where there is none. */
export async function newestOnTest({ team, program, _id }: Release): Promise<Evaluation | null> {
  return Evaluations.findOne({ team, program, release: _id, status: "done", split: "test" })
    .sort({ dataset: -1, at: -1 })
    .lean<Evaluation>();
}

/** Is what is deployed measured on today's dataset? In words. */
export function staleness({ program, evaluation, dataset }: Standing): string {
  if (!dataset) return "there is no dataset yet";
  if (!evaluation) return "it has not been evaluated";
  if (evaluation.metricSource !== program.described.metricSource)
    return `measured with an earlier metric than today's: /helix eval ${program.name} measures it again`;
  if (evaluation.dataset === dataset.number) return `measured on today's dataset, v${dataset.number}`;
  return `measured on v${evaluation.dataset}, and the dataset is at v${dataset.number} now: /helix eval ${dataset.program} measures it again`;
}
