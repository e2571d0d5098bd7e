import { parseArgs } from "node:util";
import { costWords } from "./cost.ts";
import { firstWord } from "./first-word.ts";
import { markPlayed, openHome } from "./home.ts";
import { type RealModel, realModel } from "./real-model.ts";
import { startSet } from "./set.ts";
import { furnish, invitation } from "./stay.ts";
import { playStory, StoryFailed } from "./story.ts";
import { Teller } from "./tell.ts";

/**
 * `npm run demo`: one turn of the loop in a Slack workspace on loopback. In a terminal, or with `-- --stay`, the workspace
 * then stays open for people to try, and the next time goes on where it was left unless `--fresh` starts over; with
 * `-- --script`, or without a terminal, it ends with 0 when every step held. With `-- --model provider/name` (and
 * `--price in,out`, `--api-base url`) a real language model answers instead of the simulated one.
 */
const say = (words: string): void => void process.stdout.write(words);

const options = {
  stay: { type: "boolean", default: false },
  script: { type: "boolean", default: false },
  fresh: { type: "boolean", default: false },
  model: { type: "string" },
  price: { type: "string" },
  "api-base": { type: "string" },
} as const;

function readWish() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    say(
      `${(error as Error).message}\nThe demo takes ${Object.keys(options)
        .map((name) => `--${name}`)
        .join(", ")}.\n`,
    );
    process.exit(2);
  }
}

const wish = readWish();
const stays = wish.stay || (!wish.script && process.stdin.isTTY === true && process.stdout.isTTY === true);

async function wishedModel(): Promise<RealModel | undefined> {
  if (wish.model === undefined) return undefined;
  const wished = await realModel({ model: wish.model, price: wish.price, base: wish["api-base"] }, process.env);
  if (!wished.ok) return notStarted(wished.problem);
  say(`${costWords(wished.model)}\n\n`);
  const problem = await firstWord(wished.model, process.env);
  return problem === null ? wished.model : notStarted(problem);
}

function notStarted(problem: string): never {
  say(`The demo did not start: ${problem}.\n`);
  process.exit(2);
}

const real = await wishedModel();
const home = await openHome(`${stays ? "demo" : "demo-script"}${real ? `-${real.alias}` : ""}`, {
  fresh: wish.fresh || !stays,
});
if (home.isPlayed) say(`This goes on with what ${home.name} holds; npm run demo -- --fresh starts over.\n\n`);
const set = await startSet(home.folder, { real }).catch((error: unknown) => {
  say(`The demo could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  return null;
});
if (!set) process.exit(1);

const leave = (code: number) => void set.stop().then(() => process.exit(code));
process.once("SIGINT", () => leave(130));
process.once("SIGTERM", () => leave(143));

try {
  const wentRound = home.isPlayed || (await playStory(set, new Teller()));
  if (stays) {
    if (!home.isPlayed)
      await furnish(set).catch((error: Error) => say(`\nNothing new waits for review: ${error.message}\n`));
    await markPlayed(home);
    say(invitation(set, home, wentRound));
  } else leave(0);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  say(`\n✕ ${error instanceof StoryFailed ? why : `the story broke: ${why}`}\nThe log is in ${set.logFile}.\n`);
  leave(1);
}
