import { model, Schema } from "mongoose";
import type { JournalEntry } from "./contract.ts";

/** Finished LM calls of one compile, in batches. A chunk counts once its id stands in the step: that write carries the epoch. */
export interface JournalChunk {
  _id: string;
  run: string;
  step: number;
  entries: JournalEntry[];
}

const journalSchema = new Schema<JournalChunk>(
  { _id: String, run: String, step: Number, entries: Schema.Types.Mixed },
  { autoIndex: false, minimize: false, versionKey: false },
);
export const JournalChunks = model<JournalChunk>("JournalChunk", journalSchema);

/** The entries of the given chunks, in order. */
export async function journalOf(chunks: string[]): Promise<JournalEntry[]> {
  const found = await JournalChunks.find({ _id: { $in: chunks } }).lean<JournalChunk[]>();
  return found.sort((a, b) => chunks.indexOf(a._id) - chunks.indexOf(b._id)).flatMap((chunk) => chunk.entries);
}
