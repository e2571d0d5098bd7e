import { describe, expect, it } from "vitest";
import { branchesOf, matrixProblem, settingsFor } from "../../models/branch.ts";
import type { RunIntent } from "../../models/intent.ts";

type Lists = Parameters<typeof branchesOf>[0];
const plain: Lists = { optimizers: ["GEPA"], models: [], strategies: [], efforts: [], temperatures: [] };

describe("the branches of a run", () => {
  it("one, on the task's model as helix.yaml has it, where nothing else is said", () => {
    expect(branchesOf(plain, "flash")).toEqual([
      { id: "a", optimizer: "GEPA", model: "flash", strategy: null, params: {}, words: "GEPA on flash" },
    ]);
  });

  it("model by model, and for each every way of asking it, and for each every optimizer", () => {
    const branches = branchesOf(
      { ...plain, optimizers: ["baseline", "GEPA"], models: ["b", "a"], strategies: ["cot"], efforts: ["low", "high"] },
      "flash",
    );

    expect(branches.map(({ id, words }) => `${id} ${words}`)).toEqual([
      "a baseline with cot on b, low effort",
      "b GEPA with cot on b, low effort",
      "c baseline with cot on b, high effort",
      "d GEPA with cot on b, high effort",
      "e baseline with cot on a, low effort",
      "f GEPA with cot on a, low effort",
      "g baseline with cot on a, high effort",
      "h GEPA with cot on a, high effort",
    ]);
  });

  it("a temperature of 0 is one", () => {
    expect(branchesOf({ ...plain, temperatures: [0] }, "flash")[0]).toMatchObject({
      params: { temperature: 0 },
      words: "GEPA on flash, temperature 0",
    });
  });

  it.each<[number, string | null]>([
    [16, null],
    [17, "These lists make 17 branches; one run has at most 16, so shorten a list or make several runs."],
  ])("%d of them", (size, problem) => {
    expect(matrixProblem({ ...plain, temperatures: Array.from({ length: size }, (_, n) => n / 10) })).toBe(problem);
  });
});

it.each<[RunIntent["set"], RunIntent["set"]]>([
  [{ seed: 1 }, { seed: 1 }],
  [{ "gepa.seed": 1, "miprov2.seed": 2 }, { seed: 1 }],
  [{ "gepa.seed": 2, seed: 1 }, { seed: 2 }],
])("of the arguments %j GEPA sees %j", (set, own) => {
  expect(settingsFor(set, "GEPA")).toEqual(own);
});
