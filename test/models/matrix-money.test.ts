import { describe, expect, it } from "vitest";
import { searchShare } from "../../models/matrix-money.ts";
import type { Step } from "../../models/run/step.ts";

const step = (n: number, kind: Step["kind"], id: string, expectedUsd?: number, status: Step["status"] = "waiting") => ({
  n,
  kind,
  status,
  params: { arm: id, branch: { id }, ...(expectedUsd !== undefined && { expectedUsd }) },
});

describe("a search of a matrix may spend", () => {
  it("all that is left, where it is the only one", () => {
    expect(
      searchShare([step(0, "compile", "a", 5), step(1, "evaluate", "a", 1), step(2, "evaluate", "baseline")], 0, 4),
    ).toBe(4);
  });

  it("its part by what it was expected to cost, after the evaluations of the others are kept", () => {
    const steps = [
      step(0, "compile", "a", 1),
      step(1, "evaluate", "a", 0.5),
      step(2, "compile", "b", 3),
      step(3, "evaluate", "b", 1),
      step(4, "evaluate", "c", 1),
      step(5, "evaluate", "baseline", 9),
    ];

    expect(searchShare(steps, 0, 10)).toBeCloseTo((10 - 2) / 4, 12);
  });

  it("what those before it left over", () => {
    const steps = [
      step(0, "compile", "a", 1, "done"),
      step(1, "evaluate", "a", 0.5, "done"),
      step(2, "compile", "b", 3),
    ];

    expect(searchShare(steps, 2, 9)).toBe(9);
  });

  it("equal parts, where nothing was expected", () => {
    expect(searchShare([step(0, "compile", "a"), step(1, "compile", "b")], 0, 4)).toBe(2);
  });

  it("nothing, where the evaluations of the others need it all", () => {
    expect(
      searchShare([step(0, "compile", "a", 1), step(1, "compile", "b", 1), step(2, "evaluate", "b", 5)], 0, 4),
    ).toBe(0);
  });
});
