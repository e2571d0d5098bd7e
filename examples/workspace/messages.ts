import type { Fields } from "./fields.ts";
import type { Channel, Ephemeral, Message, State, Version } from "./model.ts";
import { Refusal } from "./refusal.ts";
import { withIds } from "./walk.ts";

/** What a message says, checked already. */
export type Content = {
  text: string;
  blocks: Fields[];
  metadata?: Fields | undefined;
  attachments?: unknown[] | undefined;
  files?: Fields[] | undefined;
};

/** The messages of a channel that are still there, oldest first. */
export function messagesIn(state: State, channel: string): Message[] {
  return (state.messages.get(channel) ?? []).filter(({ deleted_at }) => deleted_at === undefined);
}

export function findMessage(state: State, channel: string, ts: string): Message | undefined {
  return messagesIn(state, channel).find((message) => message.ts === ts);
}

/** A thread: its first message and the replies to it, oldest first; empty when there is no such message. */
export function threadOf(state: State, channel: string, ts: string): Message[] {
  const root = findMessage(state, channel, ts);
  return root
    ? [root, ...messagesIn(state, channel).filter(({ thread_ts, ts: own }) => thread_ts === ts && own !== ts)]
    : [];
}

function versionOf(state: State, content: Content): Version {
  return { at: state.clock.now(), text: content.text, blocks: content.blocks, metadata: content.metadata };
}

/** Adds a message by a person or by the bot. @param threadTs the thread's first message @returns what is now stored */
export function post(
  state: State,
  channel: Channel,
  user: string,
  content: Content,
  extra: { threadTs?: string | undefined; broadcast?: boolean; cause?: string | undefined } = {},
): Message {
  const blocks = withIds(content.blocks, state.id);
  const bot = user === state.bot.userId ? { bot_id: state.bot.botId, app_id: state.bot.appId } : {};
  const message: Message = {
    type: "message",
    channel: channel.id,
    ts: state.clock.ts(),
    thread_ts: extra.threadTs,
    user,
    ...bot,
    text: content.text,
    blocks,
    attachments: content.attachments,
    files: content.files,
    metadata: content.metadata,
    broadcast: extra.broadcast,
    versions: [versionOf(state, { ...content, blocks })],
    chosen: {},
    seq: state.changes.current() + 1,
    cause: extra.cause,
  };
  state.messages.set(channel.id, [...(state.messages.get(channel.id) ?? []), message]);
  if (user === state.bot.userId) clearStatus(state, channel.id);
  state.changes.bump();
  return message;
}

/** A status such as "is thinking" ends with what the app says next. */
function clearStatus(state: State, channel: string): void {
  for (const thread of state.assistant.values()) if (thread.channel === channel) thread.status = "";
}

/** Replaces what a message says and keeps what it said before. @param by who edited it; the app unless told */
export function edit(state: State, message: Message | Ephemeral, content: Content, by = state.bot.userId): void {
  const blocks = withIds(content.blocks, state.id);
  message.text = content.text;
  message.blocks = blocks;
  message.versions.push(versionOf(state, { ...content, blocks }));
  if ("type" in message) {
    message.metadata = content.metadata;
    message.attachments = content.attachments;
    message.edited = { user: by, ts: state.clock.ts() };
  }
  state.changes.bump();
}

export function remove(state: State, message: Message | Ephemeral): void {
  message.deleted_at = state.clock.now();
  state.changes.bump();
}

/** Shows a message to one person. */
export function whisper(
  state: State,
  to: { channel: string; user: string; threadTs?: string | undefined; cause?: string | undefined },
  content: Content,
): Ephemeral {
  const blocks = withIds(content.blocks, state.id);
  const ephemeral: Ephemeral = {
    ts: state.clock.ts(),
    channel: to.channel,
    thread_ts: to.threadTs,
    user: to.user,
    text: content.text,
    blocks,
    versions: [versionOf(state, { ...content, blocks })],
    chosen: {},
    seq: state.changes.current() + 1,
    cause: to.cause,
  };
  state.ephemerals.push(ephemeral);
  state.changes.bump();
  return ephemeral;
}

/** Where a reply goes. @throws Refusal when there is no such thread, or its `ts` is itself a reply */
export function threadRoot(state: State, channel: string, threadTs: string): string {
  const root = findMessage(state, channel, threadTs);
  if (!root) throw new Refusal("thread_not_found");
  if (root.thread_ts !== undefined && root.thread_ts !== root.ts) throw new Refusal("cannot_reply_to_message");
  return root.ts;
}

/** A message as the Web API and events show it. Metadata only when asked for. */
export function wire(state: State, message: Message, withMetadata = false): Fields {
  const { type, ts, user, bot_id, app_id, text, blocks, attachments, files, edited } = message;
  const replies = threadOf(state, message.channel, ts).slice(1);
  const parent =
    replies.length > 0 ? { thread_ts: ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts } : {};
  const reply = message.thread_ts ? { thread_ts: message.thread_ts } : {};
  const metadata = withMetadata && message.metadata ? { metadata: message.metadata } : {};
  return {
    type,
    user,
    team: state.team.id,
    bot_id,
    app_id,
    ts,
    text,
    blocks,
    attachments,
    files,
    edited,
    ...parent,
    ...reply,
    ...metadata,
  };
}
