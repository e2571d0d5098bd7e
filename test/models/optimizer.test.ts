import { describe, expect, it } from "vitest";
import type { OptimizerName } from "../../models/intent.ts";
import { gepaLight, planOptimizer } from "../../models/optimizer.ts";

const sizes = { train: 12, val: 10, predictors: 1 };

describe("what an optimizer cannot be asked is said in words", () => {
  it.each<[string, OptimizerName, Record<string, string | number | boolean>, string]>([
    [
      "an argument it does not have",
      "GEPA",
      { depth: 3 },
      "GEPA has no argument depth; it takes max_metric_calls, reflection_minibatch_size, use_merge, seed",
    ],
    [
      "a name every object has",
      "GEPA",
      { constructor: 3 },
      "GEPA has no argument constructor; it takes max_metric_calls, reflection_minibatch_size, use_merge, seed",
    ],
    [
      "another optimizer's argument",
      "LabeledFewShot",
      { max_rounds: 1 },
      "LabeledFewShot has no argument max_rounds; it takes k, sample",
    ],
    [
      "a text for a number",
      "BootstrapRS",
      { num_candidate_programs: "many" },
      "num_candidate_programs of BootstrapRS has to be a whole number of 0 or more, not many",
    ],
    ["a fraction", "LabeledFewShot", { k: 1.5 }, "k of LabeledFewShot has to be a whole number of 0 or more, not 1.5"],
    [
      "less than nothing",
      "LabeledFewShot",
      { k: -1 },
      "k of LabeledFewShot has to be a whole number of 0 or more, not -1",
    ],
    [
      "a number for yes or no",
      "LabeledFewShot",
      { sample: 1 },
      "sample of LabeledFewShot has to be true or false, not 1",
    ],
    [
      "a GEPA budget without room for a proposal",
      "GEPA",
      { max_metric_calls: 48 },
      "max_metric_calls of 48 is too small: with 10 val examples GEPA needs at least 49",
    ],
    [
      "no example to reflect on",
      "GEPA",
      { reflection_minibatch_size: 0 },
      "reflection_minibatch_size of GEPA has to be at least 1",
    ],
  ])("%s", (_what, name, set, problem) => {
    expect(planOptimizer(name, set, sizes)).toEqual({ ok: false, problem });
  });
});

it("GEPA's least budget is enough", () => {
  expect(planOptimizer("GEPA", { max_metric_calls: 49 }, sizes)).toMatchObject({ ok: true, plan: { runs: 59 } });
});

it("without a budget GEPA gets DSPy's light one, which always has room", () => {
  for (const val of [1, 10, 200, 2_000])
    expect(planOptimizer("GEPA", {}, { ...sizes, val })).toMatchObject({
      ok: true,
      plan: { init: { max_metric_calls: gepaLight({ predictors: 1, val }) } },
    });
});

it.each<[OptimizerName, Record<string, number | boolean>, object, object]>([
  ["LabeledFewShot", { k: 4 }, { k: 4 }, { sample: true }],
  [
    "BootstrapRS",
    { max_rounds: 2 },
    { max_bootstrapped_demos: 4, max_labeled_demos: 16, max_rounds: 2, num_candidate_programs: 16 },
    {},
  ],
])("%s is given every argument, at its place", (name, set, init, compile) => {
  expect(planOptimizer(name, set, sizes)).toMatchObject({ ok: true, plan: { init, compile } });
});
