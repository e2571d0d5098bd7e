import { ErrorCode, type WebClient } from "@slack/web-api";
import { Trouble } from "../jobs/trouble.ts";

const absent = new Set(["not_in_channel", "channel_not_found"]);

/** Throws `Trouble` where Helix cannot post, for nobody would see the result. What Slack does not say is not held against anybody. */
export async function requirePresence(client: WebClient, channel: string): Promise<void> {
  const code = await client.conversations.history({ channel, limit: 1 }).then(() => null, codeOf);
  if (code === null || !absent.has(code)) return;
  throw new Trouble(
    "Nothing was started",
    "Helix is not in this channel, so nobody would see the result",
    "Invite it with `/invite @helix`, or ask in a channel where it is; then send the command again",
  );
}

function codeOf(error: unknown): string {
  const { code, data } = error as { code?: string; data?: { error?: string } };
  return code === ErrorCode.PlatformError ? (data?.error ?? "") : "";
}
