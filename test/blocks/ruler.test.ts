import { describe, expect, it } from "vitest";
import { comparisonMessage } from "../../blocks/comparison.ts";
import type { Message } from "../../blocks/kit.ts";
import { compareFingerprints, type Ruler } from "../../models/fingerprint.ts";
import { compareArms } from "../../models/verdict.ts";
import { aComparison, aFingerprint, anEvaluation } from "../support/cards.ts";

const other = "7".repeat(64);
type Case = [component: keyof Ruler, value: string, reason: string, row: RegExp];

/** Every component of the ruler, with another value, and how the card names it with both. */
const flips: Case[] = [
  [
    "dataset",
    other,
    "the content of the split",
    /content of the split: e4 test of v1 \(77777777\), e5 test of v2 \(11111111\)/,
  ],
  ["splitDefinition", other, "the split definition", /split definition: e4 77777777, e5 22222222/],
  ["metricSource", other, "the metric", /metric: e4 77777777, e5 bbbbbbbb/],
  ["repetitions", "3", "the number of repetitions", /number of repetitions: e4 3, e5 1/],
  [
    "failurePolicy",
    "failures score 0.5, missing are left out",
    "the failure policy",
    /failure policy: e4 failures score 0\.5, .* e5 failures score 0, /,
  ],
  ["dspy", "3.4.0", "the DSPy version", /DSPy version: e4 3\.4\.0, e5 3\.3\.1/],
  ["evalContract", "2", "the way of evaluating", /way of evaluating: e4 2, e5 1/],
];

const tokens = { promptTokens: 1, completionTokens: 1 };
const call = { latencyMs: 1, usd: 0, ...tokens, rateLimited: 0, timeouts: 0, status: "ok" as const };
const rows = (score: number) => Array.from({ length: 30 }, (_, n) => ({ key: `k${n}`, score, ...call }));

function card(ruler: Partial<Ruler>): Message {
  const [baseline, candidate] = [aFingerprint(ruler), aFingerprint()];
  const arms = { baseline: rows(0), candidate: rows(1), margin: 0, seed: 1, resamples: 100 };
  const result = compareArms({ ...arms, fingerprints: { baseline, candidate } });
  return comparisonMessage({
    comparison: aComparison("not comparable", {
      ...{ result, fingerprint: compareFingerprints(baseline, candidate), improved: [], regressed: [] },
    }),
    candidate: anEvaluation(),
    baseline: anEvaluation({ _id: "T1-e4", release: "e".repeat(64), dataset: 1 }),
    candidateName: "c7 on small",
    baselineName: "c1 on small",
    requestedBy: "U0RITA",
    advice: null,
  });
}

const textOf = ({ blocks }: Message): string => JSON.stringify(blocks).replaceAll("\\n", "\n");

describe("a ruler of which one component differs", () => {
  it("has a case here for each of its components", () => {
    expect(flips.map(([name]) => name)).toEqual(Object.keys(aFingerprint().ruler));
  });

  it.each(flips)("%s: is not comparable, named with both values and the line to paste", (name, value, reason, row) => {
    const { text, ...rest } = card({ [name]: value });

    const shown = textOf({ text, ...rest });
    expect(text).toContain(`not comparable: ${reason} is not the same`);
    expect(text).toMatch(row);
    expect(shown).toContain("data_table");
    expect(shown).toContain("`/helix compare e5 e4`");
  });

  it.each(flips)("%s: is not comparable where one side does not know it, and says so", (name, _value, reason) => {
    const { text } = card({ [name]: null });

    expect(text).toContain(`not comparable: ${reason} is not known`);
    expect(text).toMatch(new RegExp(`${reason.replace("the ", "")}: e4 unknown, e5 `));
  });
});

it("a ruler of which every component is equal offers nothing to paste", () => {
  const equal = card({});

  expect(equal.text).toContain("is better");
  expect(textOf(equal)).not.toContain("/helix compare");
});
