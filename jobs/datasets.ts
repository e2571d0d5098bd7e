import { type DatasetVersion, DatasetVersions, type Member, MemberChunks, versionId } from "../models/dataset.ts";
import { datasetHash, type Split, splitHash } from "../models/split.ts";

const chunkSize = 1_000;

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
> &
  Partial<Pick<DatasetVersion, "batch" | "moved">>;

/**
 * Writes a dataset version: chunks first, then the version that makes them count. The same number again changes nothing:
 * whoever was first is answered, so a caller with other contents has to look whose version it got.
 */
export async function writeVersion(wanted: NewVersion, members: readonly Member[]): Promise<DatasetVersion> {
  const _id = versionId(wanted.team, wanted.program, wanted.number);
  const existing = await DatasetVersions.findById(_id).lean<DatasetVersion>();
  if (existing) return existing;
  const version = { batch: null, moved: 0, ...wanted, ...contentOf(_id, members) };
  await writeChunks(version.memberSet, members);
  await DatasetVersions.updateOne({ _id }, { $setOnInsert: version }, { upsert: true });
  const kept = await DatasetVersions.findById(_id).lean<DatasetVersion>();
  if (kept && kept.memberSet !== version.memberSet) await MemberChunks.deleteMany({ version: version.memberSet });
  return kept ?? version;
}

function contentOf(_id: string, members: readonly Member[]) {
  const hash = datasetHash(members);
  const count = (split: Split) => members.filter((member) => member.split === split).length;
  return {
    _id,
    hash,
    memberSet: `${_id}~${hash.slice(0, 16)}`,
    splitHashes: {
      train: splitHash(members, "train"),
      val: splitHash(members, "val"),
      test: splitHash(members, "test"),
    },
    counts: { train: count("train"), val: count("val"), test: count("test") },
  };
}

/** Sorted by key, so that two versions can be walked through side by side. */
async function writeChunks(version: string, members: readonly Member[]): Promise<void> {
  const sorted = [...members].sort((a, b) => (a.key < b.key ? -1 : 1));
  for (let n = 0; n * chunkSize < sorted.length; n++) {
    const inside = sorted.slice(n * chunkSize, (n + 1) * chunkSize);
    const chunk = { _id: `${version}-${n}`, version, n, members: inside };
    await MemberChunks.updateOne({ _id: chunk._id }, { $set: chunk }, { upsert: true });
  }
}
