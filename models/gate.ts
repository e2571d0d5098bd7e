import { model, Schema } from "mongoose";
import { findingById, gathering } from "./gathering.ts";
import type { Move } from "./moves.ts";
import { shownUpTo, unshownIndex } from "./unshown.ts";

export type GateKind = "truth" | "promotion";
export type GateStatus = "open" | "approved" | "rejected" | "expired" | "superseded";

/** What one revision shows: parts that hash to the digest, and what people may change about it. */
export interface Revision {
  n: number;
  /** Everything that was shown, by reference and hash. */
  parts: Record<string, unknown>;
  digest: string;
  /** Truth: the label as it would be stored. */
  label: Record<string, unknown> | null;
  /** Promotion: what is to be shipped and what it was compared by. */
  release: string | null;
  comparison: string | null;
  note: string | null;
  by: string;
  at: Date;
}

export interface Vote {
  user: string;
  revision: number;
  at: Date;
}

export interface Decision {
  outcome: "approved" | "rejected";
  revision: number;
  digest: string;
  by: string[];
  at: Date;
  reason: string | null;
}

/** A question to people with evidence attached. */
export interface Gate {
  _id: string;
  team: string;
  n: number;
  key: string;
  kind: GateKind;
  program: string;
  status: GateStatus;
  revision: number;
  revisions: Revision[];
  votes: Vote[];
  quorum: number;
  requestedBy: string;
  lastEditor: string | null;
  /** The run that asked. */
  run: string;
  /** Promotion: the earlier deployment to go back to; null for one of something new. */
  rollbackTo?: number | null;
  /** Truth: the label draft in question. */
  draft: string | null;
  channel: string;
  parentKey: string | null;
  threadTs: string | null;
  expiresAt: Date;
  /** When people are reminded of it; null once they were. */
  remindAt?: Date | null;
  decision: Decision | null;
  /** What follows from the decision: `audited` then `applied`, each completed by the reconciler if need be. */
  effect: {
    status: "none" | "pending" | "applying" | "done" | "failed";
    audited: boolean;
    detail: string | null;
    at: Date | null;
  };
  moves: Move[];
  rev: number;
  shownRev: number;
  /** How many such writes its message is behind. */
  unshown: number;
  at: Date;
}

const gateSchema = new Schema<Gate>(
  {
    _id: String,
    team: String,
    n: Number,
    key: String,
    kind: String,
    program: String,
    status: String,
    revision: Number,
    revisions: Schema.Types.Mixed,
    votes: Schema.Types.Mixed,
    quorum: Number,
    requestedBy: String,
    lastEditor: { type: String, default: null },
    run: String,
    rollbackTo: { type: Number, default: null },
    draft: { type: String, default: null },
    channel: String,
    parentKey: { type: String, default: null },
    threadTs: { type: String, default: null },
    expiresAt: Date,
    remindAt: { type: Date, default: null },
    decision: { type: Schema.Types.Mixed, default: null },
    effect: Schema.Types.Mixed,
    moves: Schema.Types.Mixed,
    rev: Number,
    shownRev: Number,
    unshown: Number,
    at: Date,
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
gateSchema.index({ team: 1, key: 1 }, { unique: true });
gateSchema.index({ status: 1, expiresAt: 1 });
gateSchema.index({ status: 1, remindAt: 1 });
gateSchema.index({ "effect.status": 1 });
gateSchema.index({ team: 1, draft: 1 });
gateSchema.index(unshownIndex.keys, unshownIndex.options);
gateSchema.index({ team: 1, "decision.at": -1 });
export const Gates = model<Gate>("Gate", gateSchema);

/** Does it ask to go back to an earlier deployment? */
export const isRollback = (gate: Gate): gate is Gate & { rollbackTo: number } => typeof gate.rollbackTo === "number";

/** The gate with this id, or null. */
export const findGate = findingById<Gate>(Gates);

export async function theGate(id: string): Promise<Gate> {
  const gate = await findGate(id);
  if (!gate) throw new Error(`gate ${id} is not stored`);
  return gate;
}

type Writes = Parameters<typeof Gates.collection.bulkWrite>[0];

/** Records that the card shows this state of the gate: one that shows an older state is drawn anew. */
export const markShown = gathering(async (shown: Pick<Gate, "_id" | "rev">[]) => {
  const marks = shown.map(({ _id, rev }) => ({ updateOne: shownUpTo(_id, rev) }));
  await Gates.collection.bulkWrite(marks as object[] as Writes, { ordered: false });
  return shown;
});

/** The revision that is open or was decided. */
export function currentRevision(gate: Gate): Revision {
  const revision = gate.revisions.find(({ n }) => n === gate.revision);
  if (!revision) throw new Error(`gate ${gate._id} has no revision ${gate.revision}`);
  return revision;
}

const dayMs = 86_400_000;

/** When people are reminded of a question: at half of its time, and after a day at the latest. */
export const reminderAt = (at: Date, expiresAt: Date): Date =>
  new Date(at.getTime() + Math.min(dayMs, (expiresAt.getTime() - at.getTime()) / 2));

/** The outbox key of the gate's card: one card per gate, whatever its revision. */
export const gateMessageKey = (gate: Pick<Gate, "_id">): string => `gate:${gate._id}`;
