import type { Held } from "../limits/held.ts";
import type { Move } from "../moves.ts";

type StepStatus = "waiting" | "queued" | "running" | "done" | "failed" | "cancelled";
export type StepKind =
  | "ingest"
  | "draft"
  | "digest"
  | "review"
  | "version"
  | "compile"
  | "evaluate"
  | "compare"
  | "recommend"
  | "revise"
  | "rollback"
  | "deploy";

/** What a step has to show while it works; a function of it is what people see. */
export interface Progress {
  done: number;
  total: number | null;
  best: number | null;
  note: string;
  /** Programs an optimizer proposed and took, where it does such a thing. */
  proposals?: number;
  accepted?: number;
  /** Seconds it will probably take, by the pace of the last minute; null or absent while that is not known. */
  leftS?: number | null;
}

/** A program an optimizer showed, as the compile step keeps it; `state` points into `states`. */
export interface TriedCandidate {
  index: number;
  candidate: string;
  stateHash: string;
  parents: number[];
  valScore: number | null;
}

export interface Step {
  n: number;
  kind: StepKind;
  /** The plan: fixed when the run is made. */
  params: Record<string, unknown>;
  status: StepStatus;
  /** Raised by every claim; every write of an attempt carries it. */
  epoch: number;
  /** How often a job was made for this step: the last part of the job id. */
  enqueues: number;
  claim: { owner: string; at: Date; heartbeatAt: Date } | null;
  /** Results so far, results when the last attempt began, and attempts in a row that brought none. */
  results: number;
  resultsAtClaim: number;
  fruitless: number;
  progress: Progress | null;
  /** The limit of a model that holds it back now. */
  held?: Held | null;
  /** Dollars over all attempts; `unknownCost` when a call's cost is not known. */
  spentUsd: number;
  unknownCost: boolean;
  lmCalls: number;
  candidates: TriedCandidate[];
  /** Ids of journal chunks, in order. */
  journal: string[];
  outcome: Record<string, unknown> | null;
  moves: Move[];
}

/** A step as a new run has it: the first is due at once. */
export const freshStep = (kind: StepKind, params: Record<string, unknown>, n: number): Step => ({
  n,
  kind,
  params,
  status: n === 0 ? "queued" : "waiting",
  epoch: 0,
  enqueues: 0,
  claim: null,
  results: 0,
  resultsAtClaim: 0,
  fruitless: 0,
  progress: null,
  spentUsd: 0,
  unknownCost: false,
  lmCalls: 0,
  candidates: [],
  journal: [],
  outcome: null,
  moves: [],
});
