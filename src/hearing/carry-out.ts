import type { WebClient } from "@slack/web-api";
import { runStartedMessage } from "../../blocks/started.ts";
import { questionMessage, understoodMessage, withLine } from "../../blocks/understood.ts";
import { intentToLine } from "../../models/intent/line.ts";
import type { Intent } from "../../models/intent.ts";
import { findProgram } from "../../models/program.ts";
import type { Said } from "../../models/said.ts";
import { answer, isAnswerable, troubleMessage } from "../answers.ts";
import { begin, type Starting } from "../commands.ts";
import { programMeant } from "../planning/program-meant.ts";
import { requirePresence } from "../presence.ts";
import { knownNames, type RunningIntent } from "../requests.ts";
import { keepQuestion } from "./ask.ts";
import { reply, tellPrivately } from "./said.ts";

/** Does what a message asks for, one after the other; what fails is told, and ends it. */
export async function carryOut(
  intents: readonly Intent[],
  said: Said,
  client: WebClient,
  starting: Starting,
): Promise<void> {
  for (const [n, intent] of intents.entries()) {
    const part = n === 0 ? "" : `-${n}`;
    const done = await one(intent, part, said, client, starting).then(
      () => true,
      async (error: unknown) => {
        if (intents.length === 1) throw error;
        await tellPrivately(client, said, withLine(intentToLine(intent), troubleMessage(error)));
        return false;
      },
    );
    if (!done) return;
  }
}

async function one(intent: Intent, part: string, said: Said, client: WebClient, starting: Starting): Promise<void> {
  const { team, user } = said;
  if (!isAnswerable(intent)) return start(intent, part, said, client, starting);
  const told = await answer(intent, { deps: starting.deps, client, team, user });
  await reply(said, withLine(intentToLine(intent), told), part);
}

async function start(
  intent: RunningIntent,
  part: string,
  said: Said,
  client: WebClient,
  starting: Starting,
): Promise<void> {
  const { team, user, channel, ts } = said;
  const at = starting.deps.now();
  const program = await programMeant(intent, team);
  if (program === null && (await askedForProgram(intent, said, at))) return;
  const place = await placeOf(said, program);
  if (place.channel !== channel)
    await requirePresence(client, place.channel, `the program's channel, ${place.channel}`);
  if (!said.direct) await reply(said, understoodMessage(intentToLine(intent)), part);
  const run = await begin(starting, intent, { team, user, delivery: `said-${channel}-${ts}${part}`, at, ...place });
  if (!said.direct || place.channel === channel) return;
  await reply(said, withLine(intentToLine(intent), runStartedMessage(run)), part);
}

const inWords: Partial<Record<Intent["verb"], string>> = { review: "review ", digest: "post the digest " };

/** "Anything to review?" means one program; which, is asked where several are registered. */
async function askedForProgram({ verb }: RunningIntent, said: Said, at: Date): Promise<boolean> {
  const text = inWords[verb];
  const { programs } = await knownNames(said.team);
  if (text === undefined || programs.length < 2) return false;
  const problem = `Which program? One of ${programs.join(", ")}.`;
  const end = text.length;
  await keepQuestion(said, { text, from: end, to: end, problem, choices: programs, lines: [] }, at);
  await reply(said, questionMessage({ problem, lines: [], direct: said.direct }));
  return true;
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
