import { model, Schema } from "mongoose";
import type { ExampleStatus } from "./contract.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { Split } from "./split.ts";

/** What a finished evaluation says in one line. Dollars and milliseconds are null where unknown. */
export interface EvaluationSummary {
  n: number;
  missing: number;
  mean: number | null;
  low: number | null;
  high: number | null;
  p50: number | null;
  p95: number | null;
  usdPerCall: number | null;
  tokensPerCall: number | null;
  /** Dollars of the metric's own calls per row it scored anew; null where it scored none or asks no model. */
  judgeUsdPerRow?: number | null;
  byStatus: Partial<Record<ExampleStatus, number>>;
  /** Predictions paid for by this evaluation, and those found from before. */
  freshPredictions: number;
  knownPredictions: number;
  freshLmCalls: number;
  usd: number | null;
}

/** Release × dataset version × split × metric × repetitions; its rows are the per-example results. */
export interface Evaluation {
  _id: string;
  team: string;
  program: string;
  /** The run and step it belongs to: a step makes one evaluation however often it is tried. */
  key: string;
  run: string;
  release: string;
  dataset: number;
  split: Split;
  /** `module:function`, the hash of its source, and the snapshot it is read from: the release may be of another one. */
  metric: string;
  metricSource: string;
  metricSnapshot: string;
  repetitions: number;
  failureScore: number;
  dspy: string;
  evalContract: number;
  status: "running" | "done";
  fingerprint: Fingerprint | null;
  summary: EvaluationSummary | null;
  rowsHash: string | null;
  at: Date;
}

export type RowStatus = "pending" | ExampleStatus;

/** One example of one evaluation. `fence` names the attempt that may write it, `fenceEpoch` says how late that came. */
export interface EvaluationRow {
  _id: string;
  evaluation: string;
  key: string;
  label: string;
  repetition: number;
  fence: string;
  fenceEpoch?: number;
  status: RowStatus;
  predictionKey: string;
  scoreKey: string | null;
  score: number | null;
  feedback: string | null;
  dimensions: Record<string, number>;
  prediction: Record<string, unknown> | null;
  measured: Measured | null;
  fresh: boolean;
  error: string | null;
  /** What the metric's own calls cost, dollars over all the times it scored this row; absent where it asks no model. */
  scoring?: { calls: number; usd: number };
}

/** What the one fresh call of a prediction measured. */
export interface Measured {
  latencyMs: number | null;
  concurrency: number;
  host: string;
  calls: { prompt: string; answer: string | null }[];
  lmCalls: number;
  promptTokens: number;
  completionTokens: number;
  usd: number | null;
  /** Tries the provider refused with 429, and tries nobody answered in time; absent in rows of before they were counted. */
  rateLimited?: number;
  timeouts?: number;
  reportedModel: string | null;
}

/** A prediction by `predictionKey`: paid for once. */
export interface Prediction {
  _id: string;
  status: "ok" | "program_error" | "parse_error";
  prediction: Record<string, unknown> | null;
  measured: Measured;
  error: string | null;
}

/** A score by `scoreKey`. */
export interface Score {
  _id: string;
  score: number;
  feedback: string | null;
  dimensions: Record<string, number>;
}

const options = { autoIndex: false, minimize: false, versionKey: false } as const;

const evaluationSchema = new Schema<Evaluation>(
  {
    _id: String,
    team: String,
    program: String,
    key: String,
    run: String,
    release: String,
    dataset: Number,
    split: String,
    metric: String,
    metricSource: String,
    metricSnapshot: String,
    repetitions: Number,
    failureScore: Number,
    dspy: String,
    evalContract: Number,
    status: String,
    fingerprint: { type: Schema.Types.Mixed, default: null },
    summary: { type: Schema.Types.Mixed, default: null },
    rowsHash: { type: String, default: null },
    at: Date,
  },
  options,
);
evaluationSchema.index({ team: 1, key: 1 }, { unique: true });
evaluationSchema.index({ team: 1, program: 1, release: 1, dataset: -1 });
export const Evaluations = model<Evaluation>("Evaluation", evaluationSchema);

const rowSchema = new Schema<EvaluationRow>(
  {
    _id: String,
    evaluation: String,
    key: String,
    label: String,
    repetition: Number,
    fence: String,
    fenceEpoch: { type: Number, default: 0 },
    status: String,
    predictionKey: String,
    scoreKey: { type: String, default: null },
    score: { type: Number, default: null },
    feedback: { type: String, default: null },
    dimensions: { type: Schema.Types.Mixed, default: {} },
    prediction: { type: Schema.Types.Mixed, default: null },
    measured: { type: Schema.Types.Mixed, default: null },
    fresh: { type: Boolean, default: false },
    error: { type: String, default: null },
    scoring: { type: { calls: Number, usd: Number, _id: false }, default: undefined },
  },
  options,
);
rowSchema.index({ evaluation: 1, status: 1 });
rowSchema.index({ evaluation: 1, _id: 1 });
export const EvaluationRows = model<EvaluationRow>("EvaluationRow", rowSchema);

export const Predictions = model<Prediction>(
  "Prediction",
  new Schema<Prediction>(
    { _id: String, status: String, prediction: Schema.Types.Mixed, measured: Schema.Types.Mixed, error: String },
    options,
  ),
);

export const Scores = model<Score>(
  "Score",
  new Schema<Score>({ _id: String, score: Number, feedback: String, dimensions: Schema.Types.Mixed }, options),
);

export async function theEvaluation(id: string): Promise<Evaluation> {
  const evaluation = await Evaluations.findById(id).lean<Evaluation>();
  if (!evaluation) throw new Error(`evaluation ${id} is not stored`);
  return evaluation;
}
