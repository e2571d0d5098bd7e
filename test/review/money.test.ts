import { expect, it } from "vitest";
import { predictionBasis } from "../../jobs/evaluating/plan.ts";
import { expectedUsd, setAside } from "../../jobs/evaluating/set-aside.ts";
import { versionStep } from "../../jobs/steps/version.ts";
import { exactKey, hashOf } from "../../models/canonical.ts";
import { Labels, latestVersion, membersOf } from "../../models/dataset.ts";
import { Drafts } from "../../models/draft.ts";
import { Predictions } from "../../models/evaluation.ts";
import { predictionKey } from "../../models/keys.ts";
import { Programs } from "../../models/program.ts";
import { createRun, type NewRun } from "../../models/run.ts";
import { assignSplit } from "../../models/split.ts";
import { useDatabase } from "../support/database.ts";
import { anEvaluation, aProgram, channel, program, rita, team } from "../support/gates.ts";
import { attemptAt, useDeps } from "./ground.ts";

useDatabase();
const deps = useDeps();

async function anAttempt(steps: NewRun["steps"]) {
  const asked = { requestedBy: rita, channel, limitUsd: 1, at: new Date(), title: "a run" };
  return attemptAt(deps, await createRun({ team, key: "a run", program, steps, ...asked }));
}

it.each([
  ["at the same price", { input: 1, output: 2 }, 0.001],
  ["ten times as dear", { input: 10, output: 20 }, 0.01],
  ["dearer on one side only", { input: 1, output: 8 }, 0.004],
  ["free", { input: 0, output: 0 }, 0],
])("a call that cost $0.001 is expected to cost in proportion %s", (_what, price, usd) => {
  expect(expectedUsd(price, { usdPerCall: 0.001, price: { input: 1, output: 2 } })).toBeCloseTo(usd, 12);
});

it("what a free model's call cost says nothing about a dear one", () => {
  const price = { input: 10, output: 10 };

  expect(expectedUsd(price, { usdPerCall: 0, price: { input: 0, output: 0 } })).toBe(expectedUsd(price, null));
  expect(expectedUsd(price, null)).toBeGreaterThan(0);
});

it("a search leaves enough for its result and for what of the baseline is not known yet", async () => {
  const { program: registered, base } = await aProgram();
  const last = await anEvaluation(base, "run", 12); // 24 examples at $0.001 a call, all of them test
  const baseline = { arm: "baseline", release: base._id, dataset: 1, split: "test" };
  const attempt = await anAttempt([
    { kind: "compile", params: {} },
    { kind: "evaluate", params: baseline },
  ]);
  const { price } = base.lm;

  const unknown = await setAside(attempt, 1, price);
  const keys = (await membersOf(`${team}-${program}-v1`)).map(({ key }) => key);
  const basis = predictionBasis(registered, base);
  const paid = keys.map((inputsKey) => predictionKey({ ...basis, inputsKey, repetition: 0 }));
  await Predictions.create(paid.map((_id) => ({ _id, status: "ok" as const, prediction: {}, error: null })));
  const known = await setAside(attempt, 1, price);

  expect(last.summary?.usdPerCall).toBeCloseTo(0.001, 12);
  expect(unknown).toBeCloseTo(24 * 2 * 0.001 + 24 * 0.001, 9);
  expect(known).toBeCloseTo(24 * 2 * 0.001, 9);
});

it("two programs that one module builds share no answers, however alike their predictors", async () => {
  const { program: registered, base } = await aProgram();
  const keyOf = (entry: string) =>
    predictionKey({ ...predictionBasis(registered, { ...base, entry }), inputsKey: "k", repetition: 0 });

  expect(keyOf("router.program:build")).not.toBe(keyOf("router.program:build_twice"));
});

it("new examples are dealt by the split definition the dataset carries, whatever helix.yaml says by now", async () => {
  await aProgram();
  const definition = (await latestVersion(team, program))?.splitDefinition;
  if (!definition) throw new Error("there is no dataset");
  await Programs.updateOne({}, { $set: { "config.splits": { train: 0.98, val: 0.01, test: 0.01, salt: "other" } } });
  const added = Array.from({ length: 12 }, (_, n) => ({ ticket: `new ${n}` }));
  for (const [n, inputs] of added.entries()) {
    const common = { team, program, key: exactKey(inputs), gate: `g${n}`, at: new Date() };
    await Drafts.create({ ...common, _id: `l${n}`, inputs, traces: [], status: "labelled" });
    const label = { team: "billing" };
    await Labels.create({ ...common, _id: `${n}`, label, labelHash: hashOf(label), source: "review", by: rita });
  }

  await versionStep(await anAttempt([{ kind: "version", params: { number: 2 } }]));

  const splits = new Map((await membersOf(`${team}-${program}-v2`)).map(({ key, split }) => [key, split]));
  expect(added.map((inputs) => splits.get(exactKey(inputs)))).toEqual(
    added.map((inputs) => assignSplit(definition, exactKey(inputs))),
  );
});
