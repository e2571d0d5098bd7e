import { wire } from "../messages.ts";
import type { Message, State } from "../model.ts";
import { issueTrigger } from "../triggers.ts";
import { deliver, form, interaction } from "./deliver.ts";
import { issueResponseUrl } from "./response_url.ts";
import { type Act, actResult } from "./result.ts";
import { channelPart, envelope } from "./who.ts";

/** Chooses a shortcut: a global one, or with a message, one from that message's menu. */
export async function shortcut(state: State, user: string, callbackId: string, message?: Message): Promise<Act> {
  const id = state.id("K");
  const common = {
    ...envelope(state, user),
    callback_id: callbackId,
    action_ts: state.clock.ts(),
    trigger_id: issueTrigger(state, user, id),
  };
  const payload = message
    ? { type: "message_action", ...common, ...about(state, user, message, id) }
    : { type: "shortcut", ...common };
  const answer = await deliver(state, { id, kind: "shortcut", body: interaction(payload), contentType: form });
  return actResult(state, id, answer);
}

function about(state: State, user: string, message: Message, cause: string): Record<string, unknown> {
  const channel = state.channels.get(message.channel);
  const original = { ts: message.ts, ephemeral: false };
  return {
    channel: channel && channelPart(channel),
    message_ts: message.ts,
    message: wire(state, message, true),
    response_url: issueResponseUrl(state, { user, channel: message.channel, original, cause }),
  };
}
