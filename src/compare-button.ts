import type { Deps } from "../jobs/deps.ts";
import { showRun } from "../jobs/show.ts";
import { Trouble } from "../jobs/trouble.ts";
import { shortId } from "../models/ids.ts";
import { Runs } from "../models/run.ts";
import type { Button } from "./buttons.ts";
import { personOf } from "./person.ts";
import { requirePresence } from "./presence.ts";
import { startRun } from "./requests.ts";

/** Compare, beside a run of the list: the same as `/helix compare r12`, where the list stands. The reconciler gives it to the queue. */
export async function compareByButton(deps: Deps, { client, body, value }: Button): Promise<void> {
  const { user, team } = personOf(body);
  const run = await Runs.findOne({ _id: value, team }).lean();
  const channel = body.channel?.id;
  if (!run || !channel) throw new Trouble("Nothing was compared", "there is no such run", "see `/helix runs`");
  await requirePresence(client, channel);
  const threadTs = body.message?.thread_ts ?? null;
  const asked = { team, user, channel, threadTs, delivery: `compare-${body.trigger_id}`, at: deps.now() };
  const intent = { verb: "compare" as const, program: run.program, a: shortId(run._id), b: "deployed" };
  await showRun(await startRun(intent, asked));
}
