import { describe, expect, it } from "vitest";
import { type PredictionParts, predictionKey, scoreKey } from "../../models/keys.ts";

const parts: PredictionParts = {
  stateHash: "s",
  programSource: "p",
  lm: { model: "openai/m", endpoint: `\${BASE}/v1`, params: { temperature: 0, max_tokens: 100 } },
  adapter: "chat",
  dspy: "3.3.1",
  evalContract: 1,
  inputsKey: "i",
  repetition: 0,
};

describe("predictionKey", () => {
  it.each<[string, PredictionParts]>([
    ["the state", { ...parts, stateHash: "s2" }],
    ["the program source", { ...parts, programSource: "p2" }],
    ["the model", { ...parts, lm: { ...parts.lm, model: "openai/m2" } }],
    ["the endpoint as written", { ...parts, lm: { ...parts.lm, endpoint: "http://127.0.0.1/v1" } }],
    ["no endpoint", { ...parts, lm: { ...parts.lm, endpoint: null } }],
    ["a parameter", { ...parts, lm: { ...parts.lm, params: { temperature: 0.1, max_tokens: 100 } } }],
    ["the adapter", { ...parts, adapter: "json" }],
    ["the DSPy version", { ...parts, dspy: "3.4.0" }],
    ["the way of evaluating", { ...parts, evalContract: 2 }],
    ["the inputs", { ...parts, inputsKey: "i2" }],
    ["the repetition", { ...parts, repetition: 1 }],
  ])("changes with %s", (_what, changed) => {
    expect(predictionKey(changed)).not.toBe(predictionKey(parts));
  });

  it("does not change with the order of parameters", () => {
    const reordered = { ...parts, lm: { ...parts.lm, params: { max_tokens: 100, temperature: 0 } } };

    expect(predictionKey(reordered)).toBe(predictionKey(parts));
  });

  it("covers what decides an answer and nothing else", () => {
    const withMore = { ...parts, commit: "abc", lm: { ...parts.lm, price: { input: 1 } } };

    expect(predictionKey(withMore)).toBe(predictionKey(parts));
  });
});

describe("scoreKey", () => {
  const score = { prediction: "k", labelHash: "l", metricSource: "m" };

  it.each([
    ["the prediction", { ...score, prediction: "k2" }],
    ["the label", { ...score, labelHash: "l2" }],
    ["the metric", { ...score, metricSource: "m2" }],
    ["parts that swapped places", { prediction: "l", labelHash: "k", metricSource: "m" }],
  ])("changes with %s", (_what, changed) => {
    expect(scoreKey(changed)).not.toBe(scoreKey(score));
  });
});
