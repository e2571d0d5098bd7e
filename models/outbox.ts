import { model, Schema, type Types } from "mongoose";

/** What a message is to show: the full sentence for screen readers and notifications, and its blocks. */
export interface Content {
  text: string;
  blocks: readonly object[];
  /** The same for a Slack that refuses some of the blocks; absent where all of them are old ones. */
  plain?: readonly object[];
}

/** What content goes out as: its blocks, the plain ones in their place, or its text alone. */
export type Form = "blocks" | "plain" | "text";

/** A message Helix wants to stand in Slack. The same `key` is the same message: wanting other content edits it. */
export interface WantedMessage extends Content {
  team: string;
  /** Unique in the team: `run:r12`, `gate:g4`. */
  key: string;
  channel: string;
  /** The message whose thread this belongs to, by key: it is posted after that one. */
  parentKey?: string;
  /** Or the `ts` of a message that is not Helix's own. Without either it stands in the channel itself. */
  threadTs?: string;
  /** A number that grows with the state shown, such as a run's `rev`: content of an older state never replaces a newer one. */
  asOf?: number;
}

/** A call to Slack that was begun and not yet recorded as answered. `lookedAt`: a first look did not find the message. */
export interface Attempt {
  at: Date;
  owner: string;
  version: number;
  kind: "post" | "update";
  lookedAt: Date | null;
}

/** One message Helix owns: what is wanted, what stands in Slack, and what is being done about the difference. */
export interface OutboxMessage {
  _id: Types.ObjectId;
  team: string;
  key: string;
  channel: string;
  parentKey: string | null;
  threadTs: string | null;
  /** Channel and thread: within a lane messages are posted in the order of `order`. */
  lane: string;
  order: number;
  wanted: Content;
  wantedHash: string;
  /** 1 for the first content; `sentVersion` is the one that stands in Slack, 0 for none. */
  wantedVersion: number;
  sentVersion: number;
  /** What Slack refused of a version, so that it goes out as the next simpler form. */
  refused: { version: number; form: Form } | null;
  asOf: number | null;
  ts: string | null;
  /** Where the message stood before it had to be posted anew. */
  formerTs: string[];
  state: "waiting" | "sent" | "failed";
  attempted: Attempt | null;
  notBefore: Date;
  lease: { owner: string; until: Date } | null;
  /** Raised by every claim; a sender writes only under the epoch of its own claim. */
  epoch: number;
  /** Failures in a row. */
  failures: number;
  /** Why it is not in Slack, in words for people. */
  problem: string | null;
}

const leaseSchema = new Schema({ owner: String, until: Date }, { _id: false });
const attemptSchema = new Schema(
  { at: Date, owner: String, version: Number, kind: String, lookedAt: { type: Date, default: null } },
  { _id: false },
);
const refusedSchema = new Schema({ version: Number, form: String }, { _id: false });
const nothing = { default: null };

const outboxSchema = new Schema<OutboxMessage>(
  {
    team: { type: String, required: true },
    key: { type: String, required: true },
    channel: { type: String, required: true },
    parentKey: { type: String, ...nothing },
    threadTs: { type: String, ...nothing },
    lane: { type: String, required: true },
    order: { type: Number, required: true },
    wanted: { type: Schema.Types.Mixed, required: true },
    wantedHash: { type: String, required: true },
    wantedVersion: { type: Number, default: 1 },
    sentVersion: { type: Number, default: 0 },
    refused: { type: refusedSchema, ...nothing },
    asOf: { type: Number, ...nothing },
    ts: { type: String, ...nothing },
    formerTs: { type: [String], default: [] },
    state: { type: String, enum: ["waiting", "sent", "failed"], default: "waiting" },
    attempted: { type: attemptSchema, ...nothing },
    notBefore: { type: Date, default: new Date(0) },
    lease: { type: leaseSchema, ...nothing },
    epoch: { type: Number, default: 0 },
    failures: { type: Number, default: 0 },
    problem: { type: String, ...nothing },
  },
  {
    collection: "outbox",
    autoIndex: false,
    minimize: false,
    versionKey: false,
    writeConcern: { w: "majority", j: true },
  },
);
// Without the unique ones a message could be posted twice: they have to be built before the first `want`.
outboxSchema.index({ team: 1, key: 1 }, { unique: true });
outboxSchema.index({ team: 1, lane: 1, order: 1 }, { unique: true });
outboxSchema.index({ team: 1, state: 1, lane: 1, order: 1 });

export const Outbox = model<OutboxMessage>("Outbox", outboxSchema);
