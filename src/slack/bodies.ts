import { unescape as decode, parse } from "node:querystring";
import { z } from "zod";

const Text = z.string().nullish();
/** Ids decide who is asked for and where: anything else must not reach a query, or the names of an object's own parts. */
const Id = z.string().regex(/^[A-Z][A-Z0-9]*$/);
const Named = z.looseObject({ id: Id });
const Ids = { team_id: Id.nullish(), user_id: Id.nullish(), channel_id: Id.nullish(), trigger_id: Text };

const places = { user: z.union([Id, Named]).nullish(), ts: Text, thread_ts: Text, bot_id: Text, subtype: Text };
const Said = z.looseObject({
  ...places,
  type: z.enum(["app_mention", "message"]),
  channel: Id,
  ts: z.string(),
  text: Text,
});
/** Only what decides who reads it: everything else is for the listener to look at. */
const SlackEvent = z.union([
  Said.refine(({ type, text }) => type !== "app_mention" || typeof text === "string"),
  z.looseObject({
    ...places,
    type: z.string().refine((type) => type !== "app_mention" && type !== "message"),
    channel: z.union([Id, Named]).nullish(),
  }),
]);

const ByPerson = {
  ...Ids,
  user: Named,
  team: Named.nullish(),
  enterprise: Named.nullish(),
  channel: Named.nullish(),
  response_url: z.url().nullish(),
};
const State = z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.looseObject({}))) });

/** The kinds of requests Slack makes, those that come in bursts first. */
const SlackBody = z.union([
  z.looseObject({
    ...ByPerson,
    type: z.string(),
    actions: z.array(z.looseObject({ action_id: z.string() })).min(1),
  }),
  z.looseObject({ ...Ids, ssl_check: z.literal("1") }),
  z.looseObject({ type: z.literal("url_verification"), challenge: z.string() }),
  z.looseObject({ ...Ids, type: z.literal("event_callback"), team_id: Id, event: SlackEvent }),
  z.looseObject({
    ...Ids,
    command: z.string(),
    text: z.string(),
    team_id: Id,
    user_id: Id,
    channel_id: Id,
    response_url: z.url(),
  }),
  z.looseObject({ ...ByPerson, type: z.literal("view_submission"), view: z.looseObject({ state: State }) }),
  z.looseObject({ ...ByPerson, type: z.literal("view_closed"), view: z.looseObject({}) }),
  z.looseObject({ ...ByPerson, type: z.enum(["shortcut", "message_action", "block_suggestion"]) }),
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

const onlyPayload = "payload=";

/** As Bolt decodes it: JSON, or a form whose `payload` is JSON. */
function decoded(raw: string, contentType: string | undefined): unknown {
  if (contentType !== "application/x-www-form-urlencoded") return JSON.parse(raw);
  // A click is one field: taking it apart as a form would be most of the cost of looking at it.
  if (raw.startsWith(onlyPayload) && !raw.includes("&"))
    return JSON.parse(decode(raw.slice(onlyPayload.length).replaceAll("+", "%20")));
  const form = parse(raw);
  return typeof form.payload === "string" ? JSON.parse(form.payload) : { ...form };
}
