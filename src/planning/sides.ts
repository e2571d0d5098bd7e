import { type Evaluation, Evaluations } from "../../models/evaluation.ts";
import { fullId, shortId } from "../../models/ids.ts";
import type { Program } from "../../models/program.ts";
import { Candidates, type Release, Releases, theRelease } from "../../models/release.ts";
import { type Run, Runs } from "../../models/run.ts";
import type { Split } from "../../models/split.ts";
import { withResults } from "../../models/tried.ts";
import { targetRelease } from "./eval.ts";
import { refusal } from "./plan.ts";

/** One side of a comparison: what is measured, how people call it, and where it was measured if it is an evaluation. */
export interface Side {
  release: string;
  words: string;
  measured: { dataset: number; split: Split } | null;
}

/** What a short id stands for within a program; throws a refusal where it is none, or more than one thing. */
export async function sideOf(id: string, program: Program): Promise<Side> {
  if (id.startsWith("e")) return evaluationSide(id, program);
  if (id.startsWith("r")) return runSide(id, program);
  if (/^c\d/.test(id)) return candidateSide(id, program);
  const release = await targetRelease({ target: id, model: null }, program);
  return {
    release: release._id,
    words: `${id === "deployed" ? `d${program.deployed}` : id} (${named(release)})`,
    measured: null,
  };
}

const named = ({ candidate, lm }: Release): string => `${shortId(candidate)} on ${lm.alias}`;

async function evaluationSide(id: string, { team, name }: Program): Promise<Side> {
  const evaluation = await Evaluations.findOne({
    _id: fullId(team, "e", Number(id.slice(1))),
    program: name,
  }).lean<Evaluation>();
  if (!evaluation) throw refusal(`${name} has no evaluation ${id}`, "see what was measured", `/helix runs ${name}`);
  const { release, dataset, split } = evaluation;
  return { release, words: `${id} (${named(await theRelease(release))})`, measured: { dataset, split } };
}

/** What a run came to: what its comparison is about, else the one thing it measured besides what is deployed. */
async function runSide(id: string, { team, name }: Program): Promise<Side> {
  const run = await Runs.findOne({ _id: fullId(team, "r", Number(id.slice(1))), program: name }).lean<Run>();
  if (!run) throw refusal(`${name} has no run ${id}`, "see which there are", `/helix runs ${name}`);
  const evaluation = (await withResults([run]))[0]?.evaluation;
  if (!evaluation) throw refusal(`${id} has measured nothing yet`, "wait until it has, or name another");
  return {
    release: evaluation.release,
    words: `${id} (${named(await theRelease(evaluation.release))})`,
    measured: null,
  };
}

/** A candidate is measured on a model; with several, an evaluation says which is meant. */
async function candidateSide(id: string, program: Program): Promise<Side> {
  const { team, name } = program;
  const _id = fullId(team, "c", Number(id.slice(1)));
  if (!(await Candidates.exists({ _id, program: name })))
    throw refusal(`${name} has no candidate ${id}`, "see what was tried", `/helix runs ${name}`);
  const releases = await Releases.find({ candidate: _id, program: name }).lean<Release[]>();
  const measured = await Evaluations.find({ release: { $in: releases.map((each) => each._id) }, status: "done" })
    .sort({ at: -1 })
    .lean<Evaluation[]>();
  const known =
    releases.length > 1 ? releases.filter((each) => measured.some(({ release }) => release === each._id)) : releases;
  if (known.length > 1) {
    const ids = measured
      .map((each) => shortId(each._id))
      .slice(0, 5)
      .join(", ");
    throw refusal(`${id} was measured on ${known.length} models`, `name the evaluation that is meant: ${ids}`);
  }
  const release = known[0] ?? (await targetRelease({ target: id, model: null }, program));
  return { release: release._id, words: named(release), measured: null };
}
