import type { WebClient } from "@slack/web-api";
import type { Message } from "../blocks/kit.ts";
import { noticeModal } from "../blocks/notice.ts";
import type { Person } from "../models/may-decide.ts";
import { want } from "../models/outbox/want.ts";

/**
 * Tells a person something where there is no channel to tell it in (Home, a global shortcut): over what they look at, or,
 * when Slack does not open anything any more, in their direct messages with Helix.
 */
export async function tellWithoutChannel(
  client: Pick<WebClient, "views" | "conversations">,
  person: Person,
  trigger: string,
  message: Message,
): Promise<void> {
  const opened = client.views.open({ trigger_id: trigger, view: noticeModal(message) });
  await opened.catch(() => tellDirectly(client, person, trigger, message));
}

/** In a person's direct messages with Helix; `cause` makes it one message, however often it is told. */
export async function tellDirectly(
  client: Pick<WebClient, "conversations">,
  { team, user }: Person,
  cause: string,
  message: Message,
): Promise<void> {
  const { channel } = await client.conversations.open({ users: user });
  if (channel?.id) await want({ team, key: `told:${user}:${cause}`, channel: channel.id, ...message });
}
