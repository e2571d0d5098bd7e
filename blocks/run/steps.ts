import type { Branch } from "../../models/branch.ts";
import type { Run, Step, StepKind } from "../../models/run.ts";
import { progressBar, progressParts } from "./progress.ts";

const stepWords: Record<StepKind, string> = {
  ingest: "read traces and draft labels",
  draft: "draft a label",
  digest: "write the digest",
  review: "ask about labels",
  version: "make the next dataset version",
  compile: "compile",
  evaluate: "evaluate",
  compare: "compare",
  recommend: "decide whether to ask",
  revise: "open the edited revision",
  rollback: "ask about going back",
  deploy: "load it, check it, and move production to it",
};

const marks: Record<Step["status"], string> = {
  waiting: "○",
  queued: "○",
  running: "◐",
  done: "●",
  failed: "✕",
  cancelled: "–",
};

/** A step in one line: how it stands, what it does, how far it is or what it will do. */
export function stepLine(step: Step): string {
  const shown = [progressBar(step), ...progressParts(step)].filter(Boolean).join(" · ");
  const plan = shown === "" && !isOver(step) ? planWords(step) : "";
  const mark = shown !== "" && isDue(step) ? marks.running : marks[step.status];
  return `${mark} ${whatOf(step)}${plan}${shown && `: ${shown}`}`;
}

const isDue = ({ status }: Step): boolean => status === "waiting" || status === "queued";
const isOver = (step: Step): boolean => !isDue(step) && step.status !== "running";

/** What a step does; a search says with what, an evaluation says of what. */
function whatOf({ kind, params }: Step): string {
  if (kind === "compile") return ["compile", (params.branch as Branch | undefined)?.words].filter(Boolean).join(" ");
  if (kind !== "evaluate") return stepWords[kind];
  if (typeof params.subject === "string") return `evaluate ${params.subject}`;
  return params.arm === "baseline" ? "evaluate what is deployed" : "evaluate the candidate";
}

function planWords({ kind, params }: Step): string {
  if (typeof params.words !== "string") return "";
  if (kind === "evaluate") return ` ${params.words}`;
  const branch = kind === "compile" && (params.branch as Branch | undefined)?.words;
  return `: ${branch ? params.words.replace(`${branch}, `, "") : params.words}`;
}

const stateWords: Record<Step["status"], string> = {
  waiting: "to come",
  queued: "next",
  running: "at work",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
};

/** More steps than anybody wants to hear read out. */
const mostSpoken = 12;

/** All steps as one plain sentence: a mark and a bar mean nothing to who does not see them. */
export function stepsWords({ steps }: Pick<Run, "steps">): string {
  const shown = steps.length <= mostSpoken ? steps : steps.filter(({ status }) => status === "running");
  const left = steps.length > shown.length ? [`all ${steps.length} steps stand in the message`] : [];
  return `Steps: ${[...shown.map(spoken), ...left].join("; ")}.`;
}

function spoken(step: Step): string {
  const parts = progressParts(step);
  const share = progressBar(step).replace(/^\S+ /, "");
  const plan = parts.length === 0 && !isOver(step) ? planWords(step) : "";
  return [`${whatOf(step)}${plan} (${stateWords[step.status]})`, share, ...parts].filter(Boolean).join(", ");
}
