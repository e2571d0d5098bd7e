import { type Comparison, Comparisons } from "./comparison.ts";
import { type DatasetVersion, DatasetVersions, type Label, Labels, latestVersion } from "./dataset.ts";
import { type Deployment, Deployments, originOf } from "./deployment.ts";
import { type Evaluation, Evaluations } from "./evaluation.ts";
import { type Gate, Gates } from "./gate.ts";
import type { Program } from "./program.ts";
import { type Candidate, Candidates, type Release, Releases } from "./release.ts";
import { type Run, Runs } from "./run.ts";

/** Everything behind one deployment, link by link; null where the chain ends. */
export interface Lineage {
  program: Program;
  deployment: Deployment;
  release: Release;
  candidate: Candidate;
  gate: Gate | null;
  comparison: Comparison | null;
  evaluations: Evaluation[];
  run: Run | null;
  dataset: DatasetVersion | null;
  reviewed: Label[];
  imported: number;
}

/** deployment ← gate ← comparison ← evaluations ← candidate ← run ← dataset version ← labels. Null: no such deployment. */
export async function lineageOf(program: Program, number: number): Promise<Lineage | null> {
  const scope = { team: program.team, program: program.name };
  const deployment = await Deployments.findOne({ ...scope, number }).lean<Deployment>();
  const release = deployment && (await Releases.findById(deployment.release).lean<Release>());
  const candidate = release && (await Candidates.findById(release.candidate).lean<Candidate>());
  if (!deployment || !release || !candidate) return null;
  const gate = deployment.gate ? await Gates.findById(deployment.gate).lean<Gate>() : null;
  const comparison = await comparisonOf(deployment);
  const evaluations = await evaluationsOf(release, comparison);
  const run = candidate.run ? await Runs.findById(candidate.run).lean<Run>() : null;
  const dataset = await datasetOf(program, evaluations);
  const reviewed = dataset
    ? await Labels.find({ ...scope, source: "review", version: { $lte: dataset.number, $ne: null } }).lean<Label[]>()
    : [];
  const imported = dataset ? await importedIn(dataset) : 0;
  return { program, deployment, release, candidate, gate, comparison, evaluations, run, dataset, reviewed, imported };
}

/** What it was approved on; a rollback stands on the comparison of what it went back to. */
export async function comparisonOf(deployment: Deployment): Promise<Comparison | null> {
  const { gate: id, gateRevision } = await originOf(deployment);
  const gate = id === null ? null : await Gates.findById(id).lean<Gate>();
  const shown = gate?.revisions.find(({ n }) => n === gateRevision)?.comparison;
  return shown ? Comparisons.findById(shown).lean<Comparison>() : null;
}

async function evaluationsOf(release: Release, comparison: Comparison | null): Promise<Evaluation[]> {
  if (comparison)
    return Evaluations.find({ _id: { $in: [comparison.candidate, comparison.baseline] } }).lean<Evaluation[]>();
  return Evaluations.find({ team: release.team, release: release._id, status: "done" })
    .sort({ at: -1 })
    .limit(1)
    .lean<Evaluation[]>();
}

/** Examples of a version whose label, as it stood then, came with an import. */
async function importedIn({ team, program, number }: DatasetVersion): Promise<number> {
  const [found] = await Labels.aggregate<{ imported: number }>([
    { $match: { team, program, version: { $ne: null, $lte: number } } },
    { $group: { _id: "$key", last: { $max: { version: "$version", at: "$at", source: "$source" } } } },
    { $match: { "last.source": "import" } },
    { $count: "imported" },
  ]);
  return found?.imported ?? 0;
}

async function datasetOf({ team, name }: Program, [evaluation]: Evaluation[]): Promise<DatasetVersion | null> {
  if (!evaluation) return latestVersion(team, name);
  return DatasetVersions.findOne({ team, program: name, number: evaluation.dataset }).lean<DatasetVersion>();
}
