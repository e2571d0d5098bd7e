import type { Button, KnownBlock } from "@slack/types";
import { shortId } from "../models/ids.ts";
import { type Run, type Step, type StepKind, spentUsd } from "../models/run.ts";
import { dollars, plural } from "./figures.ts";
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
import { progressBar, progressParts } from "./run/progress.ts";
import { asSentence } from "./sentence.ts";

export const cancelId = "run_cancel";
export const pauseId = "run_pause";
export const resumeId = "run_resume";

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
  paused: "paused",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
};

/** What a run's one message says, from plan to result: a function of the run and of the lines its outcome came to. */
export function runMessage(run: Run, outcome: Words[]): Message {
  const id = shortId(run._id);
  const head = `${run.title} (${id}): ${statusWords[run.status]}.`;
  const said = [head, ...nowWords(run), ...outcome, ...problemWords(run)];
  return message(joined([...said, ...cancelWords(run), ...pauseWords(run)], " "), [
    section(mrkdwn`${bold(run.title)}  ${code(id)} · ${statusWords[run.status]}\nasked by ${mention(run.requestedBy)}`),
    ...paragraphs(run.steps.map(stepLine)),
    ...paragraphs(outcome),
    ...[...cancelWords(run), ...pauseWords(run)].map((words) => section(words)),
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

/** A matrix has many lines, and one section holds 3,000 characters: a few lines each keeps every one whole. */
const linesEach = 12;
const paragraphs = (lines: Words[]): KnownBlock[] =>
  Array.from({ length: Math.ceil(lines.length / linesEach) }, (_, n) =>
    section(joined(lines.slice(n * linesEach, (n + 1) * linesEach), "\n")),
  );

function stepLine(step: Step): string {
  const plan = step.status === "waiting" || step.status === "queued" ? planWords(step) : "";
  const shown = [progressBar(step), ...progressParts(step)].filter(Boolean).join(" · ");
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

function nowWords(run: Run): string[] {
  const step = run.steps.find(({ status }) => status === "running");
  return step ? [`It is at this step: ${[whatOf(step), ...progressParts(step)].join(", ")}.`] : [];
}

const problemWords = ({ problem }: Run): string[] =>
  problem ? [asSentence(problem.what), asSentence(problem.why), asSentence(problem.next)] : [];

function cancelWords({ status, cancelRequestedBy }: Run): Words[] {
  if (status !== "cancelled") return [];
  const who = cancelRequestedBy ? mrkdwn` by ${mention(cancelRequestedBy)}` : "";
  return [mrkdwn`It was cancelled${who}; what was measured so far is kept.`];
}

/** Who paused it; what is at work is still being stopped. */
function pauseWords({ status, moves, steps }: Run): Words[] {
  const by = moves.findLast(({ to }) => to === "paused")?.by;
  if (status !== "paused" || !by) return [];
  const stopping = steps.some((step) => step.status === "running") ? " What is at work is being stopped." : "";
  return [mrkdwn`It was paused by ${mention(by)}; what was measured so far is kept, and nothing is spent.${stopping}`];
}

function money(run: Run): string {
  const spent = spentUsd(run);
  const calls = run.steps.reduce((sum, step) => sum + step.lmCalls, 0);
  const unknown = run.steps.some((step) => step.unknownCost);
  const words = unknown && spent === 0 ? "an unknown amount" : `${unknown ? "at least " : ""}${dollars(spent)}`;
  return `spent ${words} of at most ${dollars(run.limitUsd)} · ${plural(calls, "LM call")}`;
}

function buttons(run: Run): KnownBlock[] {
  if (run.status !== "queued" && run.status !== "running" && run.status !== "paused") return [];
  // Half a deployment is worse than either whole: its cancellation would be refused.
  if (run.steps.some(({ kind }) => kind === "deploy")) return [];
  return [actions(run.status === "paused" ? resume(run) : pause(run), cancel(run))];
}

const pause = (run: Run): Button =>
  button({ text: "Pause", actionId: pauseId, value: run._id, label: `Pause ${run.title}` });

const resume = (run: Run): Button =>
  button({ text: "Resume", actionId: resumeId, value: run._id, style: "primary", label: `Resume ${run.title}` });

const cancel = (run: Run): Button =>
  button({
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
