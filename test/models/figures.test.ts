import { expect, it } from "vitest";
import { counted, percent, pValue, score, signed, times } from "../../models/figures.ts";

it.each([
  ["a score", score(0.71249), "0.712"],
  ["a negative score, with a real minus", score(-0.5), "−0.500"],
  ["almost nothing, without a sign", score(-0.0001), "0.000"],
  ["a gain", signed(0.02), "+0.020"],
  ["a loss", signed(-0.02), "−0.020"],
  ["no difference, without a sign", signed(0.0004), "0.000"],
  ["a p", pValue(0.0312), "p\u00a0=\u00a00.031"],
  ["a p too small to write out", pValue(0.0009), "p\u00a0<\u00a00.001"],
  ["a share", percent(0.0321), "3.2\u00a0%"],
  ["all of it", percent(1), "100\u00a0%"],
  ["a ratio", times(1.2), "1.20×"],
  ["a ratio that two decimals would make equal to its limit", times(1.2501, 1.25), "1.25010×"],
  ["a ratio that is its limit", times(1.25, 1.25), "1.25×"],
  ["one", counted(1, "example"), "1 example"],
  ["none", counted(0, "example"), "0 examples"],
])("writes %s", (_what, written, expected) => {
  expect(written).toBe(expected);
});
