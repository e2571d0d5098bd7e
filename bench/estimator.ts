import type { RunnerEventOf } from "../models/contract.ts";
import { type Estimate, estimateCompile, type Measured } from "../models/estimate.ts";
import type { OptimizerName } from "../models/intent.ts";
import { type Bench, between, exactly, type Figure, median, shown } from "./harness.ts";
import {
  compileSpec,
  evaluateSpec,
  ingredientRows,
  planFor,
  type Settings,
  simulated,
  threads,
} from "./ingredients.ts";
import { type SimulatedLm, startSimulated } from "./lm/simulated.ts";
import { runBenchJob, withFolder } from "./runner.ts";

const cases: [OptimizerName, Settings][] = [
  ["LabeledFewShot", {}],
  ["BootstrapFewShot", {}],
  ["BootstrapRS", { num_candidate_programs: 4 }],
  ["MIPROv2", { auto: "light" }],
  ["GEPA", { max_metric_calls: 300 }],
  ["SIMBA", { bsize: 16, num_candidates: 3, max_steps: 3 }],
  ["COPRO", { breadth: 4, depth: 2 }],
];
/** An estimate may be off by this factor either way before somebody plans wrongly with it. */
const factor = 2;

interface Truth {
  calls: number;
  /** As if no answer had come from the journal: the estimate does not count on repetitions. */
  usd: number;
  spent: number;
  seconds: number;
}

/** The base program on val, as the last evaluation of it would say. */
async function measureBase(lm: SimulatedLm): Promise<Measured> {
  const rows: RunnerEventOf<"example">[] = [];
  await withFolder(async (folder) =>
    runBenchJob(await evaluateSpec(folder, lm.url), (event) => {
      if (event.type === "example") rows.push(event);
    }),
  );
  const mean = (of: (row: RunnerEventOf<"example">) => number) =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const { train } = await ingredientRows();
  return {
    usdPerRun: mean(({ lm: { usd } }) => usd ?? 0),
    judgeUsdPerRun: 0,
    callsPerRun: mean(({ lm: { calls } }) => calls),
    msPerRun: median(rows.map(({ latency_ms }) => latency_ms ?? 0)),
    tokensPerRun: mean(({ lm: { prompt_tokens, completion_tokens } }) => prompt_tokens + completion_tokens),
    exampleTokens: median(train.map(({ inputs, label }) => JSON.stringify({ ...inputs, ...label }).length / 4)),
  };
}

async function compileOnce(lm: SimulatedLm, name: OptimizerName, set: Settings): Promise<Truth> {
  return withFolder(async (folder) => {
    const spec = await compileSpec(folder, lm.url, name, planFor(name, set));
    const began = performance.now();
    const { totals } = await runBenchJob(spec, () => undefined);
    const { lm_calls = 0, cache_hits = 0, usd = 0 } = totals ?? {};
    const calls = lm_calls + cache_hits;
    return {
      calls,
      usd: ((usd ?? 0) * calls) / lm_calls,
      spent: usd ?? 0,
      seconds: (performance.now() - began) / 1000,
    };
  });
}

function figuresOf(name: OptimizerName, told: Estimate, truth: Truth): Figure[] {
  const calls = told.taskCalls.expected + told.proposalCalls;
  const ratio = (what: string, expected: number, is: number) =>
    between(1 / factor, factor, { what: `${name}: ${what} expected to real`, value: is / expected, unit: "×" });
  return [
    ratio(`${Math.round(calls)} calls`, calls, truth.calls),
    ratio(`$${told.usd.expected.toPrecision(2)}`, told.usd.expected, truth.usd),
    exactly(1, { what: `${name}: within the worst case`, value: Number(truth.spent <= told.usd.worst), unit: "" }),
    shown({ what: `${name}: time, ${Math.round(told.seconds ?? 0)} s expected`, value: truth.seconds, unit: "s" }),
  ];
}

async function run(): Promise<Figure[]> {
  const lm = await startSimulated(0.3);
  try {
    const measured = await measureBase(lm);
    const proposalPrice = simulated(lm.url, "sim-pro").price;
    const figures: Figure[] = [];
    for (const [name, set] of cases) {
      const told = estimateCompile(name, planFor(name, set), measured, { threads, proposalPrice });
      figures.push(...figuresOf(name, told, await compileOnce(lm, name, set)));
    }
    return figures;
  } finally {
    await lm.stop();
  }
}

export const estimator: Bench = {
  name: "estimator",
  goal:
    "What a plan says before a compile starts (calls, dollars, time) against what the compile of each optimizer then took, " +
    "from one evaluation of the base program; answers from the journal count as the calls they replace, at their mean price.",
  run,
};
