import { type Fields, textOf } from "./fields.ts";
import type { State } from "./model.ts";

/** The scope each method needs (docs.slack.dev, method pages); reading a conversation needs the one for its kind. */
const needed: Record<string, string> = {
  "assistant.threads.setStatus": "assistant:write",
  "assistant.threads.setSuggestedPrompts": "assistant:write",
  "chat.appendStream": "chat:write",
  "chat.delete": "chat:write",
  "chat.postEphemeral": "chat:write",
  "chat.postMessage": "chat:write",
  "chat.startStream": "chat:write",
  "chat.stopStream": "chat:write",
  "chat.update": "chat:write",
  "conversations.open": "im:write",
  "files.completeUploadExternal": "files:write",
  "files.getUploadURLExternal": "files:write",
  "files.info": "files:read",
  "reactions.add": "reactions:write",
  "usergroups.users.list": "usergroups:read",
  "users.info": "users:read",
};
const family = { channel: "channels", group: "groups", im: "im", mpim: "mpim" } as const;
const verbs: Record<string, string> = {
  "conversations.history": "history",
  "conversations.info": "read",
  "conversations.replies": "history",
};

/** The scope that a call lacks, if the app was installed with a list of them. */
export function missingScope(state: State, method: string, args: Fields): string | undefined {
  const wanted = scopeFor(state, method, args);
  const { scopes } = state.app;
  return wanted === undefined || scopes === undefined || scopes.includes(wanted) ? undefined : wanted;
}

function scopeFor(state: State, method: string, args: Fields): string | undefined {
  const verb = verbs[method];
  if (verb === undefined) return needed[method];
  const kind = state.channels.get(textOf(args, "channel") ?? "")?.kind ?? "channel";
  return `${family[kind]}:${verb}`;
}
