import { model, Schema } from "mongoose";
import { isDuplicateKey } from "./duplicate-key.ts";

/** Something Slack delivered. `id` is `event_id`, or `channel:ts` for the mention and the message that Slack sends for one text. */
export interface Received {
  team: string;
  id: string;
  kind: string;
  at: Date;
}

/** Slack gives up on an event after minutes, and refuses signatures older than five; a day is plenty. */
const rememberedSeconds = 24 * 60 * 60;

const inboxSchema = new Schema<Received>(
  {
    team: { type: String, required: true },
    id: { type: String, required: true },
    kind: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: "inbox", autoIndex: false, id: false, versionKey: false, writeConcern: { w: "majority", j: true } },
);
inboxSchema.index({ team: 1, id: 1 }, { unique: true });
inboxSchema.index({ at: 1 }, { expireAfterSeconds: rememberedSeconds });

const Inbox = model<Received>("Inbox", inboxSchema);

/** True the first time, false ever after (for a day): only the first delivery is to be acted on. */
export async function receive(delivery: Received): Promise<boolean> {
  try {
    await Inbox.create(delivery);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
