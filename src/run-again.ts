import type { Deps } from "../jobs/deps.ts";
import { showRun } from "../jobs/show.ts";
import { Trouble } from "../jobs/trouble.ts";
import type { Person } from "../models/may-decide.ts";
import { markAgain } from "../models/run/ask.ts";
import { Runs } from "../models/run.ts";
import { type RunningIntent, startRun } from "./requests.ts";

/**
 * Asks for the same as a run that failed or was cancelled, planned anew for whoever pressed; what its search paid for is
 * not paid again. However often and by whomever it is pressed, one run follows, which the reconciler gives to the queue.
 */
export async function runAgain(deps: Deps, runId: string, { user, team }: Person): Promise<void> {
  const run = await Runs.findOne({ _id: runId, team, status: { $in: ["failed", "cancelled"] } }).lean();
  if (!run?.intent)
    throw new Trouble("Nothing was started", "there is no such run that failed or was cancelled", "see /helix runs");
  const { channel, threadTs, intent } = run;
  const asked = { team, user, channel, threadTs, delivery: `again-${run._id}`, at: deps.now() };
  const again = await startRun(intent as RunningIntent, asked);
  await showRun(again);
  const marked = await markAgain(run, { run: again._id, by: again.requestedBy });
  if (marked) await showRun(marked);
}
