import { model, Schema } from "mongoose";
import type { Split, SplitDefinition } from "./split.ts";

/** One input; its split is assigned once and then stored. */
export interface Example {
  _id: string;
  team: string;
  program: string;
  key: string;
  foldedKey: string;
  inputs: Record<string, unknown>;
  split: Split;
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
  /** The run that gathered it into a version. */
  batch: string | null;
  version: number | null;
}

export interface DatasetVersion {
  _id: string;
  team: string;
  program: string;
  number: number;
  hash: string;
  splitHashes: Record<Split, string>;
  splitDefinition: SplitDefinition;
  parent: number | null;
  cause: "import" | "review";
  author: string;
  run: string | null;
  counts: Record<Split, number>;
  added: number;
  changed: number;
  note: string;
  at: Date;
}

/** Members in chunks, so that no document grows with the dataset. */
export interface MemberChunk {
  _id: string;
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
    split: String,
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
exampleSchema.index({ team: 1, program: 1, foldedKey: 1 });
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
    counts: Schema.Types.Mixed,
    added: Number,
    changed: Number,
    note: String,
    at: Date,
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
versionSchema.index({ team: 1, program: 1, number: 1 }, { unique: true });
export const DatasetVersions = model<DatasetVersion>("DatasetVersion", versionSchema);

const chunkSchema = new Schema<MemberChunk>(
  { _id: String, version: String, n: Number, members: [{ key: String, label: String, split: String, _id: false }] },
  { autoIndex: false, versionKey: false },
);
chunkSchema.index({ version: 1, n: 1 });
export const MemberChunks = model<MemberChunk>("MemberChunk", chunkSchema);

export const exampleId = (team: string, program: string, key: string): string => `${team}-${program}-${key}`;
export const versionId = (team: string, program: string, number: number): string => `${team}-${program}-v${number}`;

/** The newest dataset version of a program, or null. */
export async function latestVersion(team: string, program: string): Promise<DatasetVersion | null> {
  return DatasetVersions.findOne({ team, program }).sort({ number: -1 }).lean<DatasetVersion>();
}

/** All members of a version, chunk by chunk. */
export async function membersOf(version: string): Promise<Member[]> {
  const members: Member[] = [];
  for await (const chunk of MemberChunks.find({ version }).sort({ n: 1 }).lean<MemberChunk[]>().cursor()) {
    members.push(...(chunk as MemberChunk).members);
  }
  return members;
}
