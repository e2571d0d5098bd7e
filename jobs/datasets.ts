import { foldedKey } from "../models/canonical.ts";
import {
  type DatasetVersion,
  DatasetVersions,
  Examples,
  exampleId,
  type Member,
  MemberChunks,
  versionId,
} from "../models/dataset.ts";
import { assignSplit, datasetHash, type Split, type SplitDefinition, splitHash } from "../models/split.ts";

const chunkSize = 1_000;

/** Stores an example once, with its split: assigned by hash, or inherited from what it is a spelling of. */
export async function keepExample(
  team: string,
  program: string,
  key: string,
  inputs: Record<string, unknown>,
  definition: SplitDefinition,
): Promise<Split> {
  const _id = exampleId(team, program, key);
  const existing = await Examples.findById(_id).lean();
  if (existing) return existing.split;
  const folded = foldedKey(inputs);
  const alike = await Examples.findOne({ team, program, foldedKey: folded }).lean();
  const split = alike?.split ?? assignSplit(definition, key);
  await Examples.updateOne(
    { _id },
    { $setOnInsert: { _id, team, program, key, foldedKey: folded, inputs, split } },
    { upsert: true },
  );
  return (await Examples.findById(_id).lean())?.split ?? split;
}

export type NewVersion = Pick<
  DatasetVersion,
  | "team"
  | "program"
  | "number"
  | "splitDefinition"
  | "parent"
  | "cause"
  | "author"
  | "run"
  | "added"
  | "changed"
  | "note"
  | "at"
>;

/** Writes a dataset version: chunks first, then the version that makes them count. The same number again changes nothing. */
export async function writeVersion(wanted: NewVersion, members: Member[]): Promise<DatasetVersion> {
  const _id = versionId(wanted.team, wanted.program, wanted.number);
  const sorted = [...members].sort((a, b) => (a.key < b.key ? -1 : 1));
  const existing = await DatasetVersions.findById(_id).lean<DatasetVersion>();
  if (existing) return existing;
  for (let n = 0; n * chunkSize < sorted.length; n++) {
    const chunk = { _id: `${_id}-${n}`, version: _id, n, members: sorted.slice(n * chunkSize, (n + 1) * chunkSize) };
    await MemberChunks.updateOne({ _id: chunk._id }, { $set: chunk }, { upsert: true });
  }
  const count = (split: Split) => sorted.filter((member) => member.split === split).length;
  const version: DatasetVersion = {
    _id,
    ...wanted,
    hash: datasetHash(sorted),
    splitHashes: { train: splitHash(sorted, "train"), val: splitHash(sorted, "val"), test: splitHash(sorted, "test") },
    counts: { train: count("train"), val: count("val"), test: count("test") },
  };
  await DatasetVersions.updateOne({ _id }, { $setOnInsert: version }, { upsert: true });
  return (await DatasetVersions.findById(_id).lean<DatasetVersion>()) ?? version;
}
