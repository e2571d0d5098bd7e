import { type Comparison, Comparisons } from "./comparison.ts";
import { type DatasetVersion, DatasetVersions, type Label, Labels, latestVersion } from "./dataset.ts";
import { type Deployment, Deployments, originOf } from "./deployment.ts";
import { type Evaluation, Evaluations } from "./evaluation.ts";
import { type Gate, Gates } from "./gate.ts";
import { fullId } from "./ids.ts";
import type { Program } from "./program.ts";
import { type Candidate, Candidates, type Release, Releases } from "./release.ts";
import { type Run, Runs } from "./run.ts";

/** Everything behind one deployment, or one candidate that was never deployed, link by link; null where the chain ends. */
export interface Lineage {
  program: Program;
  deployment: Deployment | null;
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
  return behind(program, { deployment, release, candidate, gate, comparison: await comparisonOf(deployment) });
}

/** The same of a candidate by its number: of its newest deployment, where it has one. Null: no such candidate with a release. */
export async function lineageOfCandidate(program: Program, number: number): Promise<Lineage | null> {
  const scope = { team: program.team, program: program.name };
  const candidate = await Candidates.findOne({ ...scope, _id: fullId(program.team, "c", number) }).lean<Candidate>();
  const releases = candidate ? await Releases.find({ ...scope, candidate: candidate._id }).lean<Release[]>() : [];
  const ids = { $in: releases.map(({ _id }) => _id) };
  const deployed = await Deployments.findOne({ ...scope, release: ids })
    .sort({ number: -1 })
    .lean<Deployment>();
  if (deployed) return lineageOf(program, deployed.number);
  const measured = await Evaluations.findOne({ ...scope, release: ids, status: "done" })
    .sort({ at: -1 })
    .lean();
  const release = releases.find(({ _id }) => _id === measured?.release) ?? releases[0];
  if (!candidate || !release) return null;
  const comparison = await comparisonWith(release);
  return behind(program, { deployment: null, release, candidate, gate: null, comparison });
}

/** The newest comparison of a release with another. */
async function comparisonWith({ team, program, _id: release }: Release): Promise<Comparison | null> {
  const measured = await Evaluations.find({ team, program, release, status: "done" }, { _id: 1 }).lean();
  const candidate = { $in: measured.map(({ _id }) => _id) };
  return Comparisons.findOne({ team, program, candidate }).sort({ at: -1 }).lean<Comparison>();
}

type Known = Pick<Lineage, "deployment" | "release" | "candidate" | "gate" | "comparison">;

async function behind(program: Program, known: Known): Promise<Lineage> {
  const scope = { team: program.team, program: program.name };
  const { candidate } = known;
  const evaluations = await evaluationsOf(known.release, known.comparison);
  const run = candidate.run ? await Runs.findById(candidate.run).lean<Run>() : null;
  const dataset = await datasetOf(program, evaluations);
  const reviewed = dataset
    ? await Labels.find({ ...scope, source: "review", version: { $lte: dataset.number, $ne: null } }).lean<Label[]>()
    : [];
  const imported = dataset ? await importedIn(dataset) : 0;
  return { program, ...known, evaluations, run, dataset, reviewed, imported };
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
