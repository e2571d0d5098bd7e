import type { WebClient } from "@slack/web-api";
import { promptsMessage, suggestedPrompts } from "../../blocks/prompts.ts";
import type { Deps } from "../../jobs/deps.ts";
import { want } from "../../models/outbox/want.ts";
import { type Program, Programs } from "../../models/program.ts";

/** Slack's own ways of saying that it has no suggested prompts. */
const without = new Set(["unknown_method", "method_not_supported_for_channel_type", "not_allowed", "access_denied"]);

/** Offers what can be said in the Messages tab; where Slack knows no suggested prompts, in a message, once. */
export async function suggestPrompts(
  { log }: Pick<Deps, "log">,
  client: WebClient,
  team: string,
  channel: string,
): Promise<void> {
  const programs = await Programs.find({ team, removed: null }).sort({ name: 1 }).lean<Program[]>();
  const prompts = suggestedPrompts(programs.map(({ name }) => name));
  try {
    // In the agent's Messages tab there is no thread, which the client's types still ask for.
    await client.apiCall("assistant.threads.setSuggestedPrompts", { channel_id: channel, prompts });
  } catch (error) {
    const code = (error as { data?: { error?: string } }).data?.error ?? "";
    if (!without.has(code)) log.warn({ err: error }, "prompts could not be suggested");
    if (without.has(code)) await want({ team, key: `prompts:${channel}`, channel, ...promptsMessage(prompts) });
  }
}
