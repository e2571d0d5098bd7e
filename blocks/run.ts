import type { Button, KnownBlock } from "@slack/types";
import { shortId } from "../models/ids.ts";
import { type Run, type Step, type StepKind, spentUsd } from "../models/run.ts";
import { dollars, plural, points } from "./figures.ts";
import { actions, button, context, joined, type Message, mention, message, mrkdwn, section } from "./kit.ts";

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
  const said = [head, ...progressWords(run), ...outcome, ...problemWords(run)];
  return message(said.join(" "), [
    section(mrkdwn`*${run.title}*  \`${id}\` · ${statusWords[run.status]}\nasked by ${mention(run.requestedBy)}`),
    section(joined(run.steps.map(stepLine), "\n")),
    ...(outcome.length > 0 ? [section(joined(outcome, "\n"))] : []),
    ...(run.problem
      ? [section(mrkdwn`*${run.problem.what}.* ${sentence(run.problem.why)} ${sentence(run.problem.next)}`)]
      : []),
    context(money(run)),
    ...buttons(run),
  ]);
}

const sentence = (words: string): string =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;

function stepLine(step: Step): string {
  const what = step.params.arm ? `${stepWords[step.kind]} the ${step.params.arm}` : stepWords[step.kind];
  const plan = step.status === "waiting" || step.status === "queued" ? planWords(step) : "";
  return `${marks[step.status]} ${what}${plan}${progressOf(step)}`;
}

const planWords = (step: Step): string => (typeof step.params.words === "string" ? `: ${step.params.words}` : "");

function progressOf(step: Step): string {
  const { progress, status } = step;
  if (!progress || (status !== "running" && status !== "done")) return "";
  const of = progress.total === null ? plural(progress.done, "call") : `${progress.done}/${progress.total}`;
  const best = progress.best === null ? "" : ` · best so far ${points(progress.best)}`;
  const note = progress.note ? ` · ${progress.note}` : "";
  return `: ${of}${best}${note}${step.epoch > 1 ? ` · attempt ${step.epoch}` : ""}`;
}

function progressWords(run: Run): string[] {
  const step = run.steps.find(({ status }) => status === "running");
  return step ? [`Now: ${stepWords[step.kind]}${progressOf(step)}.`] : [];
}

const problemWords = ({ problem }: Run): string[] =>
  problem ? [`${problem.what}: ${sentence(problem.why)} ${sentence(problem.next)}`] : [];

function money(run: Run): string {
  const spent = spentUsd(run);
  const calls = run.steps.reduce((sum, step) => sum + step.lmCalls, 0);
  const known = run.steps.some((step) => step.unknownCost) ? "at least " : "";
  return `spent ${known}${dollars(spent)} of at most ${dollars(run.limitUsd)} · ${plural(calls, "LM call")}`;
}

function buttons(run: Run): KnownBlock[] {
  if (run.status !== "queued" && run.status !== "running") return [];
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
