import { act } from "./server.js";

/** Slack's own command, beside those of the app: brings somebody, or the app, into a channel. */
export const invite = { command: "/invite", description: "Add somebody to this channel.", usage_hint: "@name" };

export const isInvite = (text) => /^\/invite(\s|$)/.test(text);

/** @returns what to tell the person */
export async function invited(app, { user, channel, text }) {
  const name = text.replace(/^\/invite\s*@?/, "").trim();
  const { ok, problem } = await act("invite", { user, channel, name });
  return ok ? `${placeName(app, channel)} has a new member: @${name}.` : problem;
}

/** What Slack says when somebody mentions an app that is not there: the app hears nothing of it. */
export function notThere(app, { channel, text }) {
  const { bot, people, channels } = app.seen;
  const { kind, members } = channels.find(({ id }) => id === channel) ?? {};
  const name = people.find(({ id }) => id === bot.userId)?.name;
  if (kind === "im" || members?.includes(bot.userId) || !new RegExp(`@${name}\\b`, "i").test(text)) return undefined;
  return `${app.appName()} is not in ${placeName(app, channel)} and did not hear that. /invite @${name} brings it in.`;
}

const placeName = (app, channel) => `#${app.seen.channels.find(({ id }) => id === channel)?.name}`;
