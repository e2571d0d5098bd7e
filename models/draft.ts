import { model, Schema } from "mongoose";
import { findingById } from "./gathering.ts";
import type { Split } from "./split.ts";

/** An example of the dataset that a draft resembles, as its card shows it. */
export interface DraftNeighbour {
  key: string;
  inputs: Record<string, unknown>;
  label: Record<string, unknown>;
  split: Split;
  /** From 0 to 1. */
  similarity: number;
  /** A near-duplicate, not only alike. */
  near: boolean;
  /** The very same input. */
  isSame: boolean;
}

/** So many traces of one input are listed; all are counted. */
export const listedTraces = 20;

/** A message that a person added to the dataset. */
export interface AddedFrom {
  user: string;
  /** Who wrote the message, as Slack says. */
  author: string | null;
  /** Its address in Slack; null where the workspace's own is not known. */
  permalink: string | null;
  at: Date;
}

/** Who drafted a label that a user gave in the trace source. */
export const correctedByUser = "a user's correction in Langfuse";

/** One input that waits for a label, from production or from a message; exact duplicates of it share the draft. */
export interface Draft {
  _id: string;
  team: string;
  program: string;
  key: string;
  inputs: Record<string, unknown>;
  /** The first of them, up to `listedTraces`. */
  traces: { id: string; url: string | null; at: Date }[];
  traceCount: number;
  /** Who brought it from which message; null where only traces did. */
  added?: AddedFrom | null;
  /** What production answered. */
  output: Record<string, unknown> | null;
  /** The drafted label and who drafted it: a user's correction, or a model. Null until drafted. */
  label: Record<string, unknown> | null;
  draftedBy: string | null;
  /** The nearest in the dataset when it was last asked about. */
  neighbours: DraftNeighbour[];
  status: "undrafted" | "drafted" | "gated" | "labelled" | "rejected" | "undraftable";
  gate: string | null;
  problem: string | null;
  at: Date;
}

const draftSchema = new Schema<Draft>(
  {
    _id: String,
    team: String,
    program: String,
    key: String,
    inputs: Schema.Types.Mixed,
    traces: [{ id: String, url: String, at: Date, _id: false }],
    traceCount: { type: Number, default: 1 },
    added: { type: Schema.Types.Mixed, default: null },
    output: { type: Schema.Types.Mixed, default: null },
    label: { type: Schema.Types.Mixed, default: null },
    draftedBy: { type: String, default: null },
    neighbours: { type: Schema.Types.Mixed, default: [] },
    status: String,
    gate: { type: String, default: null },
    problem: { type: String, default: null },
    at: Date,
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
draftSchema.index({ team: 1, program: 1, key: 1 }, { unique: true });
export const Drafts = model<Draft>("Draft", draftSchema);

/** The draft with this id, or null. */
export const findDraft = findingById<Draft>(Drafts);

/** A trace as it was seen: what became of it, so that reading the same window twice changes nothing. */
export interface SeenTrace {
  _id: string;
  team: string;
  program: string;
  traceId: string;
  key: string | null;
  fate: "draft" | "duplicate of a draft" | "already labelled" | "rejected";
  reason: string | null;
  artifact: string | null;
  at: Date;
}

const seenSchema = new Schema<SeenTrace>(
  {
    _id: String,
    team: String,
    program: String,
    traceId: String,
    key: { type: String, default: null },
    fate: String,
    reason: { type: String, default: null },
    artifact: { type: String, default: null },
    at: Date,
  },
  { autoIndex: false, versionKey: false },
);
seenSchema.index({ team: 1, program: 1, at: -1 });
seenSchema.index({ team: 1, program: 1, key: 1 });
export const SeenTraces = model<SeenTrace>("SeenTrace", seenSchema);
