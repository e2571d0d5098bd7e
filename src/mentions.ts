import type { App } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { message, section } from "../blocks/kit.ts";
import { problemMessage } from "../blocks/problem.ts";
import { questionMessage, understoodSoFar } from "../blocks/understood.ts";
import { handled, isForgotten, receive, unhandled } from "../models/inbox.ts";
import { intentToLine } from "../models/intent/line.ts";
import type { Said } from "../models/said.ts";
import { troubleMessage } from "./answers.ts";
import type { Starting } from "./commands.ts";
import { tellEdited } from "./edits.ts";
import { carryOut } from "./hearing/carry-out.ts";
import { runsThatMay } from "./hearing/choices.ts";
import { threadContext } from "./hearing/context.ts";
import { proposedTo } from "./hearing/do-it.ts";
import { reply, tellPrivately } from "./hearing/said.ts";
import { understand } from "./hearing/understand.ts";
import type { NotDone } from "./phrases/heard.ts";
import { knownNames } from "./requests.ts";

/** Plain words: read into the same intents as commands, answered in the thread they were said in. */
export function listenForMentions(app: App, starting: Starting): void {
  app.event("app_mention", async ({ event, client, body, context }) => {
    if (!event.user || !isPerson(event, context.botUserId)) return;
    const said = saidIn({ ...event, user: event.user, team: body.team_id, me: context.botUserId }, false);
    if (!("edited" in event && event.edited)) return void (await hear(said, client, starting));
    // The same edit delivered again says nothing new.
    if (!context.retryNum) await hearEdited(said, client, starting);
  });
  app.event("message", async ({ event, client, body, context }) => {
    if (event.channel_type !== "im" || event.subtype !== undefined || !event.text) return;
    if (!isPerson(event, context.botUserId)) return;
    const said = { ...event, text: event.text, team: body.team_id, me: context.botUserId };
    await hear(saidIn(said, true), client, starting);
  });
}

type Event = Pick<Said, "team" | "user" | "channel" | "ts" | "text"> & { thread_ts?: string; me: string | undefined };

const saidIn = ({ team, user, channel, ts, thread_ts, text, me = "" }: Event, direct: boolean): Said => ({
  ...{ team, user, channel, ts, text, me, direct },
  threadTs: thread_ts ?? null,
});

/** What another app says, or Helix itself, starts nothing: two bots that answer each other would spend without end. */
const isPerson = (
  { user, ...said }: { user?: string | undefined; bot_id?: string | undefined; subtype?: string | undefined },
  me: string | undefined,
): boolean => !said.bot_id && said.subtype !== "bot_message" && user !== me;

/** Slack sends an edited mention once more, under its first `ts`: heard already, or new where only the edit mentions Helix. */
async function hearEdited(said: Said, client: WebClient, starting: Starting): Promise<void> {
  const isOld = isForgotten(new Date(Number(said.ts) * 1_000), starting.deps.now());
  if (isOld || !(await hear(said, client, starting))) await tellEdited(said);
}

/** A mention comes as two events, and each may be delivered again: one text is one request. False: it was heard before. */
async function hear(said: Said, client: WebClient, starting: Starting): Promise<boolean> {
  const delivery = { team: said.team, id: `${said.channel}:${said.ts}` };
  const { now } = starting.deps;
  try {
    if (!(await receive({ ...delivery, kind: "said", at: now(), payload: { ...said } }))) return false;
    await act(said, client, starting);
    await handled(delivery, now());
  } catch (error) {
    starting.deps.log.warn({ err: error }, "what was said could not be carried out");
    await tellPrivately(client, said, troubleMessage(error));
    // The person was told and may ask again: it must not start by itself later.
    await handled(delivery, now()).catch(() => undefined);
  }
  return true;
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
  const thread = await threadContext(said.team, said.channel, said.threadTs);
  const heard = await understand(said, await knownNames(said.team), thread, deps.now());
  if (heard.ok) return carryOut(heard.intents, said, client, starting);
  if ("thanked" in heard) return tellPrivately(client, said, welcome);
  if ("dropped" in heard) return void (await reply(said, nothingDone));
  const lines = heard.understood.map(intentToLine);
  if (heard.question && heard.question.lines.length > 0)
    return void (await reply(said, proposedTo(said, heard.problem)));
  if (heard.question)
    return void (await reply(
      said,
      questionMessage({ problem: await withRuns(heard, said), lines, direct: said.direct }),
    ));
  const next = heard.paste ? "Say or send this instead" : "Say help to see what can be asked";
  const why = `${heard.problem}${understoodSoFar(lines)}`;
  const problem = { what: "That was not understood", why, next, ...(heard.paste && { paste: heard.paste }) };
  await tellPrivately(client, said, problemMessage(problem));
}

/** The question as it stands, and which runs it can be answered with. */
const withRuns = async ({ problem, question }: NotDone, { team }: Said): Promise<string> =>
  question?.runsTo ? `${problem} ${await runsThatMay(question.runsTo, team)}` : problem;

const welcome = message("You're welcome.", [section("You're welcome.")]);
const nothingDone = message("Nothing was done.", [section("Nothing was done.")]);
