import { directMessages } from "../channels.ts";
import { press, surfaceOf, type Target } from "../deliver/actions.ts";
import { typeCommand } from "../deliver/commands.ts";
import { openHome, say } from "../deliver/events.ts";
import { type Act, actResult } from "../deliver/result.ts";
import { shortcut } from "../deliver/shortcuts.ts";
import { close, submit } from "../deliver/submissions.ts";
import { type Fields, isFields, textOf } from "../fields.ts";
import { findMessage } from "../messages.ts";
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
    const target: Target = isFields(args.target) ? args.target : {};
    const view = textOf(args, "viewId") ? viewOf(state, user, args) : undefined;
    const surface = view ? { kind: "view" as const, view } : messageSurface(state, user, args);
    return surface ? press(state, user, surface, target) : cannot(state, "there is no such message or view");
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
  home: (state, user, args) => {
    const home = state.homes.get(user);
    openHome(state, user, directMessages(state, user), textOf(args, "tab") ?? "home", home && wireView(state, home));
    return { ...actResult(state, "", undefined), ok: true };
  },
};

/** A channel the person is in, by id; a user id or nothing means their direct messages with the app. */
function placeOf(state: State, user: string, args: Fields): Channel | string {
  const name = textOf(args, "channel");
  if (name === undefined || name === state.bot.userId) return directMessages(state, user);
  const channel = state.channels.get(name);
  if (!channel) return `there is no channel "${name}"`;
  if (!channel.members.includes(user)) return `${user} is not in ${channel.name}`;
  return channel.archived ? `${channel.name} is archived` : channel;
}

function messageSurface(state: State, user: string, args: Fields): ReturnType<typeof surfaceOf> {
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
