import { setTimeout as later } from "node:timers/promises";
import { type Fields, isFields } from "../fields.ts";
import { edit, post, remove, wire } from "../messages.ts";
import type { Channel, Message, State } from "../model.ts";
import { deliver, json } from "./deliver.ts";
import { escaped, withMentions } from "./typed.ts";

const plurals = { channel: "channels", group: "groups", im: "im", mpim: "mpim" };

/** Says something as a person. `@helix` in it becomes a mention of the bot, `@anna` one of Anna. */
export function say(state: State, user: string, channel: Channel, words: string, threadTs?: string): Message {
  const message = post(
    state,
    channel,
    user,
    { text: withMentions(state, escaped(words), (user) => `<@${user.id}>`), blocks: [] },
    { threadTs },
  );
  if (channel.members.includes(state.bot.userId)) sendMessageEvents(state, channel, message);
  return message;
}

/** A mention in a channel arrives twice, as `app_mention` and as `message`: with one `ts` and two event ids. */
export function sendMessageEvents(state: State, channel: Channel, message: Message): void {
  const common = { ...wire(state, message), channel: channel.id, event_ts: message.ts };
  if (channel.kind !== "im" && message.text.includes(`<@${state.bot.userId}>`)) {
    sendEvent(state, "app_mention", { ...common, type: "app_mention" });
  }
  sendEvent(state, `message.${plurals[channel.kind]}`, { ...common, type: "message", channel_type: channel.kind });
}

/** Edits what a person said; the app hears of it as of a message with a subtype, and of a mention in it once more. */
export function rephrase(state: State, message: Message, words: string): void {
  const previous_message = wire(state, message);
  const text = withMentions(state, escaped(words), ({ id }) => `<@${id}>`);
  edit(state, message, { text, blocks: [] }, message.user);
  mentionAgain(state, message);
  sendChange(state, message, { subtype: "message_changed", message: wire(state, message), previous_message });
}

/** What Slack sends of an edited mention is an `app_mention` that says when it was edited, under the `ts` of the first. */
function mentionAgain(state: State, message: Message): void {
  const channel = state.channels.get(message.channel);
  if (!channel || channel.kind === "im" || !channel.members.includes(state.bot.userId)) return;
  if (!message.text.includes(`<@${state.bot.userId}>`)) return;
  const place = { channel: channel.id, event_ts: state.clock.ts() };
  sendEvent(state, "app_mention", { ...wire(state, message), ...place, type: "app_mention" });
}

/** Deletes what a person said. */
export function takeBack(state: State, message: Message): void {
  const previous_message = wire(state, message);
  remove(state, message);
  sendChange(state, message, { subtype: "message_deleted", deleted_ts: message.ts, previous_message });
}

function sendChange(state: State, message: Message, change: Fields): void {
  const channel = state.channels.get(message.channel);
  if (!channel?.members.includes(state.bot.userId)) return;
  const ts = state.clock.ts();
  const place = { channel: channel.id, channel_type: channel.kind, hidden: true, ts, event_ts: ts };
  sendEvent(state, `message.${plurals[channel.kind]}`, { type: "message", ...place, ...change });
}

/** Opens the app's Home or its messages. */
export function openHome(state: State, user: string, channel: Channel, tab: string, view: Fields | undefined): void {
  const event_ts = state.clock.ts();
  sendEvent(state, "app_home_opened", { type: "app_home_opened", user, channel: channel.id, tab, event_ts, view });
}

/** Sends an event, if the app is subscribed, and again when it was not acknowledged. Does not wait for the app. */
export function sendEvent(state: State, subscription: string, event: Fields): void {
  if (!state.events.has(subscription)) return;
  const eventId = state.id("Ev");
  const body = JSON.stringify({
    token: "deprecated",
    team_id: state.team.id,
    api_app_id: state.bot.appId,
    event,
    type: "event_callback",
    event_id: eventId,
    event_time: Math.floor(state.clock.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: state.team.id,
        user_id: state.bot.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${eventId}`,
  });
  void sendUntilAcknowledged(state, eventId, body, isFields(event) ? String(event.type) : "");
}

async function sendUntilAcknowledged(state: State, eventId: string, body: string, event: string): Promise<void> {
  let headers: Record<string, string> = {};
  for (let retry = 0; !state.closing.aborted; retry += 1) {
    const id = state.id("K");
    const answer = await deliver(state, { id, kind: "event", event, eventId, retry, body, contentType: json, headers });
    const delay = state.timing.retryDelaysMs[retry];
    if (answer.status === 200 || delay === undefined) return;
    headers = { "x-slack-retry-num": String(retry + 1), "x-slack-retry-reason": answer.failure ?? "http_error" };
    await later(delay, undefined, { signal: state.closing }).catch(() => undefined);
  }
}
