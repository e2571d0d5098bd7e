import { describe, expect, it } from "vitest";
import { corpus, markOf, scoreOf } from "./score.ts";

const said = corpus("known");

describe("requests in people's own words", () => {
  it("are 85 or more that the reader was made with, and 40 or more that it was not", () => {
    expect(said.length).toBeGreaterThanOrEqual(85);
    expect(corpus("held-out").length).toBeGreaterThanOrEqual(40);
  });

  it("are read as they are meant in 95 of 100, and none does what nobody asked for", () => {
    const { requests, right, executedWrong } = scoreOf(said);

    expect(said.filter((each) => markOf(each) === "wrong and executed")).toEqual([]);
    expect(executedWrong).toBe(0);
    expect(right / requests).toBeGreaterThanOrEqual(0.95);
  });
});
