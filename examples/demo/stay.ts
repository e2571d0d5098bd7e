import { hasWords } from "../workspace/patience.ts";
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
export function invitation({ slack, logFile }: DemoSet): string {
  return `
The workspace stays open. Look at it in a browser:

    ${slack.url}

You can be anybody in it (bottom left). Three things to try:

    as Anna   open the thread "labels to review" and press Approve, Edit or Reject
    as Rita   /helix run ingredient-analyzer --optimizer gepa --set max_metric_calls=3000 --compare deployed --recommend
              (a longer search; if it is worth shipping, the thread asks the approvers, and Anna or Ben can press)
    as Ben    /helix lineage

Ctrl-C ends everything. The log is in ${logFile}.
`;
}
