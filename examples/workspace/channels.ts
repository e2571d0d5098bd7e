import type { Channel, State } from "./model.ts";
import { Refusal } from "./refusal.ts";

/** The direct messages between a person and the app; opened when first needed. */
export function directMessages(state: State, user: string): Channel {
  const id = `D${user.slice(1)}`;
  const existing = state.channels.get(id);
  if (existing) return existing;
  const channel: Channel = {
    id,
    name: "directmessage",
    kind: "im",
    members: [user, state.bot.userId],
    archived: false,
  };
  state.channels.set(id, channel);
  return channel;
}

/** A channel by id, by `#name`, or the direct messages of a user id. @throws Refusal `channel_not_found` */
export function channelNamed(state: State, name: string | undefined): Channel {
  if (name === undefined) throw new Refusal("channel_not_found");
  if (state.users.has(name) && name !== state.bot.userId) return directMessages(state, name);
  const plain = name.replace(/^#/, "");
  const channel =
    state.channels.get(name) ?? [...state.channels.values()].find((one) => one.name === plain && one.kind !== "im");
  const hidden = channel && channel.kind !== "channel" && !channel.members.includes(state.bot.userId);
  if (!channel || hidden) throw new Refusal("channel_not_found");
  return channel;
}

/** A channel the bot may write to. @throws Refusal `channel_not_found`, `not_in_channel` or `is_archived` */
export function writableChannel(state: State, name: string | undefined): Channel {
  const channel = readableChannel(state, name);
  if (channel.archived) throw new Refusal("is_archived");
  return channel;
}

/** A channel the bot may read. @throws Refusal `channel_not_found` or `not_in_channel` */
export function readableChannel(state: State, name: string | undefined): Channel {
  const channel = channelNamed(state, name);
  if (!channel.members.includes(state.bot.userId)) throw new Refusal("not_in_channel");
  return channel;
}

/** A conversation as `conversations.info` shows it. */
export function wireChannel(channel: Channel, bot: string): Record<string, unknown> {
  const { id, name, kind, archived, members } = channel;
  const is = {
    is_channel: kind === "channel",
    is_group: kind === "group",
    is_im: kind === "im",
    is_mpim: kind === "mpim",
  };
  const other =
    kind === "im" ? { user: members.find((member) => member !== bot) } : { name, num_members: members.length };
  return {
    id,
    ...other,
    ...is,
    is_private: kind !== "channel",
    is_archived: archived,
    is_member: members.includes(bot),
  };
}
