import { expect, it } from "vitest";
import { tellingRows } from "../../jobs/comparing/rows.ts";
import { EvaluationRows } from "../../models/evaluation.ts";
import { useDatabase } from "../support/database.ts";

useDatabase();

type Said = [score: number, urgency: string];

const rows = (evaluation: string, said: Said[]) =>
  said.map(([score, urgency], repetition) => ({
    ...{ _id: `${evaluation}-k-${repetition}`, evaluation, key: "k", label: "l", repetition, fence: "f" },
    ...{ status: "ok" as const, predictionKey: "p", score, prediction: { urgency } },
  }));

it.each<[string, Said[], Said[], number]>([
  [
    "the one whose score moved most",
    [
      [1, "low"],
      [1, "low"],
      [0, "high"],
    ],
    [
      [1, "low"],
      [0, "high"],
      [0, "high"],
    ],
    1,
  ],
  [
    "of equal scores the first whose output differs",
    [
      [1, "low"],
      [1, "low"],
    ],
    [
      [1, "low"],
      [1, "lower"],
    ],
    1,
  ],
  [
    "the first where none differs",
    [
      [1, "low"],
      [1, "low"],
    ],
    [
      [1, "low"],
      [1, "low"],
    ],
    0,
  ],
])("of an example's repetitions a change is shown by %s", async (_which, before, after, repetition) => {
  await EvaluationRows.insertMany([...rows("T-e1", before), ...rows("T-e2", after)]);

  const told = await tellingRows("T-e1", "T-e2", "k");

  expect(told.map((row) => row?.repetition)).toEqual([repetition, repetition]);
});
