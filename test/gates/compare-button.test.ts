import { expect, it } from "vitest";
import { compareRunId } from "../../blocks/run/buttons.ts";
import { Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { aComparison, anna, aProgram, aRelease, aRun, channel, rita, team } from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

it("Compare beside a run of the list asks for its comparison with what is deployed, where the list stands", async () => {
  const { base } = await aProgram();
  const run = await aRun(rita, ["better"]);
  const better = await aRelease("better", run._id);
  await aComparison(run._id, base, better);

  await bot.clicks({ user: anna, actionId: compareRunId, value: run._id, ts: "1700000000.000100" });
  await bot.quiet();

  const asked = await Runs.findOne({ team, "intent.verb": "compare" }).lean();
  expect(asked).toMatchObject({ requestedBy: anna, channel, intent: { a: run._id.slice(team.length + 1) } });
  expect(asked?.steps.map(({ kind, params }) => [kind, params.release ?? null])).toEqual([
    ["evaluate", better._id],
    ["evaluate", base._id],
    ["compare", null],
  ]);
});
