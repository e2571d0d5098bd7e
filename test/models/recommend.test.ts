import { describe, expect, it } from "vitest";
import { mayPropose } from "../../models/recommend.ts";
import type { ComparisonResult, Verdict } from "../../models/verdict.ts";

const policy = {
  promotion: { quorum: 1, selfApproval: false, expiresMs: 1, margin: 0.01, p95Ratio: 1.25, costRatio: 1.5 },
};
const arm = {
  mean: 0.7,
  low: 0.6,
  high: 0.8,
  p50: 50,
  p95: 100,
  p95Low: 90,
  p95High: 110,
  usdPerCall: 0.01,
  tokensPerCall: 500,
  errorsPer1000: 0,
  rateLimitedPer1000: 0,
  timeoutsPer1000: 0,
};
const aResult = (
  verdict: Verdict,
  candidate: Partial<ComparisonResult["candidate"]>,
  baseline = {},
): ComparisonResult => ({
  verdict,
  because: "the measured reason",
  n: 100,
  missing: 0,
  margin: 0.01,
  baseline: { ...arm, ...baseline },
  candidate: { ...arm, ...candidate },
  difference: null,
  improved: 0,
  regressed: 0,
  unchanged: 0,
  changes: [],
});

describe("mayPropose", () => {
  it.each<[string, ComparisonResult, string]>([
    [
      "better at the same price",
      aResult("better", {}),
      "quality is better: the measured reason; p95 latency 1.00× (at most 1.25×), cost per call 1.00× (at most 1.50×)",
    ],
    [
      "better, with both ratios exactly at the limit",
      aResult("better", { p95: 125, usdPerCall: 0.015 }),
      "quality is better: the measured reason; p95 latency 1.25× (at most 1.25×), cost per call 1.50× (at most 1.50×)",
    ],
    [
      "better where both are free",
      aResult("better", { usdPerCall: 0 }, { usdPerCall: 0 }),
      "quality is better: the measured reason; p95 latency 1.00× (at most 1.25×), cost per call 1.00× (at most 1.50×)",
    ],
    [
      "tied and cheaper",
      aResult("tie", { usdPerCall: 0.008, p95: 120 }),
      "quality is tied and it saves: p95 latency 1.20× (at most 1.25×), cost per call 0.80× (at most 1.50×)",
    ],
    [
      "tied and faster",
      aResult("tie", { p95: 60 }),
      "quality is tied and it saves: p95 latency 0.60× (at most 1.25×), cost per call 1.00× (at most 1.50×)",
    ],
  ])("asks when it is %s", (_what, result, because) => {
    expect(mayPropose(result, policy)).toEqual({ propose: true, because });
  });

  it.each<[string, ComparisonResult, string]>([
    ["worse", aResult("worse", { usdPerCall: 0.001 }), "quality is worse: the measured reason"],
    ["inconclusive", aResult("inconclusive", { p95: 1 }), "quality is inconclusive: the measured reason"],
    ["not comparable", aResult("not comparable", {}), "quality is not comparable: the measured reason"],
    [
      "too slow",
      aResult("better", { p95: 130 }),
      "quality is better, but p95 latency is 1.30× what it was, above the policy's 1.25×",
    ],
    [
      "too slow by a hair, which rounding must not hide",
      aResult("better", { p95: 125.1 }),
      "quality is better, but p95 latency is 1.25100× what it was, above the policy's 1.25×",
    ],
    [
      "too slow and too dear",
      aResult("better", { p95: 200, usdPerCall: 0.02 }),
      "quality is better, but p95 latency is 2.00× what it was, above the policy's 1.25×, and cost per call is 2.00× what it was, above the policy's 1.50×",
    ],
    [
      "no longer free",
      aResult("better", {}, { usdPerCall: 0 }),
      "quality is better, but cost per call was 0 and no longer is",
    ],
    [
      "of unknown cost",
      aResult("better", { usdPerCall: null }),
      "quality is better, but cost per call is not known for the candidate, and the policy needs it",
    ],
    [
      "of unknown latency on both sides",
      aResult("tie", { p95: null, usdPerCall: 0.001 }, { p95: null }),
      "quality is tied, but p95 latency is not known for both sides, and the policy needs it",
    ],
    [
      "tied without saving enough",
      aResult("tie", { usdPerCall: 0.0081, p95: 81 }),
      "quality is tied, and neither p95 nor cost is at most 0.80× what it was: p95 latency 0.81× (at most 1.25×), cost per call 0.81× (at most 1.50×)",
    ],
    [
      "tied and cheap, but far slower",
      aResult("tie", { usdPerCall: 0.001, p95: 300 }),
      "quality is tied, but p95 latency is 3.00× what it was, above the policy's 1.25×",
    ],
  ])("asks nobody when it is %s", (_what, result, because) => {
    expect(mayPropose(result, policy)).toEqual({ propose: false, because });
  });

  it("follows the team's own ratios", () => {
    const slower = aResult("better", { p95: 190, usdPerCall: 0.029 });
    const generous = { promotion: { ...policy.promotion, p95Ratio: 2, costRatio: 3 } };

    expect(mayPropose(slower, policy).propose).toBe(false);
    expect(mayPropose(slower, generous).propose).toBe(true);
  });
});
