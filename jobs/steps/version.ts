import { type Label, Labels, latestVersion, type Member, membersOf, versionId } from "../../models/dataset.ts";
import { Drafts } from "../../models/draft.ts";
import { mergeMembers } from "../../models/merge-members.ts";
import { Runs } from "../../models/run.ts";
import { type SplitDefinition, statedDefinition } from "../../models/split.ts";
import type { Attempt } from "../attempt.ts";
import { bridgeOfLabel } from "../datasets/bridge.ts";
import { type Ground, keepExamples, type Newcomer, type Place } from "../datasets/keep.ts";
import { withNear } from "../datasets/near.ts";
import { writeVersion } from "../datasets.ts";
import { failpoint } from "../failpoint.ts";
import { Trouble } from "../trouble.ts";

export interface VersionOutcome extends Record<string, unknown> {
  number: number;
  added: number;
  changed: number;
  inTest: number;
  /** Why approved labels did not enter, a sentence each. */
  refused: string[];
}

/** Gathers approved labels into the next dataset version: first they are claimed for this run, then the version is written. */
export async function versionStep(attempt: Attempt): Promise<VersionOutcome> {
  const { run, program, deps } = attempt;
  const scope = { team: run.team, program: program.name };
  await attempt.flush();
  await claimLabels(attempt);
  failpoint("version:claimed");
  const number = Number(attempt.step.params.number);
  const parent = await membersOf(versionId(run.team, program.name, number - 1));
  const labels = await Labels.find({ ...scope, batch: run._id, refused: null })
    .sort({ at: 1, _id: 1 })
    .lean<Label[]>();
  // New examples are dealt by the definition the version carries, also when helix.yaml states other splits by now.
  const splitDefinition =
    (await latestVersion(run.team, program.name))?.splitDefinition ?? statedDefinition(program.config.splits);
  const places = await placesOf(attempt, labels, splitDefinition);
  await refuseBridges(labels, places);
  const refused = await whyRefused(run._id);
  const coming = labels.flatMap(({ key, labelHash }): Member[] => {
    const split = places.get(key)?.split;
    return split ? [{ key, label: labelHash, split }] : [];
  });
  const newest = [...new Map(coming.map((member) => [member.key, member])).values()];
  if (newest.length === 0) throw nothingEnters(refused);
  const { members, added, relabelled } = mergeMembers(parent, newest, true);
  const version = await writeVersion(
    {
      ...scope,
      number,
      splitDefinition,
      parent: number - 1,
      cause: added.length === 0 ? "relabel" : "review",
      author: [...new Set(labels.map(({ by }) => by))].join(", "),
      run: run._id,
      added: added.length,
      changed: relabelled.length,
      note: `${coming.length} reviewed`,
      at: deps.now(),
    },
    members,
  );
  if (version.run !== run._id) throw numberTaken(number);
  await attempt.flush({ results: 1 });
  await Labels.updateMany({ ...scope, batch: run._id, refused: null }, { $set: { version: number } });
  const body = {
    program: program.name,
    version: number,
    hash: version.hash,
    added: version.added,
    labels: labels.filter(({ key }) => places.get(key)?.split).map(({ _id, gate }) => ({ label: _id, gate })),
  };
  await deps.audit.append({
    team: run.team,
    key: `dataset-${version._id}`,
    kind: "dataset_version",
    at: deps.now(),
    by: version.author,
    body,
  });
  const inTest = newest.filter(({ split }) => split === "test").length;
  return { number, added: version.added, changed: version.changed, inTest, refused };
}

/** Reviewed labels that wait, and those of runs that ended without making a version. */
async function claimLabels({ run, program }: Attempt): Promise<void> {
  const waiting = { team: run.team, program: program.name, source: "review" as const, version: null, refused: null };
  const given = await Labels.distinct("batch", { ...waiting, batch: { $ne: null } });
  const abandoned = await Runs.distinct("_id", { _id: { $in: given }, status: { $in: ["failed", "cancelled"] } });
  await Labels.updateMany({ ...waiting, batch: { $in: [null, ...abandoned] } }, { $set: { batch: run._id } });
}

/** Where each labelled input belongs; what is new is stored with its split. */
async function placesOf(
  { run, program, deps }: Attempt,
  labels: readonly Label[],
  definition: SplitDefinition,
): Promise<Map<string, Place>> {
  const { team } = run;
  const drafts = await Drafts.find({ team, program: program.name, key: { $in: labels.map(({ key }) => key) } }).lean();
  const inputsOf = new Map(drafts.map(({ key, inputs }) => [key, inputs]));
  const newcomers = [...new Set(labels.map(({ key }) => key))].map((key): Newcomer => {
    const inputs = inputsOf.get(key);
    if (!inputs) throw new Error(`the inputs of label ${key} are not stored`);
    return { key, inputs };
  });
  const ground: Ground = { team, program: program.name, definition, near: null };
  if (definition.grouping === "none") return keepExamples(ground, newcomers);
  return withNear(deps, (near) => keepExamples({ ...ground, near }, newcomers));
}

/** A label whose input would join two splits is set aside for good, with the reason. */
async function refuseBridges(labels: readonly Label[], places: ReadonlyMap<string, Place>): Promise<void> {
  for (const { _id, key } of labels) {
    const bridge = places.get(key)?.bridge;
    if (bridge) await Labels.updateOne({ _id }, { $set: { refused: bridgeOfLabel(bridge) } });
  }
}

async function whyRefused(batch: string): Promise<string[]> {
  const labels = await Labels.find({ batch, refused: { $ne: null } }, { refused: 1 })
    .sort({ _id: 1 })
    .lean();
  return labels.flatMap(({ refused }) => refused ?? []);
}

const nothingEnters = (refused: string[]): Trouble =>
  new Trouble(
    "No dataset version was made",
    refused.length > 0 ? refused.join("; ") : "no reviewed label waits",
    "nothing has to be done: the dataset stays as it is",
  );

const numberTaken = (number: number): Trouble =>
  new Trouble(
    `Dataset v${number} was not made from the reviewed labels`,
    `an import became v${number} meanwhile`,
    "nothing has to be done: the labels go into the next version by themselves",
  );
