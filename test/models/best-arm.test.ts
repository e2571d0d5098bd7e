import { describe, expect, it } from "vitest";
import { bestArm } from "../../models/best-arm.ts";
import { paretoFront } from "../../models/pareto.ts";
import { Policy } from "../../models/policy.ts";
import type { Verdict } from "../../models/verdict.ts";
import { aResult } from "../support/cards.ts";

const policy = Policy.parse({});
const arm = (verdict: Verdict, valScore: number | null, slower = 1) => {
  const result = aResult(verdict);
  return {
    valScore,
    result: { ...result, candidate: { ...result.baseline, p95: (result.baseline.p95 ?? 0) * slower } },
  };
};

describe("the arm people are asked about", () => {
  it.each<[string, ReturnType<typeof arm>[], number]>([
    ["is the one that stands", [arm("inconclusive", 0.9), arm("better", 0.5)], 1],
    ["is of those that stand the best on val", [arm("better", 0.5), arm("better", 0.7), arm("better", 0.6)], 1],
    ["is never one the policy refuses while another stands", [arm("better", 0.9, 3), arm("better", 0.4)], 1],
    ["is one with a val score before one without", [arm("better", null), arm("better", 0.1)], 1],
    ["is the first of equals", [arm("better", null), arm("better", null)], 0],
    ["is, where none stands, the one with the best verdict", [arm("worse", 0.9), arm("inconclusive", 0.1)], 1],
    ["is, where all are refused, the better one", [arm("inconclusive", 0.9), arm("better", 0.1, 3)], 1],
  ])("%s", (_what, arms, index) => {
    expect(bestArm(arms, policy)).toBe(index);
  });
});

describe("the Pareto front", () => {
  const at = (quality: number | null, p95: number | null, usdPerCall: number | null) => ({ quality, p95, usdPerCall });

  it.each([
    ["holds whoever is best in something", [at(0.9, 9, 9), at(0.5, 1, 5), at(0.4, 5, 1)], [true, true, true]],
    ["leaves out who is beaten in everything", [at(0.9, 1, 1), at(0.5, 2, 2)], [true, false]],
    ["leaves out who is beaten in one thing and equal in the rest", [at(0.9, 1, 1), at(0.9, 1, 2)], [true, false]],
    ["keeps equals", [at(0.9, 1, 1), at(0.9, 1, 1)], [true, true]],
    ["says nothing about the unknown", [at(0.9, null, 1), at(0.5, 2, 2)], [null, true]],
  ])("%s", (_what, arms, front) => {
    expect(paretoFront(arms)).toEqual(front);
  });
});
