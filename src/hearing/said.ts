import type { WebClient } from "@slack/web-api";
import type { Message } from "../../blocks/kit.ts";
import { want } from "../../models/outbox/want.ts";
import type { Said } from "../../models/said.ts";

/** A lasting answer in the thread of what was said; `part` tells several answers to one message apart. */
export const reply = ({ team, channel, ts, threadTs }: Said, message: Message, part = ""): Promise<unknown> =>
  want({ team, key: `reply:${channel}:${ts}${part}`, channel, threadTs: threadTs ?? ts, ...message });

/** For the eyes of whoever said it; in direct messages everything is. */
export async function tellPrivately(client: WebClient, said: Said, { text, blocks }: Message): Promise<void> {
  const { channel, user, threadTs, ts, direct } = said;
  if (direct) {
    await reply(said, { text, blocks });
    return;
  }
  await client.chat
    .postEphemeral({ channel, user, text, blocks, ...(threadTs && { thread_ts: threadTs }) })
    .catch(() => reply({ ...said, threadTs: threadTs ?? ts }, { text, blocks }));
}
