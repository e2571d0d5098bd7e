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

/** A step in one line: how it stands, what it does, how far it is or what it will do. */
export function stepLine(step: Step): string {
  const shown = [progressBar(step), ...progressParts(step)].filter(Boolean).join(" · ");
  const plan = shown === "" && isDue(step) ? planWords(step) : "";
  const mark = shown !== "" && isDue(step) ? marks.running : marks[step.status];
  return `${mark} ${whatOf(step)}${plan}${shown && `: ${shown}`}`;
}

const isDue = ({ status }: Step): boolean => status === "waiting" || status === "queued";

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

/** The plan or the progress as one plain sentence: what a run does now, stopped at, or would do. */
export function nowWords({ status, steps }: Pick<Run, "status" | "steps">): string[] {
  if (status === "waiting" || status === "queued")
    return [`The plan: ${steps.map((step) => `${whatOf(step)}${planWords(step)}`).join("; ")}.`];
  const step = steps.find((each) => each.status === "running") ?? steps.find((each) => each.status === "queued");
  if (!step || !["running", "paused"].includes(status)) return [];
  const where = status === "paused" ? "It stopped at this step" : "It is at this step";
  return [`${where}: ${[whatOf(step), ...progressParts(step)].join(", ")}.`];
}
