import type { Fields } from "../fields.ts";
import type { State } from "../model.ts";
import { open as openConnection } from "../socket/mode.ts";
import * as chat from "./chat.ts";
import * as conversations from "./conversations.ts";
import * as files from "./files.ts";
import * as functions from "./functions.ts";
import * as people from "./people.ts";
import * as streams from "./streams.ts";
import * as views from "./views.ts";

/** A Web API method: reads and changes the workspace, answers, or throws a Refusal. */
export type Method = (state: State, args: Fields) => Fields;

/** Every method this workspace knows; any other is `unknown_method`. */
export const methods: Record<string, Method> = {
  "apps.connections.open": openConnection,
  "assistant.threads.setStatus": people.setStatus,
  "assistant.threads.setSuggestedPrompts": people.setSuggestedPrompts,
  "auth.test": people.authTest,
  "chat.appendStream": streams.appendStream,
  "chat.delete": chat.deleteMessage,
  "chat.getPermalink": chat.getPermalink,
  "chat.postEphemeral": chat.postEphemeral,
  "chat.postMessage": chat.postMessage,
  "chat.startStream": streams.startStream,
  "chat.stopStream": streams.stopStream,
  "chat.update": chat.update,
  "conversations.history": conversations.history,
  "conversations.info": conversations.info,
  "conversations.open": conversations.open,
  "conversations.replies": conversations.replies,
  "files.completeUploadExternal": files.completeUploadExternal,
  "files.getUploadURLExternal": files.getUploadURLExternal,
  "files.info": files.info,
  "functions.completeError": functions.completeError,
  "functions.completeSuccess": functions.completeSuccess,
  "usergroups.users.list": people.usergroupMembers,
  "users.info": people.usersInfo,
  "views.open": views.open,
  "views.publish": views.publish,
  "views.push": views.push,
  "views.update": views.update,
};
