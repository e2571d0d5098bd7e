import { model, Schema } from "mongoose";
import { hashOf } from "./canonical.ts";
import type { PredictorView } from "./contract.ts";
import { fullId, nextNumber } from "./ids.ts";

/** A program state by its hash (Python's): the JSON a runner loads, and the same for people. */
export interface ProgramState {
  _id: string;
  team: string;
  state: Record<string, unknown>;
  promptHash: string;
  predictors: PredictorView[];
}

export const States = model<ProgramState>(
  "State",
  new Schema<ProgramState>(
    { _id: String, team: String, state: Schema.Types.Mixed, promptHash: String, predictors: Schema.Types.Mixed },
    { autoIndex: false, minimize: false, versionKey: false },
  ),
);

/** A program state with its snapshot and its parents. `run` is null for the program as its team wrote it. */
export interface Candidate {
  _id: string;
  team: string;
  program: string;
  key: string;
  stateHash: string;
  snapshot: string;
  programSource: string;
  /** `module:callable` that builds the program: its own, or a strategy's. */
  entry: string;
  parents: string[];
  run: string | null;
  optimizer: Record<string, unknown> | null;
  valScore: number | null;
  at: Date;
}

const candidateSchema = new Schema<Candidate>(
  {
    _id: String,
    team: String,
    program: String,
    key: String,
    stateHash: String,
    snapshot: String,
    programSource: String,
    entry: String,
    parents: [String],
    run: { type: String, default: null },
    optimizer: { type: Schema.Types.Mixed, default: null },
    valScore: { type: Number, default: null },
    at: Date,
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
candidateSchema.index({ team: 1, key: 1 }, { unique: true });
export const Candidates = model<Candidate>("Candidate", candidateSchema);

/** Stores a candidate once per key (its run and state, or its snapshot) and answers with it. */
export async function keepCandidate(wanted: Omit<Candidate, "_id">): Promise<Candidate> {
  const existing = await Candidates.findOne({ team: wanted.team, key: wanted.key }).lean<Candidate>();
  if (existing) return existing;
  const candidate: Candidate = { ...wanted, _id: fullId(wanted.team, "c", await nextNumber(wanted.team, "c")) };
  await Candidates.updateOne({ team: wanted.team, key: wanted.key }, { $setOnInsert: candidate }, { upsert: true });
  const kept = await Candidates.findOne({ team: wanted.team, key: wanted.key }).lean<Candidate>();
  return kept ?? candidate;
}

/** The LM configuration of a release. `endpoint` is `api_base` as written in helix.yaml. */
export interface ReleaseLm {
  alias: string;
  model: string;
  endpoint: string | null;
  keyEnv: string | null;
  params: Record<string, unknown>;
  price: { input: number; output: number };
  timeoutS: number;
}

export type Adapter = "chat" | "json";

/** Candidate + LM configuration + adapter: what is evaluated, compared, gated, deployed and loaded. */
export interface Release {
  /** Hash of state, program source, LM identity and adapter. */
  _id: string;
  team: string;
  program: string;
  candidate: string;
  stateHash: string;
  snapshot: string;
  programSource: string;
  entry: string;
  lm: ReleaseLm;
  adapter: Adapter;
}

export const Releases = model<Release>(
  "Release",
  new Schema<Release>(
    {
      _id: String,
      team: String,
      program: String,
      candidate: String,
      stateHash: String,
      snapshot: String,
      programSource: String,
      entry: String,
      lm: Schema.Types.Mixed,
      adapter: String,
    },
    { autoIndex: false, minimize: false, versionKey: false },
  ),
);

export const lmIdentity = ({ model, endpoint, params }: ReleaseLm) => ({ model, endpoint, params });

/** Stores the release of a candidate, or finds it: the hash is its identity. */
export async function keepRelease(candidate: Candidate, lm: ReleaseLm, adapter: Adapter): Promise<Release> {
  const { team, program, stateHash, snapshot, programSource, entry } = candidate;
  const _id = hashOf({ team, program, stateHash, programSource, entry, lm: lmIdentity(lm), adapter });
  const release: Release = {
    _id,
    team,
    program,
    candidate: candidate._id,
    stateHash,
    snapshot,
    programSource,
    entry,
    lm,
    adapter,
  };
  await Releases.updateOne({ _id }, { $setOnInsert: release }, { upsert: true });
  return (await Releases.findById(_id).lean<Release>()) ?? release;
}

export async function theRelease(id: string): Promise<Release> {
  const release = await Releases.findById(id).lean<Release>();
  if (!release) throw new Error(`release ${id} is not stored`);
  return release;
}

export async function theState(hash: string): Promise<ProgramState> {
  const state = await States.findById(hash).lean<ProgramState>();
  if (!state) throw new Error(`state ${hash} is not stored`);
  return state;
}
