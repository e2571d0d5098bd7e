import { keyOfMetadata } from "../../models/message-metadata.ts";
import { knownTs } from "../../models/outbox/moves.ts";
import type { OutboxMessage } from "../../models/outbox.ts";
import type { OutboxClient } from "./client.ts";

/** `unsure`: a message of Helix's own without metadata stands there, and it could be this one. */
export type Found = { kind: "found"; ts: string } | { kind: "absent" } | { kind: "unsure" };

/** Slack's clock and ours may differ by this much. */
const clockSkewMs = 60_000;

interface Seen {
  ts: string;
  key: string | null;
}

/** Did an attempted post arrive? Reads its thread (or channel) from just before the attempt on; throws what Slack throws. */
export async function findPosted(
  client: OutboxClient,
  message: OutboxMessage,
  threadTs: string | null,
): Promise<Found> {
  const since = (message.attempted?.at.getTime() ?? 0) - clockSkewMs;
  const own = await ownMessages(client, message.channel, threadTs, since);
  const found = own.find(({ ts, key }) => key === message.key && !message.formerTs.includes(ts));
  if (found) return { kind: "found", ts: found.ts };
  const unmarked = own.filter(({ ts, key }) => key === null && Number(ts) * 1_000 >= since).map(({ ts }) => ts);
  const known = await knownTs(message.team, message.channel, unmarked);
  return unmarked.every((ts) => known.has(ts)) ? { kind: "absent" } : { kind: "unsure" };
}

async function ownMessages(
  client: OutboxClient,
  channel: string,
  threadTs: string | null,
  since: number,
): Promise<Seen[]> {
  const me = await client.auth.test();
  const own: Seen[] = [];
  let cursor: string | undefined;
  do {
    const range = {
      channel,
      oldest: String(since / 1_000),
      inclusive: true,
      include_all_metadata: true,
      limit: 200,
      ...(cursor && { cursor }),
    };
    const page =
      threadTs === null
        ? await client.conversations.history(range)
        : await client.conversations.replies({ ...range, ts: threadTs });
    for (const { ts, user, bot_id, metadata } of page.messages ?? []) {
      const isOwn = (user !== undefined && user === me.user_id) || (bot_id !== undefined && bot_id === me.bot_id);
      if (isOwn && ts !== undefined) own.push({ ts, key: keyOfMetadata(metadata) });
    }
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return own;
}
