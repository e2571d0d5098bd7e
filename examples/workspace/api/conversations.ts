import { channelNamed, directMessages, readableChannel, wireChannel } from "../channels.ts";
import { type Fields, isTrue, textOf } from "../fields.ts";
import { messagesIn, threadOf, wire } from "../messages.ts";
import type { Channel, Message, State } from "../model.ts";
import { Refusal } from "../refusal.ts";

export function info(state: State, args: Fields): Fields {
  return { ok: true, channel: wireChannel(channelNamed(state, textOf(args, "channel")), state.bot.userId) };
}

export function open(state: State, args: Fields): Fields {
  const users = (textOf(args, "users") ?? "").split(",").filter((user) => user !== "");
  if (users.length === 0) throw new Refusal("users_list_not_supplied");
  if (users.some((user) => !state.users.has(user))) throw new Refusal("user_not_found");
  if (users.some((user) => state.users.get(user)?.deleted)) throw new Refusal("user_disabled");
  const channel = users.length === 1 ? directMessages(state, users[0] ?? "") : groupMessages(state, users);
  return { ok: true, channel: { id: channel.id } };
}

function groupMessages(state: State, users: string[]): Channel {
  const members = [...new Set([...users, state.bot.userId])].sort();
  const id = `G${members.map((member) => member.slice(2)).join("")}`;
  const channel = state.channels.get(id) ?? { id, name: `mpdm-${id}`, kind: "mpim" as const, members, archived: false };
  state.channels.set(id, channel);
  return channel;
}

/** The first message of a thread, then its replies, oldest first, in pages of `limit`. */
export function replies(state: State, args: Fields): Fields {
  const channel = readableChannel(state, textOf(args, "channel"));
  const thread = threadOf(state, channel.id, textOf(args, "ts") ?? "");
  const root = thread[0];
  if (!root) throw new Refusal("thread_not_found");
  const found = thread.filter((message) => message === root || within(message, args));
  return page(state, found, args);
}

/** A channel's messages without replies, newest first, in pages of `limit`. */
export function history(state: State, args: Fields): Fields {
  const channel = readableChannel(state, textOf(args, "channel"));
  const isRoot = (message: Message): boolean => message.thread_ts === undefined || message.broadcast === true;
  const found = messagesIn(state, channel.id).filter((message) => isRoot(message) && within(message, args));
  return page(state, found.reverse(), args);
}

function within(message: Message, args: Fields): boolean {
  const oldest = textOf(args, "oldest");
  const latest = textOf(args, "latest");
  const at = Number(message.ts);
  const inclusive = isTrue(args.inclusive);
  const afterOldest = oldest === undefined || at > Number(oldest) || (inclusive && message.ts === oldest);
  const beforeLatest = latest === undefined || at < Number(latest) || (inclusive && message.ts === latest);
  return afterOldest && beforeLatest;
}

function page(state: State, found: Message[], args: Fields): Fields {
  const limit = Math.min(Number(args.limit ?? 100) || 100, 999);
  const start = cursorStart(textOf(args, "cursor"));
  const messages = found
    .slice(start, start + limit)
    .map((message) => wire(state, message, isTrue(args.include_all_metadata)));
  const more = start + limit < found.length;
  const next = more ? Buffer.from(`next:${start + limit}`).toString("base64") : "";
  return { ok: true, messages, has_more: more, response_metadata: { next_cursor: next } };
}

function cursorStart(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const start = /^next:(\d+)$/.exec(Buffer.from(cursor, "base64").toString())?.[1];
  if (start === undefined) throw new Refusal("invalid_cursor");
  return Number(start);
}
