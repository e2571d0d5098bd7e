import { model, Schema } from "mongoose";

/** One production input that waits for a label; exact duplicates of it share the draft. */
export interface Draft {
  _id: string;
  team: string;
  program: string;
  key: string;
  inputs: Record<string, unknown>;
  traces: { id: string; url: string | null; at: Date }[];
  /** What production answered. */
  output: Record<string, unknown> | null;
  /** The drafted label and who drafted it: a user's correction, or a model. Null until drafted. */
  label: Record<string, unknown> | null;
  draftedBy: string | null;
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
    output: { type: Schema.Types.Mixed, default: null },
    label: { type: Schema.Types.Mixed, default: null },
    draftedBy: { type: String, default: null },
    status: String,
    gate: { type: String, default: null },
    problem: { type: String, default: null },
    at: Date,
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
draftSchema.index({ team: 1, program: 1, key: 1 }, { unique: true });
export const Drafts = model<Draft>("Draft", draftSchema);

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
export const SeenTraces = model<SeenTrace>("SeenTrace", seenSchema);
