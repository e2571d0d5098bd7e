import { describe, expect, it } from "vitest";
import { chart, dataTable, figure, type Message, message, section } from "../../blocks/kit.ts";
import { matrixMessage } from "../../blocks/matrix.ts";
import { runMessage } from "../../blocks/run.ts";
import { blockProblems } from "../../examples/workspace/validate/content.ts";
import { bestSoFar, spread } from "../../models/best-so-far.ts";
import * as a from "../support/cards.ts";
import { expectWithinSlackLimits } from "../support/slack-limits.ts";

const types = (blocks: readonly { type: string }[] = []): string[] => blocks.map(({ type }) => type);

/** Slack takes the message in both of its forms. */
function expectBothForms({ text, blocks, plain = [] }: Message): void {
  for (const form of [blocks, plain]) {
    expect(blockProblems(form as never, "/blocks")).toEqual([]);
    expectWithinSlackLimits({ text, blocks: form });
  }
}

const table = (rows: number, words = "x") =>
  dataTable({
    caption: "Measured",
    columns: ["name", "score", "note"],
    rows: Array.from({ length: rows }, (_, n) => [`row ${n}`, figure(n / 10, `${n}.0`), n % 2 ? "" : words]),
  });

describe("a table", () => {
  it("sorts by figures, fills empty cells, and has a plain form of one line a row from the same data", () => {
    const sent = message("a table", [table(2)]);

    expectBothForms(sent);
    expect(sent.blocks).toMatchObject([
      { type: "data_table", rows: [{}, {}, [{ text: "row 1" }, { value: 0.1, text: "1.0" }, { text: "–" }]] },
    ]);
    expect(sent.plain).toMatchObject([{ text: { text: "*row 0*  score: 0.0 · note: x\n*row 1*  score: 1.0" } }]);
  });

  it("whose cells speak for themselves does not repeat its columns' names in plain form", () => {
    const bare = { caption: "Today", columns: ["what", "count", "about it"], isBare: true };
    const sent = message("a table", [dataTable({ ...bare, rows: [["new traces", figure(4, "4"), "1 known"]] })]);

    expectBothForms(sent);
    expect(sent.plain).toMatchObject([{ text: { text: "*new traces*  4 · 1 known" } }]);
  });

  it("of more rows than Slack takes says so in its caption; the plain form has them all", () => {
    const sent = message("a table", [table(140)]);

    expectBothForms(sent);
    expect(JSON.stringify(sent.blocks)).toContain("the first 100 of 140 rows");
    expect(JSON.stringify(sent.plain)).toContain("row 139");
  });

  it("that would not fit gives way to its plain form before any text is cut", () => {
    const long = section("words ".repeat(400));
    const sent = message("two tables", [table(40), long, table(90, "y".repeat(20))]);

    expect(types(sent.blocks).filter((type) => type === "data_table")).toHaveLength(1);
    expect(sent.blocks[1]).toEqual(long);
    expectBothForms(sent);
  });

  it("a message of old blocks alone has one form", () => {
    expect(message("words", [section("words")])).not.toHaveProperty("plain");
  });
});

describe("a chart", () => {
  const bars = (names: string[]) =>
    chart({
      kind: "bar",
      title: "Score",
      x: "candidate",
      y: "score",
      categories: names,
      series: [{ name: "score", values: names.map((_, n) => n / 7) }],
    });

  it("tells names apart that are cut to the same letters, and says its figures in plain form", () => {
    const sent = message("a chart", [bars(["gemini-flash with GEPA, low", "gemini-flash with GEPA, high"])]);

    expectBothForms(sent);
    expect(JSON.stringify(sent.plain)).toContain("low: 0.000, gemini-flash with GEPA, high: 0.143");
  });

  it("beyond two in a message is told in words", () => {
    expect(types(message("charts", [bars(["a"]), bars(["b"]), bars(["c"])]).blocks)).toEqual([
      "data_visualization",
      "data_visualization",
      "context",
    ]);
  });
});

describe("a search that is over", () => {
  const tried = (scores: (number | null)[]) =>
    scores.map((valScore, index) => ({ index, candidate: `c${index}`, stateHash: "s", parents: [], valScore }));
  const run = (scores: (number | null)[]) =>
    runMessage(
      a.aRun({ status: "done", steps: [a.aStep({ kind: "compile", params: {}, candidates: tried(scores) })] }),
      [],
    );

  it.each([
    [
      [0.5, 0.4, null, 0.7],
      [0.5, 0.5, 0.5, 0.7],
    ],
    [[null, 0.4], [0.4]],
    [[null], []],
  ])("climbs from %j to %j", (scores, best) => {
    expect(bestSoFar(tried(scores))).toEqual(best);
  });

  it("shows how the best score climbed, in a chart and in its text; one without a proposal shows none", () => {
    const sent = run([0.5, 0.4, 0.7]);

    expectBothForms(sent);
    expect(types(sent.blocks)).toContain("data_visualization");
    expect(sent.text).toContain("Best score on val so far, by candidates: 0: 0.500, 1: 0.500, 2: 0.700.");
    expect(types(run([0.5]).blocks)).not.toContain("data_visualization");
  });

  it("of many proposals shows twenty, the last among them", () => {
    expectBothForms(run(Array.from({ length: 90 }, (_, n) => n / 100)));
    expect(spread(89, 20).at(-1)).toBe(89);
    expect(spread(2, 20)).toEqual([0, 1, 2]);
  });
});

it("sixteen candidates fit into one table that can be sorted, and its text says where the rest stands", () => {
  const sent = matrixMessage({
    program: "ticket-triage",
    baselineName: "c1 on gemini-flash",
    arms: Array.from({ length: 16 }, (_, n) => ({
      name: `c${n + 2} on gemini-flash, BootstrapFewShot, low effort`,
      comparison: `x${n + 1}`,
      result: a.aResult("inconclusive"),
    })),
    chosen: "x1",
    same: 0,
    requestedBy: "U0RITA",
    advice: null,
  });

  expectBothForms(sent);
  expect(types(sent.blocks)).toContain("data_table");
  expect(sent.text).toContain("All other figures stand in the table");
  expect(JSON.stringify(sent)).not.toContain("(cut,");
});
