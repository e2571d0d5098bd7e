import type { App } from "@slack/bolt";
import { editedMessage, takenBackMessage } from "../blocks/edited.ts";
import { want } from "../models/outbox/want.ts";
import { isOver } from "../models/run/pause.ts";
import { type Run, Runs } from "../models/run.ts";

/** A message that somebody said to Helix, and changed or took back afterwards. */
interface Changed {
  team: string;
  channel: string;
  ts: string;
  threadTs: string | null;
}

/** Whoever edits or deletes what they said to Helix expects something of it, and is told once what comes of it. */
export function listenForEdits(app: App): void {
  app.event("message", async ({ event, body: { team_id: team } }) => {
    if (event.channel_type !== "im") return;
    const { channel } = event;
    if (event.subtype === "message_deleted")
      return tellTakenBack({ team, channel, ts: event.deleted_ts, threadTs: null });
    if (event.subtype !== "message_changed") return;
    const [now, before] = [event.message, event.previous_message];
    if (isSaid(now) && isSaid(before) && now.text !== before.text)
      await tellEdited({ team, channel, ts: now.ts, threadTs: null });
  });
}

/** What was first said stands: nothing is started twice, and nothing is taken back. */
export async function tellEdited({ team, channel, ts, threadTs }: Changed): Promise<void> {
  const runs = await startedBy({ team, channel, ts });
  const place = { channel, threadTs: threadTs ?? ts };
  await want({ team, key: `edited:${channel}:${ts}`, ...place, ...editedMessage(runs) });
}

/** Only where it started something that goes on: nobody waits for more. */
async function tellTakenBack({ team, channel, ts }: Changed): Promise<void> {
  const runs = (await startedBy({ team, channel, ts })).filter((run) => !isOver(run));
  if (runs.length > 0) await want({ team, key: `deleted:${channel}:${ts}`, channel, ...takenBackMessage(runs) });
}

/** Several, where one message asked for several. */
const startedBy = ({ team, channel, ts }: Omit<Changed, "threadTs">): Promise<Run[]> =>
  Runs.find({ team, key: { $gte: saidKey(channel, ts), $lte: `${saidKey(channel, ts)}-9` } })
    .sort({ n: 1 })
    .lean<Run[]>();

/** The key of a run that was asked for in words, by the message that asked. */
const saidKey = (channel: string, ts: string): string => `said-${channel}-${ts}`;

interface SaidByPerson {
  ts: string;
  text: string;
}

/** Slack also reports a link that was unfolded, and what Helix itself changed, as an edit. */
function isSaid(said: unknown): said is SaidByPerson {
  const { ts, text, user, bot_id } = (said ?? {}) as Record<string, unknown>;
  return typeof ts === "string" && typeof text === "string" && typeof user === "string" && !bot_id;
}
