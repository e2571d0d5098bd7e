import { expect, it } from "vitest";
import { type AnsweredRow, countKinds, exampleChanges } from "../../models/example-changes.ts";

const row = (score: number | null, more: Partial<AnsweredRow> = {}): AnsweredRow => ({
  ...{ key: "k", repetition: 0, status: "ok", output: "low" },
  score,
  ...more,
});
const failed = { status: "parse_error" as const, output: null };

it.each<[string, AnsweredRow[], AnsweredRow[], string | null]>([
  ["the same answer and score", [row(1)], [row(1)], null],
  ["a higher score", [row(0)], [row(1)], "improved"],
  ["a lower score", [row(1)], [row(0.5)], "regressed"],
  ["another output at an equal score", [row(0)], [row(0, { output: "high" })], "output changed"],
  ["an answer that cannot be read any more", [row(1)], [row(0, failed)], "newly failing"],
  ["a failure that scores no less", [row(0)], [row(0, failed)], "newly failing"],
  ["a failure that failed before", [row(0, failed)], [row(0, failed)], null],
  ["a failure that was mended", [row(0, failed)], [row(1)], "improved"],
  ["repetitions whose mean rose", [row(0), row(1, { repetition: 1 })], [row(1), row(1, { repetition: 1 })], "improved"],
  ["an example without a score", [row(1)], [row(null, { status: "provider_error" })], null],
  ["an example that one side lacks", [row(1)], [], null],
])("%s", (_what, before, after, kind) => {
  expect(exampleChanges(before, after)[0]?.kind ?? null).toBe(kind);
});

it("what newly fails comes first, then regressions and gains by size, then other outputs", () => {
  const side = (scores: [string, number, Partial<AnsweredRow>?][]) =>
    scores.map(([key, score, more]) => row(score, { key, ...more }));
  const before = side([
    ["a", 0],
    ["b", 0.5],
    ["c", 1],
    ["d", 0],
    ["e", 1],
  ]);
  const after = side([
    ["a", 0, { output: "high" }],
    ["b", 1],
    ["c", 0.9],
    ["d", 1],
    ["e", 0, failed],
  ]);

  const changes = exampleChanges(before, after);

  expect(changes.map(({ key }) => key)).toEqual(["e", "c", "d", "b", "a"]);
  expect(countKinds(changes)).toEqual({ "newly failing": 1, regressed: 1, improved: 2, "output changed": 1 });
});
