import { describe, expect, it } from "vitest";
import { compileFacts, type SearchCounts } from "../../models/compile-facts.ts";

const searched = { program_failures: 0, program_runs: 500, metric_failures: 0, metric_calls: 500, unfenced: 0 };
const quiet: SearchCounts = {
  optimizer: "GEPA",
  plannedRuns: 500,
  runs: 510,
  proposals: 12,
  lmCalls: 520,
  known: 0,
  lmErrors: {},
  searched,
};

describe("what a search did not say aloud", () => {
  it("is nothing where all went well", () => {
    expect(compileFacts(quiet)).toEqual([]);
    expect(compileFacts({ ...quiet, optimizer: "LabeledFewShot", proposals: 0 })).toEqual([]);
  });

  it.each<[string, Partial<SearchCounts>, RegExp]>([
    [
      "a reflection model that fails",
      { lmErrors: { reflection: 7 } },
      /^7 calls of the reflection model failed for good/,
    ],
    [
      "programs that fail",
      { searched: { ...searched, program_failures: 36 } },
      /^36 of 500 program runs gave no prediction/,
    ],
    [
      "a metric that fails",
      { searched: { ...searched, metric_failures: 1 } },
      /^the metric failed on 1 of 500 predictions/,
    ],
    [
      "a reply that was cut",
      { searched: { ...searched, unfenced: 1 } },
      /^1 reply of the reflection model came without a closing fence/,
    ],
    ["no proposal", { proposals: 0 }, /^GEPA made no proposal that differs from the program it started from$/],
    ["one proposal", { proposals: 1 }, /^GEPA made a single proposal/],
    ["more runs than planned", { runs: 700 }, /^it took 700 program runs; 500 were planned$/],
    ["fewer runs than planned", { runs: 300 }, /^it took 300 program runs; 500 were planned$/],
    ["calls that cost nothing", { lmCalls: 50, known: 150 }, /^75\u00a0% of its calls were known/],
  ])("%s", (_what, counts, words) => {
    expect(compileFacts({ ...quiet, ...counts })).toEqual([expect.stringMatching(words)]);
  });
});
