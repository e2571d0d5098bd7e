import { expect, it } from "vitest";
import { shortId } from "../../models/ids.ts";
import type { Intent } from "../../models/intent.ts";
import { Runs } from "../../models/run.ts";
import { threadContext } from "../../src/hearing/context.ts";
import { parseCommand } from "../../src/parse.ts";
import { readPhrase } from "../../src/phrases.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, aRun, channel, program, rita, team } from "../support/gates.ts";

useDatabase();

const known = { programs: [program], removed: [], models: { [program]: ["flash", "pro"] } };
const threadTs = "1700000000.000100";

function intentOf(line: string): Intent {
  const reading = parseCommand(line, known);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.intent;
}

/** A thread in which Rita asked for GEPA, whose result was then deployed. */
async function aThread() {
  await aProgram();
  const asked = await aRun(rita, ["best", "second"]);
  const intent = intentOf(`run ${program} --optimizer gepa --model flash`);
  await Runs.updateOne({ _id: asked._id }, { $set: { threadTs, intent } });
  const deployed = await aRun(rita);
  await Runs.updateOne({ _id: deployed._id }, { $set: { threadTs } });
  return { asked, deployed, thread: await threadContext(team, channel, threadTs) };
}

it("means the run somebody asked for, not the deployment that followed by itself", async () => {
  const { asked, thread } = await aThread();

  expect(thread).toMatchObject({ run: shortId(asked._id), program });
});

it("knows what the second is, and what again means", async () => {
  const { asked, thread } = await aThread();
  const [, second] = asked.steps[0]?.candidates ?? [];

  const said = (words: string) => readPhrase(words, known, "", thread);
  const intents = (line: string) => ({ ok: true, intents: [intentOf(line)] });

  expect(said("promote the second")).toEqual(intents(`promote ${shortId(second?.candidate ?? "")}`));
  expect(said("again with pro")).toEqual(intents(`run ${program} --optimizer gepa --model pro`));
  expect(said("why did soy get worse?")).toEqual(intents(`why ${shortId(asked._id)} soy`));
});

it("is nothing in a thread that is no run's", async () => {
  await aThread();

  expect(await threadContext(team, channel, "1700000000.999999")).toBeNull();
});
