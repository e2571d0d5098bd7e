import type { WebClient } from "@slack/web-api";
import { problemMessage } from "../blocks/problem.ts";
import type { OutboxProblem } from "../jobs/outbox/problems.ts";
import { Gates } from "../models/gate.ts";
import { want } from "../models/outbox/want.ts";
import type { OutboxMessage } from "../models/outbox.ts";
import { Runs } from "../models/run.ts";
import { codeOf } from "./slack/code-of.ts";

const prefix = "undelivered:";

/**
 * Tells whoever asked, in their direct messages with Helix, that a message could not be posted and how to mend it: a log
 * line reaches nobody who can invite the bot. Null: nobody to tell, or Slack takes nothing from Helix at all.
 */
export async function tellAsker(
  client: Pick<WebClient, "conversations">,
  { team, key, sentVersion }: Pick<OutboxMessage, "team" | "key" | "sentVersion">,
  { kind, message }: Pick<OutboxProblem, "kind" | "message">,
): Promise<string | null> {
  if ((kind !== "refused" && kind !== "unknown") || key.startsWith(prefix)) return null;
  const asker = await askerOf(team, key);
  if (!asker) return null;
  const channel = await directMessagesOf(client, asker);
  if (channel === null) return null;
  const card = problemMessage({
    what: sentVersion > 0 ? "A message of yours cannot be brought up to date" : "Nobody sees what you asked Helix for",
    why: message,
    next: "The work goes on and is kept: once that is mended, this shows it",
    paste: "/helix runs --by me",
  });
  await want({ team, key: `${prefix}${key}`, channel, ...card });
  return asker;
}

/** Null for somebody who was removed from the workspace: there is nobody to tell. */
async function directMessagesOf(client: Pick<WebClient, "conversations">, user: string): Promise<string | null> {
  try {
    return (await client.conversations.open({ users: user })).channel?.id ?? null;
  } catch (error) {
    if (["user_disabled", "user_not_found"].includes(codeOf(error))) return null;
    throw error;
  }
}

/** Whoever asked for the run or gate a message is of; null for what Helix began by itself. */
async function askerOf(team: string, key: string): Promise<string | null> {
  const [kind, id] = [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];
  const asked =
    kind === "run"
      ? await Runs.findOne({ _id: id, team }, { requestedBy: 1 }).lean()
      : kind === "gate"
        ? await Gates.findOne({ _id: id, team }, { requestedBy: 1 }).lean()
        : null;
  return asked && /^[UW][A-Z0-9]+$/.test(asked.requestedBy) ? asked.requestedBy : null;
}
