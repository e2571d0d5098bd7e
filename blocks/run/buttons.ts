import type { Button, KnownBlock } from "@slack/types";
import { shortId } from "../../models/ids.ts";
import type { Run } from "../../models/run.ts";
import { actions, button } from "../kit.ts";

export const startId = "run_start";
export const cancelId = "run_cancel";
export const pauseId = "run_pause";
export const resumeId = "run_resume";
export const againId = "run_again";
export const compareRunId = "run_compare";

/** What may be done with a run as it stands. */
export function runButtons(run: Run): KnownBlock[] {
  // Half a deployment is worse than either whole: its cancellation would be refused.
  if (run.steps.some(({ kind }) => kind === "deploy")) return [];
  switch (run.status) {
    case "waiting":
      return [actions(start(run), cancel(run))];
    case "queued":
    case "running":
      return [actions(pause(run), cancel(run))];
    case "paused":
      return [actions(resume(run), cancel(run))];
    case "done":
      return isUncompared(run) ? [actions(compareButton(run))] : [];
    case "failed":
    case "cancelled":
      return [];
  }
}

/** Whether a search ended with something new that nobody asked to compare: the next thing to do with it. */
const isUncompared = ({ intent, steps }: Run): boolean =>
  intent?.verb === "run" &&
  !steps.some(({ kind }) => kind === "compare") &&
  steps.some(({ kind, status }) => kind === "evaluate" && status === "done") &&
  steps.some(({ kind, outcome }) => kind === "compile" && outcome?.unchanged === false);

/** Sets what a run came to against what is deployed. */
export const compareButton = (run: Pick<Run, "_id">): Button =>
  button({
    text: "Compare",
    actionId: compareRunId,
    value: run._id,
    label: `Compare ${shortId(run._id)} with what is deployed`,
  });

/** Asks for the same once more, where somebody asked for it and nobody did so already. */
export function againButton(run: Run): Button | undefined {
  const isOver = run.status === "failed" || run.status === "cancelled";
  if (!isOver || !run.intent || run.again) return undefined;
  return button({ text: "Run again", actionId: againId, value: run._id, label: `Run again: ${run.title}` });
}

const start = (run: Run): Button =>
  button({ text: "Start", actionId: startId, value: run._id, style: "primary", label: `Start ${run.title}` });

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
      text: "What was measured so far is kept. It cannot be taken up again; it can be run again.",
      yes: "Cancel the run",
      no: "Keep going",
    },
  });
