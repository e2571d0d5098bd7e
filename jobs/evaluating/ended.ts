import type { RunnerEnd } from "../runner.ts";
import { Trouble } from "../trouble.ts";

export const checkModel =
  "check that the model answers (endpoint, key, quota), then run it again: what was measured is kept";
export const mendMetric =
  "mend the metric, register the program again with `npm run helix -- add`, then run it again: what was measured is kept";

const nextSteps: Record<string, string> = {
  max_usd: "raise the limit with --budget, or choose a cheaper model",
  timeout: "run it again with a smaller budget",
  metric_errors: mendMetric,
  import: "mend the program, then register it again with `npm run helix -- add`",
  spec: "this is a mistake in Helix: look into the worker's log",
};

/** A runner that crashed may work at the next attempt. */
export class RunnerLost extends Error {}

/** Words for a runner that did not end well. */
export function endedBadly(what: string, end: RunnerEnd): Error {
  if (end.status === "lost") return new RunnerLost(end.message ?? "the Python process was lost");
  const reason = end.reason ?? "unknown";
  const next = reason.startsWith("lm_errors")
    ? checkModel
    : (nextSteps[reason] ?? "look into the worker's log, then run it again");
  return new Trouble(what, end.message ?? reason, next);
}
