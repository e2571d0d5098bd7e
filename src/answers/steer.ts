import { refusalMessage } from "../../blocks/gate.ts";
import { type Message, message, section } from "../../blocks/kit.ts";
import { fullId } from "../../models/ids.ts";
import type { IntentOf } from "../../models/intent.ts";
import type { Asker } from "../answers.ts";
import { steerRun } from "../steer.ts";

const done = { cancel: "cancelled", pause: "paused", resume: "at work again" } as const;

/** Cancels, pauses or resumes a run by its short id, with the same rules as its buttons. */
export async function steerAnswer(
  { verb, run }: IntentOf<"cancel"> | IntentOf<"pause"> | IntentOf<"resume">,
  { deps, client, team, user }: Asker,
): Promise<Message> {
  const refusal = await steerRun(deps, verb, fullId(team, "r", Number(run.slice(1))), { user, team }, client);
  if (refusal) return refusalMessage({ ...refusal, what: `${refusal.what}: ${run}` });
  const words = `${run} is ${done[verb]}; its message says how far it came.`;
  return message(words, [section(words)]);
}
