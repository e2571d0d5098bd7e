import type { WebClient } from "@slack/web-api";
import type { Program } from "../../models/program.ts";
import { codeOf } from "../slack/code-of.ts";
import { fine, type Line, note, wrong } from "./line.ts";

/** The program's channel, and the people who decide. */
export async function placeLines(client: WebClient, { config }: Program): Promise<Line[]> {
  const named = [...config.approvers.truth, ...config.approvers.promotion].filter((id) => !id.startsWith("S"));
  const people = [...new Set(named)];
  const [channel, ...removed] = await Promise.all([
    channelLine(client, config.channel),
    ...people.map((user) => personLines(client, user)),
  ]);
  return [channel, ...removed.flat()];
}

async function channelLine(client: WebClient, channel: string): Promise<Line> {
  const code = await client.conversations.history({ channel, limit: 1 }).then(() => null, codeOf);
  switch (code) {
    case null:
      return fine(`Helix is in its channel ${channel}`);
    case "not_in_channel":
      return wrong(`Helix is not in its channel ${channel}`, "invite it there with /invite @helix");
    case "channel_not_found":
      return wrong(
        `Slack shows Helix no channel ${channel}`,
        "correct `channel` in helix.yaml, or invite Helix to it if it is private",
      );
    case "is_archived":
      return wrong(`its channel ${channel} is archived`, "unarchive it, or name another in helix.yaml");
    default:
      return note(`Slack did not say whether Helix is in its channel ${channel} (${code})`, "look there");
  }
}

/** Somebody who left can decide nothing, and nobody is told. */
async function personLines(client: WebClient, user: string): Promise<Line[]> {
  const next = "name somebody else under `approvers` in helix.yaml, and add the program again";
  const asked = await client.users.info({ user }).then(({ user: found }) => found, codeOf);
  if (asked === "user_not_found") return [wrong(`there is no approver ${user} in this workspace`, next)];
  if (typeof asked === "string" || !asked?.deleted) return [];
  return [wrong(`the approver ${asked.real_name ?? user} (${user}) was removed from the workspace`, next)];
}
