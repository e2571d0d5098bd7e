import { model, Schema } from "mongoose";
import type { JournalEntry } from "./contract.ts";
import { isDuplicateKey } from "./duplicate-key.ts";

/** Finished LM calls of one compile, in batches. A chunk counts once its id stands in the step: that write carries the epoch. */
export interface JournalChunk {
  _id: string;
  run: string;
  step: number;
  entries: JournalEntry[];
  /** Its step was taken over: nothing is added any more. */
  closed?: boolean;
}

const journalSchema = new Schema<JournalChunk>(
  {
    _id: String,
    run: String,
    step: Number,
    entries: Schema.Types.Mixed,
    closed: { type: Boolean, default: undefined },
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
export const JournalChunks = model<JournalChunk>("JournalChunk", journalSchema);

/** Adds calls to a chunk of a step, made if it is not there. False: it is closed, and nothing was added. */
export async function addToChunk(
  { _id, run, step }: Pick<JournalChunk, "_id" | "run" | "step">,
  entries: readonly JournalEntry[],
): Promise<boolean> {
  const write = { $setOnInsert: { run, step }, $push: { entries: { $each: entries } } };
  try {
    await JournalChunks.updateOne({ _id, closed: { $ne: true } }, write, { upsert: true });
    return true;
  } catch (error) {
    // A closed one is not found, and its id is taken.
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** From now on nothing is added to these chunks. */
export async function closeChunks(chunks: readonly string[]): Promise<void> {
  await JournalChunks.updateMany({ _id: { $in: chunks } }, { $set: { closed: true } });
}

/** The entries of the given chunks, in order. */
export async function journalOf(chunks: string[]): Promise<JournalEntry[]> {
  const found = await JournalChunks.find({ _id: { $in: chunks } }).lean<JournalChunk[]>();
  return found.sort((a, b) => chunks.indexOf(a._id) - chunks.indexOf(b._id)).flatMap((chunk) => chunk.entries);
}
