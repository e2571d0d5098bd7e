import { model, Schema } from "mongoose";

/** The files of a program's root at one moment, by content. `commit` and `dirty` are shown, never hashed. */
export interface Snapshot {
  _id: string;
  team: string;
  files: { path: string; blob: string; executable: boolean }[];
  commit: string | null;
  dirty: boolean;
  at: Date;
}

export interface Blob {
  _id: string;
  data: Buffer;
}

const snapshotSchema = new Schema<Snapshot>(
  {
    _id: String,
    team: String,
    files: [{ path: String, blob: String, executable: Boolean, _id: false }],
    commit: { type: String, default: null },
    dirty: Boolean,
    at: Date,
  },
  { autoIndex: false, versionKey: false },
);

export const Snapshots = model<Snapshot>("Snapshot", snapshotSchema);
export const Blobs = model<Blob>(
  "Blob",
  new Schema<Blob>({ _id: String, data: Buffer }, { autoIndex: false, versionKey: false }),
);
