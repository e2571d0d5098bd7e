import { shortId } from "../../models/ids.ts";
import type { Run } from "../../models/run.ts";
import { dollars } from "../figures.ts";
import { bold, date, mention, mrkdwn, type Words } from "../kit.ts";
import { asSentence } from "../sentence.ts";

/** Who moved a run to where it stands, and what that means, a sentence or two each. */
export const standingWords = (run: Run): Words[] => [
  ...askWords(run),
  ...pauseWords(run),
  ...problemWords(run),
  ...cancelWords(run),
  ...againWords(run),
];

/** Why nothing is spent before somebody presses Start, then who did. */
function askWords({ status, ask, limitUsd }: Run): Words[] {
  if (!ask) return [];
  if (ask.startedBy) return [mrkdwn`Started by ${mention(ask.startedBy)}.`];
  if (status !== "waiting") return [];
  const most =
    ask.usd < limitUsd
      ? `It may spend ${dollars(ask.usd)} at worst, under a limit of ${dollars(limitUsd)}`
      : `It may spend ${dollars(ask.usd)}`;
  return [
    mrkdwn`${bold("Nothing is spent yet.")} ${most}; above ${dollars(ask.aboveUsd)} somebody has to press Start first: whoever asked, or an approver. Unless that happens by ${date(new Date(ask.until).getTime())}, it is not run.`,
  ];
}

/** Who paused it; what is at work is still being stopped. */
function pauseWords({ status, moves, steps }: Run): Words[] {
  const by = moves.findLast(({ to }) => to === "paused")?.by;
  if (status !== "paused" || !by) return [];
  const stopping = steps.some((step) => step.status === "running") ? " What is at work is being stopped." : "";
  return [mrkdwn`It was paused by ${mention(by)}; what was measured so far is kept, and nothing is spent.${stopping}`];
}

const problemWords = ({ problem }: Run): Words[] =>
  problem ? [mrkdwn`${bold(asSentence(problem.what))} ${asSentence(problem.why)} ${asSentence(problem.next)}`] : [];

function cancelWords({ status, cancelRequestedBy, ask }: Run): Words[] {
  if (status !== "cancelled") return [];
  if (!cancelRequestedBy && ask && !ask.startedBy)
    return ["It was not started: nobody pressed Start in time, and nothing was spent."];
  const who = cancelRequestedBy ? mrkdwn` by ${mention(cancelRequestedBy)}` : "";
  return [mrkdwn`It was cancelled${who}; what was measured so far is kept.`];
}

const againWords = ({ again }: Run): Words[] =>
  again ? [mrkdwn`It was run again as ${shortId(again.run)} by ${mention(again.by)}.`] : [];
