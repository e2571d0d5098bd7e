import { aProgram } from "../test/support/gates.ts";
import type { Bench, Figure } from "./harness.ts";
import { acks } from "./surface/acks.ts";
import { clicks } from "./surface/clicks.ts";
import { idleMemory, startUp } from "./surface/processes.ts";
import { type SurfaceSet, withSurface } from "./surface/set.ts";

/** Labels stay labels while this measures: no dataset version is made of them. */
const policy = { "truth.batch": "{ labels: 100000, quiet: 1h }" };

async function run(set: SurfaceSet): Promise<Figure[]> {
  const idle = [...(await startUp(set)), ...(await idleMemory(set))];
  const ground = await aProgram({ policy });
  const [bot, worker] = await Promise.all([set.start("bot"), set.start("worker")]);
  await set.slack.setApp({ requestUrl: `${bot.url}/slack/events` });
  return [...(await acks(bot)), ...(await clicks(set.slack, ground, { bot, worker })), ...idle];
}

export const surface: Bench = {
  name: "surface",
  goal:
    "What people feel: how fast a bot acknowledges `/helix` under load, how long 100 people who press Approve at once " +
    "(100 cards in 100 channels, bot and worker apart) wait for their cards, of a bot that just started and of one at work, " +
    "how fast Helix starts and what it holds in memory.",
  run: () => withSurface(run),
};
