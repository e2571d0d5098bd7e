import type { Button, KnownBlock } from "@slack/types";
import { shortId } from "../models/ids.ts";
import { type Run, type Step, type StepKind, spentUsd } from "../models/run.ts";
import { dollars, plural, points, whole } from "./figures.ts";
import {
  actions,
  bold,
  button,
  code,
  context,
  joined,
  type Message,
  mention,
  message,
  mrkdwn,
  section,
  type Words,
} from "./kit.ts";
import { asSentence } from "./sentence.ts";

export const cancelId = "run_cancel";

const stepWords: Record<StepKind, string> = {
  ingest: "read traces and draft labels",
  digest: "write the digest",
  review: "ask about labels",
  version: "make the next dataset version",
  compile: "compile",
  evaluate: "evaluate",
  compare: "compare",
  recommend: "decide whether to ask",
  revise: "open the edited revision",
  deploy: "load, check and move the pointer",
};

const marks: Record<Step["status"], string> = {
  waiting: "○",
  queued: "○",
  running: "◐",
  done: "●",
  failed: "✕",
  cancelled: "–",
};

const statusWords: Record<Run["status"], string> = {
  queued: "waiting for a worker",
  running: "at work",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
};

/** What a run's one message says, from plan to result: a function of the run and of the lines its outcome came to. */
export function runMessage(run: Run, outcome: string[]): Message {
  const id = shortId(run._id);
  const head = `${run.title} (${id}): ${statusWords[run.status]}.`;
  const said = [head, ...nowWords(run), ...outcome, ...problemWords(run)];
  return message(joined([...said, ...cancelWords(run)], " "), [
    section(mrkdwn`${bold(run.title)}  ${code(id)} · ${statusWords[run.status]}\nasked by ${mention(run.requestedBy)}`),
    section(joined(run.steps.map(stepLine), "\n")),
    ...(outcome.length > 0 ? [section(joined(outcome, "\n"))] : []),
    ...cancelWords(run).map((words) => section(words)),
    ...(run.problem
      ? [
          section(
            mrkdwn`${bold(`${run.problem.what}.`)} ${asSentence(run.problem.why)} ${asSentence(run.problem.next)}`,
          ),
        ]
      : []),
    context(money(run)),
    ...buttons(run),
  ]);
}

function stepLine(step: Step): string {
  const plan = step.status === "waiting" || step.status === "queued" ? planWords(step) : "";
  const shown = progressOf(step);
  return `${marks[step.status]} ${whatOf(step)}${plan}${shown && `: ${shown}`}`;
}

/** What a step does; an evaluation says of what. */
function whatOf({ kind, params }: Step): string {
  if (kind !== "evaluate") return stepWords[kind];
  if (typeof params.subject === "string") return `evaluate ${params.subject}`;
  return params.arm === "baseline" ? "evaluate what is deployed" : "evaluate the candidate";
}

function planWords({ kind, params }: Step): string {
  if (typeof params.words !== "string") return "";
  return kind === "evaluate" ? ` ${params.words}` : `: ${params.words}`;
}

/** How far a step is, or was when it ended. */
function progressOf({ kind, progress, status, epoch }: Step): string {
  if (!progress || status === "waiting" || status === "queued") return "";
  const isRunning = status === "running";
  const unit = kind === "compile" ? "program run" : "example";
  const { done, total, best, note } = progress;
  const parts = [
    amount(done, total, unit),
    best !== null && `best so far ${points(best)} on val`,
    isRunning && note,
    isRunning && epoch > 1 && `attempt ${epoch}`,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** An optimizer may finish what it began beyond its budget. */
function amount(done: number, total: number | null, unit: string): string {
  if (total === null) return plural(done, unit);
  return done > total ? `${plural(done, unit)}, ${whole(total)} planned` : `${whole(done)} of ${plural(total, unit)}`;
}

function nowWords(run: Run): string[] {
  const step = run.steps.find(({ status }) => status === "running");
  const shown = step && progressOf(step);
  return step ? [`It is at this step: ${whatOf(step)}${shown && `, ${shown.replaceAll(" · ", ", ")}`}.`] : [];
}

const problemWords = ({ problem }: Run): string[] =>
  problem ? [asSentence(problem.what), asSentence(problem.why), asSentence(problem.next)] : [];

function cancelWords({ status, cancelRequestedBy }: Run): Words[] {
  if (status !== "cancelled") return [];
  const who = cancelRequestedBy ? mrkdwn` by ${mention(cancelRequestedBy)}` : "";
  return [mrkdwn`It was cancelled${who}; what was measured so far is kept.`];
}

function money(run: Run): string {
  const spent = spentUsd(run);
  const calls = run.steps.reduce((sum, step) => sum + step.lmCalls, 0);
  const unknown = run.steps.some((step) => step.unknownCost);
  const words = unknown && spent === 0 ? "an unknown amount" : `${unknown ? "at least " : ""}${dollars(spent)}`;
  return `spent ${words} of at most ${dollars(run.limitUsd)} · ${plural(calls, "LM call")}`;
}

function buttons(run: Run): KnownBlock[] {
  if (run.status !== "queued" && run.status !== "running") return [];
  // Half a deployment is worse than either whole: its cancellation would be refused.
  if (run.steps.some(({ kind }) => kind === "deploy")) return [];
  const cancel: Button = button({
    text: "Cancel",
    actionId: cancelId,
    value: run._id,
    style: "danger",
    label: `Cancel ${run.title}`,
    confirm: {
      title: "Cancel this run?",
      text: "What was measured so far is kept.",
      yes: "Cancel the run",
      no: "Keep going",
    },
  });
  return [actions(cancel)];
}
