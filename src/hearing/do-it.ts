import type { App } from "@slack/bolt";
import type { Message } from "../../blocks/kit.ts";
import { doItId, proposalMessage, understoodMessage } from "../../blocks/understood.ts";
import { closeQuestion, proposalFor } from "../../models/asked-back.ts";
import type { Said } from "../../models/said.ts";
import { type Button, onButton, tell } from "../buttons.ts";
import type { Starting } from "../commands.ts";
import { personOf } from "../person.ts";
import { knownNames } from "../requests.ts";
import { placeOfQuestion } from "./ask.ts";
import { carryOut } from "./carry-out.ts";
import { intentsOf } from "./lines.ts";
import { reply } from "./said.ts";

/** The button under what Helix takes somebody's words to mean. */
export function listenForProposals(app: App, starting: Starting): void {
  onButton(app, starting.deps, doItId, (pressed) => doIt(starting, pressed));
}

/** The message that proposes; its button names the place, the person and the message it answers. */
export const proposedTo = (said: Said, problem: string): Message =>
  proposalMessage({ problem, value: `${placeOfQuestion(said)}|${said.ts}`, direct: said.direct });

/** Only who was asked may say yes; pressed twice it is done once, for everything is keyed by what was said. */
async function doIt(starting: Starting, { client, body, value }: Button): Promise<void> {
  const { user, team } = personOf(body);
  const [place = "", ts = ""] = value.split("|");
  const refuse = (why: string, next: string) => tell(client, body, "Nothing was done", why, next);
  if (!place.startsWith(`${team}:`) || !place.endsWith(`:${user}`))
    return refuse("only the person whom Helix asked may say yes to this", "say it yourself, and Helix asks you");
  const open = await proposalFor(place, ts, starting.deps.now());
  if (!open)
    return refuse("that is done, replaced by a newer question, or older than half an hour", "say it once more");
  const intents = intentsOf(open.lines, await knownNames(team));
  if (!intents) return refuse("what it names is not registered any more", "see `/helix programs`");
  const { said } = open;
  await reply(said, understoodMessage(open.lines.join(" ; ")));
  await carryOut(intents, said, client, starting).catch(async (error: unknown) => {
    await reply(said, proposedTo(said, open.problem));
    throw error;
  });
  await closeQuestion(place, ts);
}
