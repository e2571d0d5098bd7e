import { act } from "./server.js";
import { toast } from "./toast.js";

/** Slack's own command, beside those of the app: brings somebody, or the app, into a channel. */
export const invite = { command: "/invite", description: "Add somebody to this channel.", usage_hint: "@name" };

export const isInvite = (text) => /^\/invite(\s|$)/.test(text);

/** Brings in who is named, and says so. */
export async function bringIn(app, { user, channel, text }) {
  const name = text.replace(/^\/invite\s*@?/, "").trim();
  const { ok: done, problem } = await act("invite", { user, channel, name });
  toast(done ? `${placeName(app, channel)} has a new member: @${name}.` : problem, { done });
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
