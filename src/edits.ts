import type { App } from "@slack/bolt";
import { message, section } from "../blocks/kit.ts";
import { want } from "../models/outbox.ts";

const words =
  "Helix acts on a message as it was first said, so this edit changed nothing. To ask for something else, say it in a new message.";

/** Whoever edits what they said to Helix expects something of it, and is told once that nothing comes of it. */
export function listenForEdits(app: App): void {
  app.event("message", async ({ event, body }) => {
    if (event.subtype !== "message_changed" || event.channel_type !== "im") return;
    const [now, before] = [event.message, event.previous_message];
    if (!isSaid(now) || !isSaid(before) || now.text === before.text) return;
    const key = `edited:${event.channel}:${now.ts}`;
    await want({
      team: body.team_id,
      key,
      channel: event.channel,
      threadTs: now.ts,
      ...message(words, [section(words)]),
    });
  });
}

interface SaidByPerson {
  ts: string;
  text: string;
}

/** Slack also reports a link that was unfolded, and what Helix itself changed, as an edit. */
function isSaid(said: unknown): said is SaidByPerson {
  const { ts, text, user, bot_id } = (said ?? {}) as Record<string, unknown>;
  return typeof ts === "string" && typeof text === "string" && typeof user === "string" && !bot_id;
}
