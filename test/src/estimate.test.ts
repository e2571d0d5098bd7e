import { expect, it } from "vitest";
import { DatasetVersions } from "../../models/dataset.ts";
import type { RunIntent } from "../../models/intent.ts";
import { Programs } from "../../models/program.ts";
import { startRun } from "../../src/requests.ts";
import { useDatabase } from "../support/database.ts";
import { anEvaluation, aProgram, aRun, program, rita, team } from "../support/gates.ts";
import { aRunIntent } from "../support/intents.ts";

useDatabase();

const asked = { team, user: rita, channel: "C0HELIX01", threadTs: null, at: new Date() };
const run = aRunIntent({ program, optimizers: ["GEPA"] });

async function words(changes: Partial<RunIntent>, delivery: string): Promise<unknown> {
  const { steps } = await startRun({ ...run, ...changes }, { ...asked, delivery });
  return steps.find(({ kind }) => kind === "compile")?.params.words;
}

it("a plan says calls, dollars expected and at worst, and time as far as they were measured", async () => {
  const { base, program: registered } = await aProgram();
  const { flash } = registered.config.models;
  const pro = { ...flash, lm: "openai/pro", price: { input: 10, output: 20 } };
  await Programs.updateOne({}, { $set: { "config.models": { flash, pro } } });
  await DatasetVersions.updateOne({}, { $set: { "counts.train": 12, "counts.val": 12 } });

  const unmeasured = await words({}, "before");
  await anEvaluation(base, (await aRun(rita))._id, 20);
  const measured = await words({}, "after");
  const elsewhere = await words({ models: ["pro"] }, "another model");

  expect(unmeasured).toMatch(
    /^GEPA on flash, from the program as written, on \d+ train and \d+ val examples of v1, about \d+ program runs and \d+ proposals by flash$/,
  );
  expect(measured).toMatch(
    / program runs and \d+ proposals by flash, about \$\d+\.\d+ \(worst case \$\d+\.\d+\), about \d+ ?(s|m|min)$/,
  );
  // How long a run takes on a model nobody has measured is not known; what it costs follows from its price.
  expect(elsewhere).toMatch(/\(worst case \$\d+\.\d+\)$/);
});
