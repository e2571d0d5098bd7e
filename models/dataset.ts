import { model, Schema } from "mongoose";
import { sharing } from "./gathering.ts";
import { assignSplit, definitionKey, type Split, type SplitDefinition } from "./split.ts";

/** One input; its split under a definition is assigned once and then stored. */
export interface Example {
  _id: string;
  team: string;
  program: string;
  key: string;
  foldedKey: string;
  inputs: Record<string, unknown>;
  /** By `definitionKey`. */
  splits: Record<string, Split>;
  /** Keys that whatever resembles it shares (helix_near's signature); empty where nobody looks for near-duplicates. */
  bands: number[];
}

/** A label with where it came from. It enters a dataset version through `version`; null while it waits. */
export interface Label {
  _id: string;
  team: string;
  program: string;
  key: string;
  labelHash: string;
  label: Record<string, unknown>;
  source: "import" | "review";
  gate: string | null;
  by: string;
  at: Date;
  /** The run or the import that gathered it into a version. */
  batch: string | null;
  version: number | null;
  /** Why it cannot enter a version, in words. */
  refused: string | null;
}

export const datasetCauses = ["import", "review", "relabel", "split change"] as const;
export type DatasetCause = (typeof datasetCauses)[number];

export interface DatasetVersion {
  _id: string;
  team: string;
  program: string;
  number: number;
  hash: string;
  splitHashes: Record<Split, string>;
  splitDefinition: SplitDefinition;
  parent: number | null;
  cause: DatasetCause;
  author: string;
  run: string | null;
  /** The import that made it. */
  batch: string | null;
  /** Its chunks: two writers of one number never mix theirs. */
  memberSet: string;
  counts: Record<Split, number>;
  added: number;
  /** Labels that changed. */
  changed: number;
  /** Examples that changed their split. */
  moved: number;
  note: string;
  at: Date;
}

/** Members in chunks, so that no document grows with the dataset. */
export interface MemberChunk {
  _id: string;
  /** The version's `memberSet`. */
  version: string;
  n: number;
  members: Member[];
}

export interface Member {
  key: string;
  label: string;
  split: Split;
}

const exampleSchema = new Schema<Example>(
  {
    _id: String,
    team: String,
    program: String,
    key: String,
    foldedKey: String,
    inputs: Schema.Types.Mixed,
    splits: Schema.Types.Mixed,
    bands: { type: [Number], default: [] },
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
exampleSchema.index({ team: 1, program: 1, foldedKey: 1 });
exampleSchema.index({ team: 1, program: 1, bands: 1 });
export const Examples = model<Example>("Example", exampleSchema);

const labelSchema = new Schema<Label>(
  {
    _id: String,
    team: String,
    program: String,
    key: String,
    labelHash: String,
    label: Schema.Types.Mixed,
    source: String,
    gate: { type: String, default: null },
    by: String,
    at: Date,
    batch: { type: String, default: null },
    version: { type: Number, default: null },
    refused: { type: String, default: null },
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
labelSchema.index({ team: 1, program: 1, version: 1 });
labelSchema.index({ team: 1, program: 1, key: 1, labelHash: 1 });
export const Labels = model<Label>("Label", labelSchema);

const versionSchema = new Schema<DatasetVersion>(
  {
    _id: String,
    team: String,
    program: String,
    number: Number,
    hash: String,
    splitHashes: Schema.Types.Mixed,
    splitDefinition: Schema.Types.Mixed,
    parent: { type: Number, default: null },
    cause: String,
    author: String,
    run: { type: String, default: null },
    batch: { type: String, default: null },
    memberSet: String,
    counts: Schema.Types.Mixed,
    added: Number,
    changed: Number,
    moved: { type: Number, default: 0 },
    note: String,
    at: Date,
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
versionSchema.index({ team: 1, program: 1, number: 1 }, { unique: true });
export const DatasetVersions = model<DatasetVersion>("DatasetVersion", versionSchema);

const chunkSchema = new Schema<MemberChunk>(
  { _id: String, version: String, n: Number, members: Schema.Types.Mixed },
  { autoIndex: false, versionKey: false },
);
chunkSchema.index({ version: 1, n: 1 });
export const MemberChunks = model<MemberChunk>("MemberChunk", chunkSchema);

export const exampleId = (team: string, program: string, key: string): string => `${team}-${program}-${key}`;
export const versionId = (team: string, program: string, number: number): string => `${team}-${program}-v${number}`;

const newest = sharing((team: string, program: string) =>
  DatasetVersions.findOne({ team, program }).sort({ number: -1 }).lean<DatasetVersion>().exec(),
);

/** The newest dataset version of a program, or null. */
export const latestVersion = (team: string, program: string): Promise<DatasetVersion | null> => newest([team, program]);

/** The split of an example under a definition: the stored one, else what the hash of its key says. */
export const splitUnder = (definition: SplitDefinition, example: Pick<Example, "key" | "splits">): Split =>
  example.splits[definitionKey(definition)] ?? assignSplit(definition, example.key);

/** The members of a version (by its id) as they are stored: sorted by key, 1,000 at a time. None for a version that is not there. */
export async function* chunksOf(version: string): AsyncGenerator<Member[]> {
  const stored = await DatasetVersions.findById(version, { memberSet: 1 }).lean();
  if (!stored) return;
  const chunks = MemberChunks.find({ version: stored.memberSet }).sort({ n: 1 }).lean<MemberChunk[]>();
  for await (const chunk of chunks.cursor()) yield (chunk as MemberChunk).members;
}

/** One member after the other, without holding them all. */
export async function* eachMember(version: string): AsyncGenerator<Member> {
  for await (const members of chunksOf(version)) yield* members;
}

/** All members of a version at once: keys and hashes, no contents. Where they are only walked through, take `eachMember`. */
export async function membersOf(version: string): Promise<Member[]> {
  const members: Member[] = [];
  for await (const chunk of chunksOf(version)) members.push(...chunk);
  return members;
}

/** The label an input has in the newest dataset version, or null. */
export async function currentLabel(team: string, program: string, key: string): Promise<Label | null> {
  return Labels.findOne({ team, program, key, version: { $ne: null } })
    .sort({ version: -1, at: -1 })
    .lean<Label>();
}
