import { model, Schema } from "mongoose";
import type { Said } from "./said.ts";

/** A question Helix asked back, waiting for one person's answer in one place. */
export interface AskedBack {
  /** The place and the person: one open question each. */
  _id: string;
  /** What was said, as it was read; the answer takes the place of the words from `from` to `to`. */
  text: string;
  from: number;
  to: number;
  problem: string;
  choices: string[];
  /** The commands that a yes or a click carries out; none where the answer is a word that was missing. */
  lines: string[];
  /** What was said, and where: its own message is `ts`. */
  said: Said;
  /** The message that answers it: a second one is a request of its own. */
  answeredBy: string | null;
  expiresAt: Date;
}

const askedBackSchema = new Schema<AskedBack>(
  {
    _id: String,
    text: String,
    from: Number,
    to: Number,
    problem: String,
    choices: [String],
    lines: [String],
    said: Schema.Types.Mixed,
    answeredBy: { type: String, default: null },
    expiresAt: Date,
  },
  { collection: "askedback", autoIndex: false, versionKey: false },
);
askedBackSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const Questions = model<AskedBack>("AskedBack", askedBackSchema);

/** Where and whom a question waits for. In direct messages people do not answer in threads. */
export const questionPlace = (said: { team: string; channel: string; thread: string | null; user: string }): string =>
  [said.team, said.channel, said.thread ?? "", said.user].join(":");

/** Asks: a question that was open there is given up. */
export async function askBack(question: Omit<AskedBack, "answeredBy">): Promise<void> {
  const { _id, ...rest } = question;
  await Questions.updateOne({ _id }, { $set: { ...rest, answeredBy: null } }, { upsert: true });
}

/** The question open at a place, now taken by the message `by`; null where none is, or another message has answered it. */
export async function questionFor(_id: string, by: string, at: Date): Promise<AskedBack | null> {
  return Questions.findOneAndUpdate(
    { _id, expiresAt: { $gt: at }, answeredBy: { $in: [null, by] } },
    { $set: { answeredBy: by } },
    { returnDocument: "after" },
  ).lean<AskedBack>();
}

/**
 * The proposal made to the message `ts`, now taken by a click; null where it is answered, replaced or too old. Another
 * click takes it again until it is closed: what it carries out is keyed by the message.
 */
export async function proposalFor(_id: string, ts: string, at: Date): Promise<AskedBack | null> {
  return Questions.findOneAndUpdate(
    { _id, "said.ts": ts, "lines.0": { $exists: true }, expiresAt: { $gt: at }, answeredBy: { $in: [null, "click"] } },
    { $set: { answeredBy: "click" } },
    { returnDocument: "after" },
  ).lean<AskedBack>();
}

/** The question is answered, or the person speaks of something else. */
export async function closeQuestion(_id: string, ts?: string): Promise<void> {
  await Questions.deleteOne({ _id, ...(ts !== undefined && { "said.ts": ts }) });
}
