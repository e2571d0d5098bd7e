import { channelNamed } from "../channels.ts";
import { type Fields, fieldsIn, parsed, textOf } from "../fields.ts";
import type { AssistantThread, State, User } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { list, object, string } from "../validate/schema.ts";

export function authTest(state: State): Fields {
  const { team, bot, url } = state;
  const user = state.users.get(bot.userId)?.name;
  return { ok: true, url: `${url}/`, team: team.name, team_id: team.id, user, user_id: bot.userId, bot_id: bot.botId };
}

export function usersInfo(state: State, args: Fields): Fields {
  const user = state.users.get(textOf(args, "user") ?? "");
  if (!user) throw new Refusal("user_not_found");
  return { ok: true, user: wireUser(user, state.team.id) };
}

export function wireUser(user: User, team: string): Fields {
  const { id, name, realName } = user;
  const profile = { real_name: realName, display_name: name, team };
  return {
    id,
    team_id: team,
    name,
    real_name: realName,
    profile,
    is_bot: user.isBot ?? false,
    deleted: user.deleted ?? false,
    tz: "Etc/UTC",
    tz_offset: 0,
  };
}

export function usergroupMembers(state: State, args: Fields): Fields {
  const group = state.usergroups.get(textOf(args, "usergroup") ?? "");
  if (!group) throw new Refusal("no_such_subteam");
  return { ok: true, users: group.users };
}

export function setStatus(state: State, args: Fields): Fields {
  const loading = parsed(args.loading_messages ?? []);
  const problems = list(string(255), 0, 10)(loading, "/loading_messages");
  if (problems.length > 0) throw new Refusal("invalid_arguments", problems);
  const thread = assistantThread(state, args);
  thread.status = textOf(args, "status") ?? "";
  thread.statusAt = state.clock.now();
  thread.loading = Array.isArray(loading) ? loading.map(String) : [];
  state.changes.bump();
  return { ok: true };
}

export function setSuggestedPrompts(state: State, args: Fields): Fields {
  const prompts = parsed(args.prompts);
  const prompt = object({ title: string(255), message: string(3000) });
  const problems = list(prompt, 1, 4)(prompts, "/prompts");
  if (problems.length > 0) throw new Refusal("invalid_arguments", problems);
  const thread = assistantThread(state, args);
  thread.prompts = fieldsIn(prompts);
  thread.title = textOf(args, "title");
  state.changes.bump();
  return { ok: true };
}

const statusMs = 2 * 60_000;

/** The app's threads as they stand: a status that it did not repeat is gone after two minutes. */
export const assistantThreads = ({ assistant, clock }: State): AssistantThread[] =>
  [...assistant.values()].map((one) => (clock.now() - one.statusAt < statusMs ? one : { ...one, status: "" }));

function assistantThread(state: State, args: Fields): AssistantThread {
  const channel = channelNamed(state, textOf(args, "channel_id"));
  const threadTs = textOf(args, "thread_ts");
  const key = `${channel.id}:${threadTs ?? ""}`;
  const thread = state.assistant.get(key) ?? {
    channel: channel.id,
    thread_ts: threadTs,
    status: "",
    statusAt: 0,
    loading: [],
    title: undefined,
    prompts: [],
  };
  state.assistant.set(key, thread);
  return thread;
}
