import type { OptimizerName } from "./intent.ts";
import type { OptimizerPlan } from "./optimizer.ts";

/** What was measured of this program; null where it is unknown. Dollars are at the price of the model of this compile. */
export interface Measured {
  /** Dollars, language model calls and milliseconds of one run of the program as it was measured last. */
  usdPerRun: number;
  /** Dollars of what the metric asks of models of its own, for each run it scores. */
  judgeUsdPerRun: number;
  callsPerRun: number | null;
  msPerRun: number | null;
  /** Tokens of one run, and of one example shown as a demo. */
  tokensPerRun: number | null;
  exampleTokens: number | null;
}

export interface Estimate {
  runs: number;
  /** Calls of the task model; the worst case is every answer asked for three times (chat, JSON schema, JSON object). */
  taskCalls: { expected: number; worst: number };
  /** Calls of the model that proposes. */
  proposalCalls: number;
  usd: { expected: number; worst: number };
  seconds: number | null;
}

/** Every answer asked for in three ways: chat, JSON schema, JSON object. */
export const callsAtWorst = 3;
/** Instructions grow while a reflective search goes on; measured on the demo, GEPA's mean prompt is a third longer. */
const instructionGrowth: Partial<Record<OptimizerName, number>> = {
  GEPA: 1.35,
  MIPROv2: 1.15,
  COPRO: 1.1,
  SIMBA: 1.15,
};
/** What one demo adds to a run where its size is not known, as a share of the run. */
const demoShare = 0.15;
/** Tokens of a proposal: what it is shown and what it writes. */
const proposalTokens = { input: 2_000, output: 500 };
/** Starting an interpreter, importing DSPy, saying goodbye. */
const startSeconds = 4;

/**
 * What a compile will take before it starts: calls, dollars and time. The worst case is every run, at its longest prompt,
 * asked three times; the dollar limit of the run holds whatever this says. `threads` is how many runs go side by side,
 * `proposalPrice` dollars per million tokens of the model that proposes.
 */
export function estimateCompile(
  name: OptimizerName,
  plan: Pick<OptimizerPlan, "runs" | "most" | "proposals" | "inTurn" | "demos">,
  measured: Measured,
  { threads, proposalPrice }: { threads: number; proposalPrice: { input: number; output: number } },
): Estimate {
  const perRun = measured.callsPerRun ?? 1;
  const proposalUsd =
    (plan.proposals * (proposalTokens.input * proposalPrice.input + proposalTokens.output * proposalPrice.output)) /
    1e6;
  const expectedRun = measured.usdPerRun * growth(name, plan.demos, measured);
  const longestRun = measured.usdPerRun * growth(name, 2 * plan.demos, measured);
  return {
    runs: plan.runs,
    taskCalls: { expected: Math.round(plan.runs * perRun), worst: Math.round(plan.most * perRun * callsAtWorst) },
    proposalCalls: plan.proposals,
    usd: {
      expected: plan.runs * (expectedRun + measured.judgeUsdPerRun) + proposalUsd,
      worst: callsAtWorst * (plan.most * (longestRun + measured.judgeUsdPerRun) + proposalUsd),
    },
    seconds: measured.msPerRun === null ? null : secondsOf(plan, measured.msPerRun, threads),
  };
}

function growth(name: OptimizerName, demos: number, { tokensPerRun, exampleTokens }: Measured): number {
  const share = tokensPerRun && exampleTokens ? exampleTokens / tokensPerRun : demoShare;
  return (instructionGrowth[name] ?? 1) * (1 + demos * share);
}

/** Groups wait for each other; all other runs fill the threads. A proposal takes about as long as two runs. */
function secondsOf(
  { runs, proposals, inTurn }: Pick<OptimizerPlan, "runs" | "proposals" | "inTurn">,
  ms: number,
  threads: number,
): number {
  const grouped = Math.min(runs, inTurn.groups * inTurn.width);
  const turns = inTurn.groups * Math.ceil(inTurn.width / threads) + (runs - grouped) / threads + 2 * proposals;
  return startSeconds + (turns * ms) / 1000;
}
