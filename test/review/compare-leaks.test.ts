import { expect, it } from "vitest";
import { compareStep } from "../../jobs/steps/compare.ts";
import { exactKey, hashOf } from "../../models/canonical.ts";
import { theComparison } from "../../models/comparison.ts";
import { Labels } from "../../models/dataset.ts";
import { States } from "../../models/release.ts";
import { createRun, Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { anEvaluation, aProgram, aRelease, channel, program, rita, team } from "../support/gates.ts";
import { attemptAt, useDeps } from "./ground.ts";

useDatabase();
const deps = useDeps();

const shown = (demos: object[]) => [
  { name: "route", module: "Predict", instructions: "Route the ticket.", fields: [], demos },
];
const demo = { source: null, augmented: false, fields: { ticket: "ticket 3", team: "billing" } };

it("a candidate that shows the model a test example is compared, and the comparison says so", async () => {
  const { base } = await aProgram();
  const found = await aRelease("found", "T0HELIX-r1");
  await States.updateOne({ _id: base.stateHash }, { $set: { predictors: shown([]) } });
  await States.updateOne({ _id: found.stateHash }, { $set: { predictors: shown([demo]) } });
  const labels = Array.from({ length: 24 }, (_, n) => ({ key: exactKey({ ticket: `ticket ${n}` }), n }));
  await Labels.insertMany(
    labels.map(({ key, n }) => ({ _id: `l${n}`, team, program, key, labelHash: hashOf(`label ${n}`), label: { n } })),
    { lean: true },
  );
  const asked = { requestedBy: rita, channel, limitUsd: 1, at: new Date(), title: "a run" };
  const evaluate = { kind: "evaluate" as const, params: {} };
  const run = await createRun({
    ...{ team, key: "a run", program, ...asked },
    steps: [evaluate, evaluate, { kind: "compare", params: {} }],
  });
  for (const [n, [arm, release, right]] of (
    [
      ["baseline", base, 8],
      ["a", found, 22],
    ] as const
  ).entries()) {
    const evaluation = await anEvaluation(release, run._id, right);
    const outcome = { arm, evaluation: evaluation._id, release: release._id };
    const step = `steps.${n}`;
    await Runs.updateOne({ _id: run._id }, { $set: { [`${step}.status`]: "done", [`${step}.outcome`]: outcome } });
  }
  await Runs.updateOne({ _id: run._id }, { $set: { "steps.2.status": "queued" } });

  const { comparison } = await compareStep(await attemptAt(deps, run, 2));

  expect((await theComparison(comparison)).leaks).toEqual([
    expect.stringMatching(
      /^It shows the model examples of the test split.*demo 1 of route is the same input as a test example/,
    ),
  ]);
});
