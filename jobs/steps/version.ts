import {
  Examples,
  exampleId,
  type Label,
  Labels,
  latestVersion,
  type Member,
  membersOf,
  versionId,
} from "../../models/dataset.ts";
import { Drafts } from "../../models/draft.ts";
import { Runs } from "../../models/run.ts";
import type { SplitDefinition } from "../../models/split.ts";
import type { Attempt } from "../attempt.ts";
import { keepExample, writeVersion } from "../datasets.ts";
import { failpoint } from "../failpoint.ts";

export interface VersionOutcome extends Record<string, unknown> {
  number: number;
  added: number;
  changed: number;
  inTest: number;
}

/** The split definition helix.yaml states. */
export const splitDefinitionOf = ({
  splits,
}: {
  splits: { train: number; val: number; test: number; salt: string };
}): SplitDefinition => ({
  version: 1,
  grouping: "none",
  ...splits,
});

/** Gathers approved labels into the next dataset version: first they are claimed for this run, then the version is written. */
export async function versionStep(attempt: Attempt): Promise<VersionOutcome> {
  const { run, program, deps } = attempt;
  const scope = { team: run.team, program: program.name };
  await attempt.flush();
  const given = await Labels.distinct("batch", { ...scope, source: "review", version: null, batch: { $ne: null } });
  const abandoned = await Runs.distinct("_id", { _id: { $in: given }, status: { $in: ["failed", "cancelled"] } });
  await Labels.updateMany(
    { ...scope, source: "review", version: null, batch: { $in: [null, ...abandoned] } },
    { $set: { batch: run._id } },
  );
  failpoint("version:claimed");
  const number = Number(attempt.step.params.number);
  const parentNumber = number - 1;
  const labels = await Labels.find({ ...scope, batch: run._id })
    .sort({ at: 1, _id: 1 })
    .lean<Label[]>();
  const members = new Map(
    (await membersOf(versionId(run.team, program.name, parentNumber))).map((member) => [member.key, member]),
  );
  const before = new Map(members);
  // New examples are dealt by the definition the version carries, also when helix.yaml states other splits by now.
  const splitDefinition =
    (await latestVersion(run.team, program.name))?.splitDefinition ?? splitDefinitionOf(program.config);
  for (const label of labels) members.set(label.key, await memberOf(attempt, label, splitDefinition));
  const keys = [...new Set(labels.map(({ key }) => key))];
  const added = keys.filter((key) => !before.has(key)).length;
  const version = await writeVersion(
    {
      ...scope,
      number,
      splitDefinition,
      parent: parentNumber,
      cause: "review",
      author: [...new Set(labels.map(({ by }) => by))].join(", "),
      run: run._id,
      added,
      changed: keys.length - added,
      note: `${labels.length} reviewed`,
      at: deps.now(),
    },
    [...members.values()],
  );
  await attempt.flush({ results: 1 });
  await Labels.updateMany({ ...scope, batch: run._id }, { $set: { version: number } });
  const body = {
    program: program.name,
    version: number,
    hash: version.hash,
    added,
    labels: labels.map(({ _id, gate }) => ({ label: _id, gate })),
  };
  await deps.audit.append({
    team: run.team,
    key: `dataset-${version._id}`,
    kind: "dataset_version",
    at: deps.now(),
    by: version.author,
    body,
  });
  return {
    number,
    added: version.added,
    changed: version.changed,
    inTest: keys.filter((key) => members.get(key)?.split === "test").length,
  };
}

async function memberOf(
  { run, program }: Attempt,
  { key, labelHash, gate }: Label,
  definition: SplitDefinition,
): Promise<Member> {
  const known = await Examples.findById(exampleId(run.team, program.name, key)).lean();
  const draft = known ? null : await Drafts.findOne({ team: run.team, gate: gate ?? "" }).lean();
  if (!known && !draft) throw new Error(`the inputs of label ${key} are not stored`);
  const inputs = known?.inputs ?? draft?.inputs ?? {};
  const split = await keepExample(run.team, program.name, key, inputs, definition);
  return { key, label: labelHash, split };
}
