import { join } from "node:path";
import { projectRoot } from "../../src/setup/binaries.ts";
import { startSet } from "./set.ts";
import { playStory, StoryFailed } from "./story.ts";
import { Teller } from "./tell.ts";

/** `npm run demo`: one turn of the loop in a Slack workspace on loopback. Exit 0 when every step of the story held. */
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
  leave(0);
} catch (error) {
  const where =
    error instanceof StoryFailed
      ? error.message
      : `the story broke: ${error instanceof Error ? error.message : String(error)}`;
  process.stdout.write(`\n✕ ${where}\nThe log is in ${set.logFile}.\n`);
  leave(1);
}
