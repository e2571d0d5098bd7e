import { expect, it } from "vitest";
import { changedPage } from "../../jobs/comparing/changed.ts";
import { compareEvaluations } from "../../jobs/comparing/pair.ts";
import { outcomeLines } from "../../jobs/outcome-lines.ts";
import { EvaluationRows, theEvaluation } from "../../models/evaluation.ts";
import * as a from "../support/cards.ts";
import { useDatabase } from "../support/database.ts";
import { aComparison, aProgram, aRelease, aRun, rita } from "../support/gates.ts";

useDatabase();

async function sides() {
  const { base } = await aProgram();
  const run = await aRun(rita, ["best"]);
  return { run: run._id, base, release: await aRelease("best", run._id) };
}

/** Measures both once more and compares: each example scores something of its own. */
async function comparedAnew({ run, base, release }: Awaited<ReturnType<typeof sides>>) {
  const { baseline, candidate } = await aComparison(run, base, release);
  for (const evaluation of [baseline, candidate]) {
    const rows = await EvaluationRows.find({ evaluation }).sort({ _id: 1 }).lean();
    const spread = evaluation === baseline ? 7 : 5;
    for (const [n, { _id }] of rows.entries())
      await EvaluationRows.updateOne({ _id }, { $set: { score: ((n * spread) % 10) / 10 } });
  }
  return compareEvaluations(await theEvaluation(baseline), await theEvaluation(candidate), 0);
}

it("the same two releases on the same examples have the same interval, however often they are compared", async () => {
  const both = await sides();

  const [first, second] = [await comparedAnew(both), await comparedAnew(both)];

  expect(second.result.difference).toEqual(first.result.difference);
});

it("the fields of a changed example stand as the signature has them, what it does not know after them", async () => {
  const { run, base, release } = await sides();
  const { _id, candidate } = await aComparison(run, base, release);
  const answer = { _id: { $regex: `^${candidate}-` } };
  await EvaluationRows.updateMany(answer, {
    $set: { prediction: { aside: 1, tags: ["b", "a"], tag: "new", team: "x" } },
  });

  const { examples } = await changedPage(_id, "all", 0);

  expect(examples[0]?.afterOutput).toBe(`{"team":"x","tag":"new","tags":["b","a"],"aside":1}`);
});

it.each([
  ["with its reason", [], ", the score is "],
  ["without, where the recommendation tells it", [a.aStep({ n: 2, kind: "recommend", outcome: {} })], "."],
])("a run's message says what its comparison came to, %s", async (_how, more, end) => {
  const { run, base, release } = await sides();
  const { _id } = await aComparison(run, base, release);
  const outcome = { comparison: _id, comparisons: [{ arm: "a", comparison: _id }] };
  const steps = [a.aStep({ n: 1, kind: "compare", outcome }), ...more];

  const lines = await outcomeLines(a.aRun({ _id: run, steps }));

  expect(lines.map(String).find((line) => line.startsWith("Compared"))).toContain(`Compared in x1: better${end}`);
});
