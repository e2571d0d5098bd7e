import { type Fields, isFields, parsed } from "../fields.ts";
import type { Channel, State } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { issueTrigger } from "../triggers.ts";
import { deliver, form } from "./deliver.ts";
import { answerPlace, issueResponseUrl } from "./response_url.ts";
import { type Act, actResult } from "./result.ts";
import { escaped, withMentions } from "./typed.ts";

/** Types a slash command. What the app answers in its ack is shown as Slack would. */
export async function typeCommand(state: State, user: string, channel: Channel, line: string): Promise<Act> {
  const [, command = "", text = ""] = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
  if (command === "") return actResult(state, "", undefined, `"${line}" is not a command: it has to begin with /`);
  const id = state.id("K");
  const place = { user, channel: channel.id, cause: id };
  const body = new URLSearchParams({
    token: "deprecated",
    team_id: state.team.id,
    team_domain: state.team.domain,
    channel_id: channel.id,
    channel_name: channel.kind === "im" ? "directmessage" : channel.name,
    user_id: user,
    user_name: state.users.get(user)?.name ?? user,
    command,
    text: withMentions(state, escaped(text), (mentioned) => `<@${mentioned.id}|${mentioned.name}>`),
    api_app_id: state.bot.appId,
    is_enterprise_install: "false",
    response_url: issueResponseUrl(state, place),
    trigger_id: issueTrigger(state, user, id),
  }).toString();
  const answer = await deliver(state, { id, kind: "command", body, contentType: form });
  const problem = answer.status === 200 ? showAck(state, place, answer.body) : undefined;
  return actResult(state, id, answer, problem);
}

/** An ack may carry words, or a message as JSON. */
function showAck(
  state: State,
  place: { user: string; channel: string; cause: string },
  body: string,
): string | undefined {
  if (body.trim() === "") return undefined;
  const message = parsed(body);
  const args: Fields = isFields(message) ? message : { text: body };
  try {
    answerPlace(state, place, args);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return `invalid_command_response: ${JSON.stringify(error.body())}`;
    throw error;
  }
}
