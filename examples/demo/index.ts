import { join } from "node:path";
import { parseArgs } from "node:util";
import { projectRoot } from "../../src/setup/binaries.ts";
import { startSet } from "./set.ts";
import { furnish, invitation } from "./stay.ts";
import { playStory, StoryFailed } from "./story.ts";
import { Teller } from "./tell.ts";

/**
 * `npm run demo`: one turn of the loop in a Slack workspace on loopback. In a terminal, or with `-- --stay`, the workspace
 * then stays open for people to try; with `-- --script`, or without a terminal, it ends with 0 when every step held.
 */
const { values: wish } = parseArgs({
  options: { stay: { type: "boolean", default: false }, script: { type: "boolean", default: false } },
});
const stays = wish.stay || (!wish.script && process.stdin.isTTY === true && process.stdout.isTTY === true);
const teller = new Teller();
const set = await startSet(join(projectRoot, ".helix", "demo")).catch((error: unknown) => {
  process.stdout.write(`The demo could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  return null;
});
if (!set) process.exit(1);

const leave = (code: number) => void set.stop().then(() => process.exit(code));
process.once("SIGINT", () => leave(130));
process.once("SIGTERM", () => leave(143));

try {
  await playStory(set, teller);
  teller.end();
  if (stays) {
    await furnish(set).catch((error: Error) =>
      process.stdout.write(`\nNothing new waits for review: ${error.message}\n`),
    );
    process.stdout.write(invitation(set));
  } else leave(0);
} catch (error) {
  const where =
    error instanceof StoryFailed
      ? error.message
      : `the story broke: ${error instanceof Error ? error.message : String(error)}`;
  process.stdout.write(`\n✕ ${where}\nThe log is in ${set.logFile}.\n`);
  leave(1);
}
