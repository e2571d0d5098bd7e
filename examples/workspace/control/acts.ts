import { directMessages } from "../channels.ts";
import { press, type Surface, surfaceOf, type Target } from "../deliver/actions.ts";
import { typeCommand } from "../deliver/commands.ts";
import { openHome, rephrase, say, takeBack } from "../deliver/events.ts";
import { type Act, actResult } from "../deliver/result.ts";
import { shortcut } from "../deliver/shortcuts.ts";
import { close, fillIn, submit } from "../deliver/submissions.ts";
import { suggest } from "../deliver/suggestions.ts";
import { type Fields, isFields, textOf } from "../fields.ts";
import { findMessage, remove } from "../messages.ts";
import type { Channel, Message, State, View } from "../model.ts";
import { openViews, wireView } from "../views.ts";

/** What people can do. Each answers when the app has acknowledged it, and says so when it cannot be done. */

type Doing = (state: State, user: string, args: Fields) => Promise<Act | Message> | Act | Message;

/** Does one of them by name. */
export async function act(state: State, name: string, args: Fields): Promise<Act | Message> {
  const user = textOf(args, "user") ?? "";
  const doing = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!doing) return cannot(state, `nobody can "${name}" (${Object.keys(acts).join(", ")})`);
  if (!state.users.has(user)) return cannot(state, `there is no user "${user}"`);
  if (state.users.get(user)?.deleted) return cannot(state, `${user} was removed from the workspace`);
  const seq = state.changes.current();
  const done = await doing(state, user, args);
  return "delivery" in done ? { ...done, seq } : done;
}

const cannot = (state: State, problem: string): Act => actResult(state, "", undefined, problem);

const acts: Record<string, Doing> = {
  command: (state, user, args) => {
    const channel = placeOf(state, user, args);
    return typeof channel === "string"
      ? cannot(state, channel)
      : typeCommand(state, user, channel, textOf(args, "text") ?? "");
  },
  say: (state, user, args) => {
    const channel = placeOf(state, user, args);
    if (typeof channel === "string") return cannot(state, channel);
    const thread = textOf(args, "thread");
    if (thread && !findMessage(state, channel.id, thread)) return cannot(state, `there is no thread ${thread}`);
    return say(state, user, channel, textOf(args, "text") ?? "", thread);
  },
  press: (state, user, args) => {
    const surface = seenSurface(state, user, args);
    if (!surface) return cannot(state, nowhere);
    const isTyped = surface.kind === "view" && isFields(args.values);
    const problem = isTyped ? fillIn(state, surface.view, args.values as Fields) : undefined;
    return problem === undefined ? press(state, user, surface, targetOf(args)) : cannot(state, problem);
  },
  suggest: (state, user, args) => {
    const surface = seenSurface(state, user, args);
    return surface
      ? suggest(state, user, surface, targetOf(args), textOf(args, "typed") ?? "")
      : cannot(state, nowhere);
  },
  submit: (state, user, args) => {
    const view = viewOf(state, user, args);
    return view
      ? submit(state, view, isFields(args.values) ? args.values : {})
      : cannot(state, "there is no open modal");
  },
  close: (state, user, args) => {
    const view = viewOf(state, user, args);
    return view ? close(state, view) : cannot(state, "there is no open modal");
  },
  shortcut: (state, user, args) => {
    const callbackId = textOf(args, "callbackId") ?? "";
    const ts = textOf(args, "ts");
    const message = ts === undefined ? undefined : findMessage(state, textOf(args, "channel") ?? "", ts);
    if (ts !== undefined && !message) return cannot(state, "there is no such message");
    return shortcut(state, user, callbackId, message);
  },
  invite: (state, user, args) => {
    const channel = placeOf(state, user, args);
    if (typeof channel === "string") return cannot(state, channel);
    if (channel.kind === "im") return cannot(state, "nobody can be added here");
    const name = textOf(args, "name") ?? "";
    const guest = [...state.users.values()].find((one) => one.name === name.toLowerCase());
    if (!guest) return cannot(state, `nobody is called "${name}"`);
    if (channel.members.includes(guest.id)) return cannot(state, `@${name} is in ${channel.name} already`);
    channel.members.push(guest.id);
    state.changes.bump();
    return done(state);
  },
  read: (state, user, args) => {
    const channel = textOf(args, "channel") ?? "";
    state.read.set(`${user}:${channel}`, textOf(args, "ts") ?? state.clock.ts());
    state.changes.bump();
    return done(state);
  },
  dismiss: (state, user, args) => {
    const whisper = state.ephemerals.find((one) => one.user === user && one.ts === textOf(args, "ts"));
    if (whisper) remove(state, whisper);
    return done(state);
  },
  edit: (state, user, args) => {
    const message = ownMessage(state, user, args);
    if (!message) return cannot(state, "people can only edit what they said themselves");
    rephrase(state, message, textOf(args, "text") ?? message.text);
    return done(state);
  },
  delete: (state, user, args) => {
    const message = ownMessage(state, user, args);
    if (!message) return cannot(state, "people can only delete what they said themselves");
    takeBack(state, message);
    return done(state);
  },
  stop: (state, user, args) => {
    const message = findMessage(state, textOf(args, "channel") ?? "", textOf(args, "ts") ?? "");
    if (!message?.stream) return cannot(state, "this message does not grow");
    message.stream.stoppedBy = user;
    state.changes.bump();
    return done(state);
  },
  home: (state, user, args) => {
    const home = state.homes.get(user);
    openHome(state, user, directMessages(state, user), textOf(args, "tab") ?? "home", home && wireView(state, home));
    return done(state);
  },
};

const done = (state: State): Act => ({ ...actResult(state, "", undefined), ok: true });

function ownMessage(state: State, user: string, args: Fields): Message | undefined {
  const message = findMessage(state, textOf(args, "channel") ?? "", textOf(args, "ts") ?? "");
  return message?.user === user ? message : undefined;
}

/** A channel the person is in, by id; a user id or nothing means their direct messages with the app. */
function placeOf(state: State, user: string, args: Fields): Channel | string {
  const name = textOf(args, "channel");
  if (name === undefined || name === state.bot.userId) return directMessages(state, user);
  const channel = state.channels.get(name);
  if (!channel) return `there is no channel "${name}"`;
  if (!channel.members.includes(user)) return `${user} is not in ${channel.name}`;
  return channel.archived ? `${channel.name} is archived` : channel;
}

const nowhere = "there is no such message or view";
const targetOf = ({ target }: Fields): Target => (isFields(target) ? target : {});

/** The view or the message that is meant, if this person sees it. */
function seenSurface(state: State, user: string, args: Fields): Surface | undefined {
  const view = textOf(args, "viewId") ? viewOf(state, user, args) : undefined;
  return view ? { kind: "view", view } : messageSurface(state, user, args);
}

function messageSurface(state: State, user: string, args: Fields): Surface | undefined {
  const channel = textOf(args, "channel") ?? "";
  if (!state.channels.get(channel)?.members.includes(user)) return undefined;
  return surfaceOf(state, user, channel, textOf(args, "ts") ?? "");
}

/** The named view of this person, or the modal on top. */
function viewOf(state: State, user: string, args: Fields): View | undefined {
  const id = textOf(args, "viewId");
  const view = id === undefined ? openViews(state, user).at(-1) : state.views.get(id);
  return view?.user === user && view.open ? view : undefined;
}
