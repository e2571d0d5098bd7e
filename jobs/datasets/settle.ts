import { type DatasetVersion, DatasetVersions, Labels, membersOf } from "../../models/dataset.ts";
import type { Deps } from "../deps.ts";
import { batches } from "./batches.ts";

/** So many of the newest versions are looked at: whoever makes a version settles the ones before it first. */
const looked = 5;

/**
 * Completes versions an operator made: their audit record, then the number on their labels. Done right after a version is
 * written, and again by whoever comes next, because the process may have been killed in between. Doing it again changes nothing.
 */
export async function settleVersions(deps: Pick<Deps, "audit">, team: string, program: string): Promise<void> {
  const made = DatasetVersions.find({ team, program, batch: { $ne: null } })
    .sort({ number: -1 })
    .limit(looked)
    .lean<DatasetVersion[]>();
  for (const version of await made) await settleVersion(deps, version);
}

export async function settleVersion({ audit }: Pick<Deps, "audit">, version: DatasetVersion): Promise<void> {
  const { _id, team, program, number, hash, parent, cause, added, changed, moved, splitDefinition, note } = version;
  await audit.append({
    team,
    key: `dataset-${_id}`,
    kind: cause === "import" ? "import" : "dataset_version",
    at: version.at,
    by: version.author,
    body: { program, version: number, hash, parent, cause, added, changed, moved, splitDefinition, note },
  });
  const open = { team, program, batch: version.batch, version: null };
  if (!version.batch || !(await Labels.exists(open))) return;
  await dropStale(version, open);
  await Labels.updateMany(open, { $set: { version: number } });
}

/** Labels the import brought that did not enter, because another version was made meanwhile. */
async function dropStale({ _id }: DatasetVersion, open: object): Promise<void> {
  const entered = new Map((await membersOf(_id)).map(({ key, label }) => [key, label]));
  const stale: string[] = [];
  for await (const label of Labels.find(open, { key: 1, labelHash: 1 }).lean().cursor())
    if (entered.get(label.key) !== label.labelHash) stale.push(label._id);
  for await (const ids of batches(stale, 1_000)) await Labels.deleteMany({ _id: { $in: ids } });
}
