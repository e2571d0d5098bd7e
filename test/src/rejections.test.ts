import { expect, it } from "vitest";
import { DatasetVersions } from "../../models/dataset.ts";
import { reject } from "../../models/decide.ts";
import type { RunIntent } from "../../models/intent.ts";
import { startRun } from "../../src/requests.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, aTruth, program, rita, team } from "../support/gates.ts";
import { aRunIntent } from "../support/intents.ts";

useDatabase();

const asked = { team, user: rita, channel: "C0HELIX01", threadTs: null, at: new Date() };
const run = aRunIntent({ program, optimizers: ["GEPA", "LabeledFewShot"] });

/** The compile steps of a run with these arguments. */
async function compiles(set: RunIntent["set"], delivery: string) {
  const { steps } = await startRun({ ...run, set }, { ...asked, delivery });
  return steps.filter(({ kind }) => kind === "compile").map(({ params }): Record<string, unknown> => params);
}

it("GEPA, and it alone, is handed the reasons people gave against candidates, as they stood when the run was planned", async () => {
  const ground = await aProgram();
  await DatasetVersions.updateOne({}, { $set: { "counts.train": 12, "counts.val": 12 } });
  const { gate } = await aPromotion(ground);
  await reject(gate, anna, "far too long", new Date());
  const truth = await aTruth(ground);
  await reject(truth.gate, anna, "cannot tell", new Date());

  const [told, labelled] = await compiles({ "gepa.use_rejections": true }, "one");
  const [silent] = await compiles({}, "two");

  expect(told).toMatchObject({ rejections: ["far too long"] });
  expect(told?.words).toMatch(/, told 1 reason people rejected earlier candidates for$/);
  for (const params of [labelled, silent]) expect(params).not.toHaveProperty("rejections");
});
