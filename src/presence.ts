import type { WebClient } from "@slack/web-api";
import { Trouble } from "../jobs/trouble.ts";
import { codeOf } from "./slack/code-of.ts";

const absent = new Set(["not_in_channel", "channel_not_found"]);

/** Throws `Trouble` where Helix cannot post, for nobody would see the result. What Slack does not say is not held against anybody. */
export async function requirePresence(client: WebClient, channel: string, name = "this channel"): Promise<void> {
  const code = await client.conversations.history({ channel, limit: 1 }).then(() => null, codeOf);
  if (code === "is_archived")
    throw nothingStarted(`${name} is archived`, "Unarchive it, or ask in a channel where Helix is");
  if (code !== null && absent.has(code))
    throw nothingStarted(
      `Helix is not in ${name}`,
      "Invite it with `/invite @helix`, or ask in a channel where it is; then send the command again",
    );
}

const nothingStarted = (why: string, next: string): Trouble =>
  new Trouble("Nothing was started", `${why}, so nobody would see the result`, next);
