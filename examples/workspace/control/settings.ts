import { addFault, type FaultWish } from "../faults.ts";
import { type Fields, fieldsIn, isFields, textOf } from "../fields.ts";
import type { Channel, State, User, Usergroup } from "../model.ts";

/** What a test or the demo can set. Each answers with what is now so. */

/** Where the app is and what it shows; also what it is subscribed to, and how long it has to answer. */
export function setApp(state: State, args: Fields): Fields {
  for (const key of ["requestUrl", "signingSecret", "botToken", "appToken"] as const) {
    const value = textOf(args, key);
    if (value !== undefined) state.app[key] = value;
  }
  for (const key of ["commands", "shortcuts"] as const) {
    if (Array.isArray(args[key])) state.app[key] = args[key];
  }
  if (Array.isArray(args.scopes)) state.app.scopes = args.scopes.map(String);
  if (args.requestUrl === null) state.app.requestUrl = undefined;
  if (Array.isArray(args.events)) state.events = new Set(args.events.map(String));
  if (typeof args.echo === "boolean") state.echo = args.echo;
  if (isFields(args.lacks)) Object.assign(state.lacks, args.lacks);
  if (isFields(args.timing)) Object.assign(state.timing, args.timing);
  state.changes.bump();
  return { ok: true, ...state.app };
}

/** Adds or replaces users, channels and user groups, by id. */
export function setPeople(state: State, args: Fields): Fields {
  for (const user of fieldsIn(args.users) as unknown as User[]) state.users.set(user.id, user);
  for (const channel of fieldsIn(args.channels) as unknown as Channel[]) {
    const before = state.channels.get(channel.id) ?? {
      name: channel.id,
      kind: "channel" as const,
      members: [],
      archived: false,
    };
    state.channels.set(channel.id, { ...before, ...channel });
  }
  for (const group of fieldsIn(args.usergroups) as unknown as Usergroup[]) state.usergroups.set(group.id, group);
  state.changes.bump();
  return { ok: true, ...directory(state) };
}

export function directory(state: State): Fields {
  const { team, bot } = state;
  return {
    team,
    bot,
    users: [...state.users.values()],
    channels: [...state.channels.values()],
    usergroups: [...state.usergroups.values()],
  };
}

export function setFaults(state: State, args: Fields): Fields {
  const problem = addFault(state, args as FaultWish);
  return problem === undefined ? { ok: true, faults: state.faults } : { ok: false, problem };
}

/** Moves the workspace's time forward. */
export function advance(state: State, args: Fields): Fields {
  state.clock.advance(Number(args.ms ?? 0));
  state.changes.bump();
  return { ok: true, now: state.clock.now() };
}
