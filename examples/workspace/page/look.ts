import { assistantThreads } from "../api/people.ts";
import { isStreaming } from "../api/streams.ts";
import { directMessages } from "../channels.ts";
import type { Fields } from "../fields.ts";
import { messagesIn, threadOf } from "../messages.ts";
import type { Channel, Ephemeral, Message, State } from "../model.ts";
import { keptValues } from "../values.ts";
import { openViews, wireView } from "../views.ts";

/** Everything one person sees at this moment, with one channel and, if one is open, one thread. */
export function look(state: State, user: string, channel: string | undefined, thread: string | undefined): Fields {
  const own = directMessages(state, user);
  const places = [...state.channels.values()].filter((one) => one.members.includes(user));
  const here = places.find(({ id }) => id === channel);
  const { team, bot, app } = state;
  return {
    at: state.changes.current(),
    team,
    teams: state.teams,
    bot,
    user,
    people: [...state.users.values()].map((one) => ({ ...one, waiting: waitingFor(state, one.id) })),
    groups: [...state.usergroups.values()].map(({ id, handle }) => ({ id, name: handle })),
    commands: app.commands,
    shortcuts: app.shortcuts,
    prompts: app.prompts,
    channels: places.map((place) => seenChannel(state, user, place)),
    app: own.id,
    channel: here ? { id: here.id, messages: timeline(state, user, here.id) } : null,
    thread: here && thread ? { ts: thread, messages: replies(state, user, here.id, thread) } : null,
    assistant: assistantThreads(state).filter((one) => one.channel === here?.id || one.channel === own.id),
    views: openViews(state, user).map((view) => ({ ...wireView(state, view), errors: view.errors })),
    home: homeOf(state, user),
  };
}

function homeOf(state: State, user: string): Fields | null {
  const home = state.homes.get(user);
  return home ? wireView(state, home) : null;
}

/** A channel in the list: how much of it is new to this person, and how often they are named in that. */
function seenChannel(state: State, user: string, { id, name, kind, archived, members }: Channel): Fields {
  const fresh = freshIn(state, user, id);
  const named = fresh.filter((message) => kind === "im" || names(message, user));
  const unread = fresh.filter((message) => isRoot(message) || named.includes(message));
  return { id, name, kind, archived, members, unread: unread.length, mentions: named.length };
}

/** What others said since this person was last there. */
function freshIn(state: State, user: string, channel: string): Message[] {
  const since = Number(state.read.get(`${user}:${channel}`) ?? 0);
  return messagesIn(state, channel).filter((one) => Number(one.ts) > since && one.user !== user);
}

/** Whether a message names somebody, in its text or in its blocks. */
function names({ text, blocks }: Message, user: string): boolean {
  return text.includes(`<@${user}>`) || JSON.stringify(blocks).includes(user);
}

/** How many messages wait for somebody, everywhere together. */
function waitingFor(state: State, user: string): number {
  const places = [...state.channels.values()].filter(({ members }) => members.includes(user));
  return places
    .map((place) => freshIn(state, user, place.id).filter((one) => place.kind === "im" || names(one, user)).length)
    .reduce((sum, n) => sum + n, 0);
}

const isRoot = ({ thread_ts, ts, broadcast }: Message): boolean =>
  thread_ts === undefined || thread_ts === ts || broadcast === true;

function timeline(state: State, user: string, channel: string): Fields[] {
  const whispers = whispersTo(state, user, channel).filter(({ thread_ts }) => thread_ts === undefined);
  return inOrder([...messagesIn(state, channel).filter(isRoot), ...whispers]).map((one) => shown(state, user, one));
}

function replies(state: State, user: string, channel: string, thread: string): Fields[] {
  const whispers = whispersTo(state, user, channel).filter(({ thread_ts }) => thread_ts === thread);
  return inOrder([...threadOf(state, channel, thread), ...whispers]).map((one) => shown(state, user, one));
}

const whispersTo = (state: State, user: string, channel: string): Ephemeral[] =>
  state.ephemerals.filter((one) => one.user === user && one.channel === channel && one.deleted_at === undefined);

const inOrder = <T extends { ts: string }>(all: T[]): T[] => all.sort((a, b) => Number(a.ts) - Number(b.ts));

/** A message as the page draws it; `version` goes up whenever what it says or who answered it changes. */
function shown(state: State, user: string, message: Message | Ephemeral): Fields {
  const { ts, channel, thread_ts, text, blocks, versions, chosen } = message;
  const common = {
    ts,
    channel,
    thread_ts,
    text,
    blocks,
    version: versions.length,
    chosen: keptValues(blocks, chosen[user] ?? {}),
  };
  if (!("type" in message)) return { ...common, user: state.bot.userId, bot: true, onlyYou: true };
  const answers = threadOf(state, channel, ts).slice(1);
  return {
    ...common,
    user: message.user,
    bot: message.bot_id !== undefined,
    attachments: message.attachments,
    files: message.files,
    growing: isStreaming(state, message),
    edited: message.edited !== undefined,
    broadcast: message.broadcast,
    replies: answers.length,
    answeredBy: [...new Set(answers.map((one) => one.user))].slice(0, 5),
    answeredAt: answers.at(-1)?.ts,
  };
}
