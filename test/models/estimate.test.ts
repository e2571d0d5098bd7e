import { describe, expect, it } from "vitest";
import { type Estimate, estimateCompile, type Measured } from "../../models/estimate.ts";
import type { OptimizerName } from "../../models/intent.ts";
import { planOptimizer } from "../../models/optimizer.ts";

const cost = { usdPerRun: 0.001, judgeUsdPerRun: 0 };
const measured: Measured = { ...cost, callsPerRun: 1, msPerRun: 100, tokensPerRun: 400, exampleTokens: 100 };
const host = { threads: 16, proposalPrice: { input: 1, output: 4 } };

function estimate(
  name: OptimizerName,
  set: Record<string, string | number | boolean> = {},
  more: Partial<Measured> = {},
) {
  const planned = planOptimizer(name, set, { train: 60, val: 60, predictors: 1 });
  if (!planned.ok) throw new Error(planned.problem);
  return estimateCompile(name, planned.plan, { ...measured, ...more }, host);
}

describe("what a compile will take", () => {
  it.each<[OptimizerName, Record<string, string | number | boolean>, number, number]>([
    ["LabeledFewShot", { k: 8 }, 120, 0],
    ["BootstrapFewShot", { max_bootstrapped_demos: 4 }, 128, 0],
    // 5 programs on 60 rows, 3 sets of demos.
    ["BootstrapRS", { num_candidate_programs: 2, max_bootstrapped_demos: 4 }, 315, 0],
    ["MIPROv2", { max_bootstrapped_demos: 0, max_labeled_demos: 0 }, 60 + 35 * 9 + 2 * 60 + 24, 10 + 3 * 6],
    ["GEPA", { max_metric_calls: 700 }, 700, 18],
    ["SIMBA", { bsize: 16, max_steps: 4 }, 4 * 16 * 13 + 7 * 60 + 120, 14],
    ["COPRO", { breadth: 5, depth: 2 }, 60 + 5 * 2 * 60, 2],
  ])("%s with %j: %i program runs and %i proposals", (name, set, runs, proposals) => {
    expect(estimate(name, set)).toMatchObject({ runs, proposalCalls: proposals });
  });

  it("costs what the metric asks of a model of its own too, once for each run", () => {
    const [free, judged] = [{}, { judgeUsdPerRun: 0.002 }].map((more) => estimate("GEPA", {}, more));
    const runs = free?.runs ?? 0;

    expect((judged?.usd.expected ?? 0) - (free?.usd.expected ?? 0)).toBeCloseTo(runs * 0.002, 9);
  });

  it("costs more with demos, by as much as an example is long", () => {
    const [four, eight] = [4, 8].map((k) => estimate("LabeledFewShot", { k })) as [Estimate, Estimate];

    expect(four.usd.expected).toBeCloseTo(120 * 0.001 * 1.5, 9);
    expect(eight.usd.expected).toBeCloseTo(120 * 0.001 * 2, 9);
    expect(estimate("LabeledFewShot", { k: 8 }, { exampleTokens: null }).usd.expected).toBeGreaterThan(
      four.usd.expected,
    );
  });

  it("has a worst case above what is expected, and counts every call of a run", () => {
    for (const name of ["BootstrapRS", "MIPROv2", "GEPA", "SIMBA", "COPRO"] as const) {
      const { usd, taskCalls } = estimate(name, {}, { callsPerRun: 2 });
      expect(usd.worst).toBeGreaterThan(usd.expected);
      expect(taskCalls.worst).toBeGreaterThanOrEqual(3 * taskCalls.expected);
    }
  });

  it("takes longer where runs wait for each other, and nothing is said about time where none was measured", () => {
    const seconds = (name: OptimizerName, set = {}) => estimate(name, set).seconds ?? 0;

    expect(seconds("GEPA", { max_metric_calls: 700 })).toBeGreaterThan(
      1.5 * seconds("COPRO", { breadth: 5, depth: 2 }),
    );
    expect(estimate("GEPA", {}, { msPerRun: null }).seconds).toBeNull();
  });
});
