import { model, Schema } from "mongoose";
import { hashOf } from "./canonical.ts";
import type { CopiedText } from "./copied-text.ts";
import type { ChangeCounts } from "./example-changes.ts";
import type { FingerprintComparison } from "./fingerprint.ts";
import type { ComparisonResult } from "./verdict.ts";

/** One example that changed, with what a person needs to judge it. */
export interface ChangedExample {
  key: string;
  inputs: string;
  before: number;
  after: number;
  expected: string;
  beforeOutput: string;
  afterOutput: string;
  feedback: string;
}

/** A demo that one of two prompts shows and the other does not. */
export interface DemoChange {
  change: "added" | "removed";
  /** Key of the example it was made from; null where it is none's. */
  source: string | null;
  /** A model wrote its answer. */
  augmented: boolean;
}

/** Text that one predictor gained and lost. */
export interface PromptChange {
  predictor: string;
  before: string;
  after: string;
  /** Words of the instructions gained and lost. */
  wordsAdded: number;
  wordsRemoved: number;
  demosAdded: number;
  demosRemoved: number;
  demos: DemoChange[];
  /** What the new instructions copy from inputs of the train split. */
  copied: CopiedText[];
}

/** Two evaluations side by side: candidate against baseline. */
export interface Comparison {
  _id: string;
  team: string;
  program: string;
  key: string;
  run: string;
  baseline: string;
  candidate: string;
  fingerprint: FingerprintComparison;
  result: ComparisonResult;
  improved: ChangedExample[];
  regressed: ChangedExample[];
  /** How many examples changed, by kind; the examples themselves are read from the evaluations. Absent in older ones. */
  changes?: ChangeCounts;
  prompt: PromptChange[];
  /** What the candidate shows the model of the test split, a sentence; empty where it shows nothing. Absent in older ones. */
  leaks?: string[];
  selectedOnTest: boolean;
  at: Date;
}

const comparisonSchema = new Schema<Comparison>(
  {
    _id: String,
    team: String,
    program: String,
    key: String,
    run: String,
    baseline: String,
    candidate: String,
    fingerprint: Schema.Types.Mixed,
    result: Schema.Types.Mixed,
    improved: [Schema.Types.Mixed],
    regressed: [Schema.Types.Mixed],
    changes: { type: Schema.Types.Mixed, default: undefined },
    prompt: [Schema.Types.Mixed],
    leaks: { type: [String], default: undefined },
    selectedOnTest: Boolean,
    at: Date,
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
comparisonSchema.index({ team: 1, key: 1 }, { unique: true });
export const Comparisons = model<Comparison>("Comparison", comparisonSchema);

export async function theComparison(id: string): Promise<Comparison> {
  const comparison = await Comparisons.findById(id).lean<Comparison>();
  if (!comparison) throw new Error(`comparison ${id} is not stored`);
  return comparison;
}

/** Hash of what a comparison says, changed examples included. */
export const comparisonHash = ({
  _id,
  baseline,
  candidate,
  fingerprint,
  result,
  improved,
  regressed,
  changes,
  prompt,
  leaks,
  selectedOnTest,
}: Comparison): string => {
  const found = { fingerprint, result, improved, regressed, changes, prompt, leaks, selectedOnTest };
  return hashOf(JSON.parse(JSON.stringify({ _id, baseline, candidate, ...found })));
};
