import { model, Schema } from "mongoose";
import { isDuplicateKey } from "./duplicate-key.ts";

/** Something Slack delivered. `id` is `event_id`, or `channel:ts` for the mention and the message that Slack sends for one text. */
export interface Received {
  team: string;
  id: string;
  kind: string;
  at: Date;
  /** What is needed to act on it again when the process died before it was done; null where nothing is. */
  payload?: Record<string, unknown> | null;
}

type Stored = Received & { handledAt: Date | null };

/** Slack gives up on an event after minutes, and refuses signatures older than five; a day is plenty. */
const rememberedSeconds = 24 * 60 * 60;

const inboxSchema = new Schema<Stored>(
  {
    team: { type: String, required: true },
    id: { type: String, required: true },
    kind: { type: String, required: true },
    at: { type: Date, required: true },
    payload: { type: Schema.Types.Mixed, default: null },
    handledAt: { type: Date, default: null },
  },
  { collection: "inbox", autoIndex: false, id: false, versionKey: false, writeConcern: { w: "majority", j: true } },
);
inboxSchema.index({ team: 1, id: 1 }, { unique: true });
inboxSchema.index({ at: 1 }, { expireAfterSeconds: rememberedSeconds });

/** Whether what happened then is no longer known: a delivery about it can be the second one all the same. */
export const isForgotten = (then: Date, now: Date): boolean =>
  now.getTime() - then.getTime() > rememberedSeconds * 1_000;

const Inbox = model<Stored>("Inbox", inboxSchema);

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

/** Marks a delivery as acted upon: it is not taken up again at the next start. */
export async function handled({ team, id }: Pick<Received, "team" | "id">, at: Date): Promise<void> {
  await Inbox.updateOne({ team, id }, { $set: { handledAt: at, payload: null } });
}

/** Deliveries since a moment that were received and never done: their process died, or a store was away. */
export async function unhandled(team: string, kind: string, since: Date): Promise<Received[]> {
  return Inbox.find({ team, kind, handledAt: null, payload: { $ne: null }, at: { $gte: since } })
    .sort({ at: 1 })
    .lean<Stored[]>();
}
