import { shortId } from "../models/ids.ts";
import { type Run, spentUsd } from "../models/run.ts";
import { dollars, plural } from "./figures.ts";
import {
  bold,
  chart,
  chartWords,
  code,
  context,
  joined,
  type Message,
  mention,
  message,
  mrkdwn,
  section,
  type Words,
  wholeLines,
} from "./kit.ts";
import { againButton, runButtons } from "./run/buttons.ts";
import { searchChart } from "./run/search-chart.ts";
import { standingWords } from "./run/standing.ts";
import { stepLine, stepsWords } from "./run/steps.ts";

export const statusWords: Record<Run["status"], string> = {
  waiting: "waiting for Start",
  queued: "waiting for a worker",
  running: "at work",
  paused: "paused",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
};

/** What a run's one message says, from plan to result: a function of the run and of the lines its outcome came to. */
export function runMessage(run: Run, outcome: Words[]): Message {
  const id = shortId(run._id);
  const head = mrkdwn`${run.title} (${id}), asked by ${mention(run.requestedBy)}: ${statusWords[run.status]}.`;
  const standing = standingWords(run);
  const spent = runMoney(run);
  const search = searchChart(run);
  return message(
    joined(
      [head, ...outcome, ...(search ? [chartWords(search)] : []), ...standing, `It has ${spent}.`, stepsWords(run)],
      " ",
    ),
    [
      section(
        mrkdwn`${bold(run.title)}  ${code(id)} · ${statusWords[run.status]}\nasked by ${mention(run.requestedBy)}`,
      ),
      ...wholeLines(run.steps.map(stepLine)),
      ...wholeLines(outcome),
      ...(search ? [chart(search)] : []),
      ...standing.map((words, n) => section(words, n === standing.length - 1 ? againButton(run) : undefined)),
      context(spent),
      ...runButtons(run),
    ],
  );
}

/** What a run has spent, of how much. */
export function runMoney(run: Run): string {
  const spent = spentUsd(run);
  const calls = run.steps.reduce((sum, step) => sum + step.lmCalls, 0);
  const unknown = run.steps.some((step) => step.unknownCost);
  const words = unknown && spent === 0 ? "an unknown amount" : `${unknown ? "at least " : ""}${dollars(spent)}`;
  return `spent ${words} of at most ${dollars(run.limitUsd)} · ${plural(calls, "LM call")}`;
}
