import { describe, expect, it } from "vitest";
import type { OptimizerName } from "../../models/intent.ts";
import { type Arguments, gepaAuto } from "../../models/optimizer/budgets.ts";
import { proposerProblem } from "../../models/optimizer/proposer.ts";
import { planOptimizer } from "../../models/optimizer.ts";

const sizes = { train: 12, val: 10, predictors: 1 };

describe("what an optimizer cannot be asked is said in words", () => {
  it.each<[string, OptimizerName, Record<string, string | number | boolean>, string]>([
    [
      "an argument it does not have",
      "GEPA",
      { depth: 3 },
      "GEPA has no argument depth; it takes auto, max_full_evals, max_metric_calls, reflection_minibatch_size, candidate_selection_strategy, component_selector, skip_perfect_score, perfect_score, add_format_failure_as_feedback, use_merge, max_merge_invocations, seed, use_rejections",
    ],
    [
      "a name every object has",
      "GEPA",
      { constructor: 3 },
      "GEPA has no argument constructor; it takes auto, max_full_evals, max_metric_calls, reflection_minibatch_size, candidate_selection_strategy, component_selector, skip_perfect_score, perfect_score, add_format_failure_as_feedback, use_merge, max_merge_invocations, seed, use_rejections",
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
      "reflection_minibatch_size of GEPA has to be a whole number of 1 or more, not 0",
    ],
    [
      "two budgets at once",
      "GEPA",
      { auto: "light", max_metric_calls: 100 },
      "GEPA takes one of auto, max_full_evals and max_metric_calls, not auto and max_metric_calls",
    ],
    [
      "a budget in full evaluations that is too small",
      "GEPA",
      { max_full_evals: 1 },
      "max_full_evals of 1 is 22 program runs, which is too few: with 10 val examples GEPA needs at least 49",
    ],
    [
      "a size that is none",
      "GEPA",
      { auto: "tiny" },
      "auto of GEPA has to be one of light, medium, heavy, or none, not tiny",
    ],
    [
      "auto beside its own figures",
      "MIPROv2",
      { auto: "light", num_candidates: 4 },
      "MIPROv2 takes auto, or num_candidates with num_trials, not auto and num_candidates",
    ],
    [
      "half of the figures",
      "MIPROv2",
      { num_candidates: 4 },
      "MIPROv2 needs num_candidates and num_trials together; num_trials is missing",
    ],
    [
      "minibatches larger than val",
      "MIPROv2",
      { num_candidates: 4, num_trials: 6 },
      "minibatch_size of 35 is larger than the 10 val examples MIPROv2 scores on; set it lower, or minibatch=false",
    ],
    [
      "batches larger than train",
      "SIMBA",
      {},
      "bsize of 32 is too large: SIMBA needs as many train examples, and there are 12",
    ],
    [
      "one proposal to choose from",
      "COPRO",
      { breadth: 1 },
      "breadth of COPRO has to be a whole number of 2 or more, not 1",
    ],
    ["too hot", "COPRO", { init_temperature: 3 }, "init_temperature of COPRO has to be a number from 0 to 2, not 3"],
    ["no demos", "LabeledFewShot", { k: 0 }, "LabeledFewShot with k of 0 changes nothing: raise k"],
    [
      "no demos",
      "BootstrapFewShot",
      { max_bootstrapped_demos: 0, max_labeled_demos: 0 },
      "BootstrapFewShot with no demos at all changes nothing: raise max_bootstrapped_demos or max_labeled_demos",
    ],
  ])("%s", (_what, name, set, problem) => {
    expect(planOptimizer(name, set, sizes)).toEqual({ ok: false, problem });
  });
});

it("GEPA's least budget is enough", () => {
  expect(planOptimizer("GEPA", { max_metric_calls: 49 }, sizes)).toMatchObject({
    ok: true,
    plan: { runs: 49, most: 64 },
  });
});

it("without a budget GEPA gets DSPy's light one, which always has room", () => {
  for (const val of [1, 10, 200, 2_000])
    expect(planOptimizer("GEPA", {}, { ...sizes, val })).toMatchObject({
      ok: true,
      plan: { init: { max_metric_calls: gepaAuto("light", { predictors: 1, val }) } },
    });
});

it.each<[OptimizerName, Record<string, string | number | boolean>, object, object]>([
  ["LabeledFewShot", { k: 4 }, { k: 4 }, { sample: true }],
  [
    "BootstrapRS",
    { max_rounds: 2 },
    { max_bootstrapped_demos: 4, max_labeled_demos: 16, max_rounds: 2, num_candidate_programs: 16 },
    { labeled_sample: true },
  ],
  ["BootstrapFewShot", {}, { max_bootstrapped_demos: 4, max_labeled_demos: 16, max_rounds: 1 }, {}],
  [
    "MIPROv2",
    {},
    { auto: "light", num_candidates: null, max_bootstrapped_demos: 4, seed: 9 },
    { num_trials: null, minibatch: true, minibatch_size: 35, view_data_batch_size: 10 },
  ],
  [
    "MIPROv2",
    { num_candidates: 4, num_trials: 6, minibatch: false },
    { auto: null, num_candidates: 4 },
    { num_trials: 6, minibatch: false },
  ],
  ["GEPA", { max_full_evals: 4 }, { auto: null, max_full_evals: null, max_metric_calls: 88 }, {}],
  ["GEPA", { auto: "heavy" }, { auto: null, max_metric_calls: gepaAuto("heavy", sizes), use_merge: true }, {}],
  ["SIMBA", { bsize: 12 }, { bsize: 12, num_candidates: 6, max_steps: 8, max_demos: 4 }, { seed: 0 }],
  ["COPRO", { breadth: 3 }, { breadth: 3, depth: 3, init_temperature: 1.4 }, {}],
])("%s is given every argument, at its place", (name, set, init, compile) => {
  expect(planOptimizer(name, set, sizes)).toMatchObject({ ok: true, plan: { init, compile } });
});

describe("a model that proposes", () => {
  it.each<[OptimizerName, Arguments, string, boolean]>([
    ["COPRO", { init_temperature: 1.4 }, "openai/gpt-5-mini", false],
    ["COPRO", { init_temperature: 1.4 }, "azure/o3", false],
    ["COPRO", { init_temperature: 1 }, "openai/gpt-5-mini", true],
    ["COPRO", { init_temperature: 1.4 }, "openai/gpt-5-chat", true],
    ["COPRO", { init_temperature: 1.4 }, "gemini/gemini-flash", true],
    ["MIPROv2", { init_temperature: 0.5 }, "openai/o1", false],
    ["GEPA", {}, "openai/gpt-5", true],
  ])("%s with %j on %s", (name, args, lm, isFit) => {
    const problem = proposerProblem(name, args, "large", lm);

    expect(problem === null).toBe(isFit);
    if (problem)
      expect(problem.what).toMatch(/asks for its proposals at temperature [\d.]+, and large \(.+\) takes no/);
  });
});
