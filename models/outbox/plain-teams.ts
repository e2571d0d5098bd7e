import { model, Schema } from "mongoose";

/** A workspace whose Slack refused newer kinds of blocks, and until when nobody tries them there again. */
interface PlainTeam {
  /** The team's id. */
  _id: string;
  until: Date;
  /** What Slack said. */
  because: string;
}

const PlainTeams = model<PlainTeam>(
  "PlainTeam",
  new Schema<PlainTeam>({ _id: String, until: Date, because: String }, { autoIndex: false, versionKey: false }),
);

/** Remembers it for all senders, so that the next message does not fail first. */
export async function rememberPlain(team: string, because: string, until: Date): Promise<void> {
  await PlainTeams.updateOne({ _id: team }, { $set: { until, because } }, { upsert: true });
}

export const isPlainTeam = async (team: string, now: Date): Promise<boolean> =>
  (await PlainTeams.exists({ _id: team, until: { $gt: now } })) !== null;
