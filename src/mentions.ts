import type { App } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { type Message, message, section } from "../blocks/kit.ts";
import { problemMessage } from "../blocks/problem.ts";
import { handled, receive, unhandled } from "../models/inbox.ts";
import { want } from "../models/outbox.ts";
import { findProgram } from "../models/program.ts";
import { answer, isAnswerable, troubleMessage } from "./answers.ts";
import { begin, type Starting } from "./commands.ts";
import { readPhrase } from "./phrases.ts";
import { programMeant } from "./planning/program-meant.ts";
import { requirePresence } from "./presence.ts";
import { knownNames } from "./requests.ts";

/** Something said to Helix: in a channel or thread by mention, or in its own messages. */
interface Said {
  team: string;
  user: string;
  channel: string;
  ts: string;
  threadTs: string | null;
  text: string;
  /** Helix's own user id: its mention is no part of what is said. */
  me: string;
  direct: boolean;
}

/** Plain words: read into the same intents as commands, answered in the thread they were said in. */
export function listenForMentions(app: App, starting: Starting): void {
  app.event("app_mention", async ({ event, client, body, context }) => {
    if (!event.user || !isPerson(event, context.botUserId)) return;
    const { channel, ts, thread_ts, text } = event;
    await hear(
      {
        team: body.team_id,
        user: event.user,
        channel,
        ts,
        threadTs: thread_ts ?? null,
        text,
        me: context.botUserId ?? "",
        direct: false,
      },
      client,
      starting,
    );
  });
  app.event("message", async ({ event, client, body, context }) => {
    if (event.channel_type !== "im" || event.subtype !== undefined || !event.text) return;
    if (!isPerson(event, context.botUserId)) return;
    const { user, channel, ts, thread_ts, text } = event;
    await hear(
      {
        team: body.team_id,
        user,
        channel,
        ts,
        threadTs: thread_ts ?? null,
        text,
        me: context.botUserId ?? "",
        direct: true,
      },
      client,
      starting,
    );
  });
}

/** What another app says, or Helix itself, starts nothing: two bots that answer each other would spend without end. */
const isPerson = (
  { user, ...said }: { user?: string | undefined; bot_id?: string | undefined; subtype?: string | undefined },
  me: string | undefined,
): boolean => !said.bot_id && said.subtype !== "bot_message" && user !== me;

/** A mention comes as two events, and each may be delivered again: one text is one request. */
async function hear(said: Said, client: WebClient, starting: Starting): Promise<void> {
  const delivery = { team: said.team, id: `${said.channel}:${said.ts}` };
  const { now } = starting.deps;
  try {
    if (!(await receive({ ...delivery, kind: "said", at: now(), payload: { ...said } }))) return;
    await act(said, client, starting);
    await handled(delivery, now());
  } catch (error) {
    starting.deps.log.warn({ err: error }, "what was said could not be carried out");
    await tellPrivately(client, said, troubleMessage(error));
    // The person was told and may ask again: it must not start by itself later.
    await handled(delivery, now()).catch(() => undefined);
  }
}

const stillOfInterestMs = 10 * 60_000;

/** Takes up what was said and not done when an earlier process died. Runs are keyed by what was said: nothing starts twice. */
export async function resumeMentions(client: WebClient, starting: Starting): Promise<void> {
  const { deps } = starting;
  const since = new Date(deps.now().getTime() - stillOfInterestMs);
  for (const { team, id, payload } of await unhandled(deps.team, "said", since)) {
    await act(payload as unknown as Said, client, starting).catch((err) =>
      deps.log.warn({ err }, "a request from before the start could not be carried out"),
    );
    await handled({ team, id }, deps.now());
  }
}

async function act(said: Said, client: WebClient, starting: Starting): Promise<void> {
  const { deps } = starting;
  const { team, channel, ts, user } = said;
  const reading = readPhrase(said.text, await knownNames(team), said.me);
  if (!reading.ok) {
    const next = reading.paste ? "Say or send this instead" : "Say help to see what can be asked";
    const problem = {
      what: "That was not understood",
      why: reading.problem,
      next,
      ...(reading.paste && { paste: reading.paste }),
    };
    await tellPrivately(client, said, problemMessage(problem));
    return;
  }
  if (isAnswerable(reading.intent)) {
    await reply(said, await answer(reading.intent, { deps, client, team, user }));
    return;
  }
  const place = await placeOf(said, await programMeant(reading.intent, team));
  if (place.channel !== channel)
    await requirePresence(client, place.channel, `the program's channel, ${place.channel}`);
  const run = await begin(starting, reading.intent, {
    team,
    user,
    delivery: `said-${channel}-${ts}`,
    at: deps.now(),
    ...place,
  });
  if (said.direct && place.channel !== channel) {
    const words = `${run.title} has been started in the program's channel, where its approvers are.`;
    await reply(said, message(words, [section(words)]));
  }
}

/** A run asked for in direct messages stands in the program's channel: gates need people who can see them. */
async function placeOf(
  { team, channel, ts, threadTs, direct }: Said,
  program: string | null,
): Promise<{ channel: string; threadTs: string | null }> {
  if (!direct) return { channel, threadTs: threadTs ?? ts };
  const found = program ? await findProgram(team, program) : null;
  return { channel: found?.config.channel ?? channel, threadTs: null };
}

const reply = ({ team, channel, ts, threadTs }: Said, message: Message): Promise<unknown> =>
  want({ team, key: `reply:${channel}:${ts}`, channel, threadTs: threadTs ?? ts, ...message });

async function tellPrivately(client: WebClient, said: Said, { text, blocks }: Message): Promise<void> {
  const { channel, user, threadTs, ts, direct } = said;
  if (direct) {
    await reply(said, { text, blocks });
    return;
  }
  await client.chat
    .postEphemeral({ channel, user, text, blocks, ...(threadTs && { thread_ts: threadTs }) })
    .catch(() => reply({ ...said, threadTs: threadTs ?? ts }, { text, blocks }));
}
