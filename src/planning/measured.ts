import { canonicalJson } from "../../models/canonical.ts";
import { Examples } from "../../models/dataset.ts";
import type { Measured } from "../../models/estimate.ts";
import { type Evaluation, EvaluationRows, Evaluations } from "../../models/evaluation.ts";
import type { Program } from "../../models/program.ts";
import { theRelease } from "../../models/release.ts";

/** What is known of a program before anything of it was measured. */
export const unmeasured: Omit<Measured, "usdPerRun" | "judgeUsdPerRun"> = {
  callsPerRun: null,
  msPerRun: null,
  tokensPerRun: null,
  exampleTokens: null,
};

export type LastMeasured = Omit<Measured, "usdPerRun" | "judgeUsdPerRun"> & {
  usdPerCall: number;
  price: { input: number; output: number };
  /** Dollars of what the metric asks of models of its own, for each answer. */
  judgeUsd: number;
  /** Alias of the model it was measured on, and how many runs went side by side. */
  model: string;
  threads: number;
};

const sampled = 50;
const charactersPerToken = 4;

/** What a run of this program took when it was last evaluated; null when it never was, or its cost is unknown. */
export async function lastMeasured({ team, name }: Program): Promise<LastMeasured | null> {
  const last = await Evaluations.findOne({
    team,
    program: name,
    status: "done",
    "summary.usdPerCall": { $ne: null },
  })
    .sort({ at: -1 })
    .lean<Evaluation>();
  const summary = last?.summary;
  if (!last || summary?.usdPerCall == null) return null;
  const { lm } = await theRelease(last.release);
  const { freshLmCalls: calls, freshPredictions: runs } = summary;
  return {
    usdPerCall: summary.usdPerCall,
    price: lm.price,
    judgeUsd: summary.judgeUsdPerRow ?? 0,
    model: lm.alias,
    threads: await threadsOf(last),
    callsPerRun: runs > 0 ? calls / runs : null,
    msPerRun: summary.p50,
    tokensPerRun: summary.tokensPerCall,
    exampleTokens: await exampleTokens(team, name),
  };
}

/** How many runs went side by side when it was measured: as many as a worker will start for the search. */
async function threadsOf({ _id }: Evaluation): Promise<number> {
  const row = await EvaluationRows.findOne({ evaluation: _id, status: "ok" }, { measured: 1 }).lean();
  return Math.max(1, row?.measured?.concurrency ?? 1);
}

/** About how many tokens the inputs of an example are, from some of them. */
async function exampleTokens(team: string, program: string): Promise<number | null> {
  const some = await Examples.find({ team, program }, { inputs: 1 }).limit(sampled).lean();
  if (some.length === 0) return null;
  const characters = some.reduce((sum, { inputs }) => sum + canonicalJson(inputs).length, 0);
  return characters / some.length / charactersPerToken;
}
