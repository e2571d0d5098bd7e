import { hasWords } from "../workspace/patience.ts";
import type { Home } from "./home.ts";
import type { DemoSet } from "./set.ts";
import { channel, slow } from "./stage.ts";
import { addLaterTraces } from "./traces.ts";

/** Leaves the workspace with something to do: new traces, a digest, labels that wait for review, and a guest in the channel. */
export async function furnish({ slack, langfuse }: DemoSet): Promise<void> {
  const members = ["U0ANNA", "U0BEN", "U0RITA", "U0GUEST", slack.directory.bot.userId];
  await slack.setPeople({ channels: [{ id: channel, members }] });
  await addLaterTraces(langfuse);
  const before = new Set((await slack.messages(channel)).map(({ ts }) => ts));
  const seen = (words: RegExp) => async () =>
    (await slack.messages(channel)).find((one) => !before.has(one.ts) && hasWords(slack.render(one), words));
  const anna = slack.as("U0ANNA");
  await anna.command(channel, "/helix digest");
  await slack.waitFor(seen(/new label drafts/), slow);
  await anna.command(channel, "/helix review");
  await slack.waitFor(seen(/labels to review in this thread/), slow);
}

/** What a person reads at the end, in a terminal. */
export function invitation({ slack, logFile, alias }: DemoSet, { name }: Home, isDeployed: boolean): string {
  const last = isDeployed ? "/helix lineage" : "/helix status";
  return `
The workspace stays open. Look at it in a browser:

    ${slack.url}

You can be anybody in it (bottom left). Three lines to try in #ingredient-analyzer:

    as Rita   /helix run ingredient-analyzer --optimizer simba --model ${alias} --compare deployed --recommend
    as Anna   @helix what is deployed?
    as Ben    ${last}

And things to press: Approve, Edit and Reject in the thread "labels to review" (as Anna or Ben), everything in the thread
of the finished run, and the app's Home.

Ctrl-C ends it. What was said and done stays in ${name}: npm run demo goes on there, npm run demo -- --fresh starts over.
The log is in ${logFile}.
`;
}
