import { parse } from "node:querystring";
import { z } from "zod";

const Text = z.string().nullish();
const Ids = { team_id: Text, user_id: Text, channel_id: Text, trigger_id: Text };
const Person = z.looseObject({ id: z.string() });

/** Only what decides who reads it: everything else is for the listener to look at. */
const SlackEvent = z.looseObject({
  type: z.string(),
  user: z.union([z.string(), Person]).nullish(),
  channel: z.union([z.string(), Person]).nullish(),
  ts: Text,
  thread_ts: Text,
  text: Text,
  bot_id: Text,
  subtype: Text,
});

/** The kinds of requests Slack makes. */
const SlackBody = z.union([
  z.looseObject({ ...Ids, ssl_check: z.literal("1") }),
  z.looseObject({ type: z.literal("url_verification"), challenge: z.string() }),
  z.looseObject({ ...Ids, type: z.literal("event_callback"), team_id: z.string(), event: SlackEvent }),
  z.looseObject({
    ...Ids,
    command: z.string(),
    text: z.string(),
    team_id: z.string(),
    user_id: z.string(),
    channel_id: z.string(),
  }),
  z.looseObject({
    ...Ids,
    type: z.string(),
    user: Person,
    actions: z.array(z.looseObject({ action_id: z.string() })).min(1),
  }),
  z.looseObject({ ...Ids, type: z.enum(["view_submission", "view_closed"]), user: Person, view: z.looseObject({}) }),
  z.looseObject({ ...Ids, type: z.enum(["shortcut", "message_action", "block_suggestion"]), user: Person }),
]);

/** Whether a request's body is one that Slack could have sent, as far as the choice of a listener depends on it. */
export function isSlackBody(raw: string, contentType: string | undefined): boolean {
  try {
    return SlackBody.safeParse(decoded(raw, contentType)).success;
  } catch {
    return false;
  }
}

/** Slack says that it holds events back: nothing to do, and nothing Bolt would answer. */
export function isRateNotice(raw: string): boolean {
  return /^\{[^{}]*"type"\s*:\s*"app_rate_limited"[^{}]*\}\s*$/.test(raw);
}

/** As Bolt decodes it: JSON, or a form whose `payload` is JSON. */
function decoded(raw: string, contentType: string | undefined): unknown {
  if (contentType !== "application/x-www-form-urlencoded") return JSON.parse(raw);
  const form = parse(raw);
  return typeof form.payload === "string" ? JSON.parse(form.payload) : { ...form };
}
