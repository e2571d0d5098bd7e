import { readdirSync, readFileSync } from "node:fs";

/** The bot scopes each method needs (docs.slack.dev, method pages), as Helix calls it; none where Slack asks for none. */
const ofMethods: Record<string, string[]> = {
  "apps.connections.open": [],
  "assistant.threads.setSuggestedPrompts": ["assistant:write"],
  "auth.test": [],
  "blocks.validate": [],
  "chat.getPermalink": [],
  "chat.postEphemeral": ["chat:write"],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  // In public and private channels, and in the app's own messages.
  "conversations.history": ["channels:history", "groups:history", "im:history"],
  "conversations.info": ["channels:read", "groups:read"],
  "conversations.open": ["im:write"],
  "conversations.replies": ["channels:history", "groups:history", "im:history"],
  "usergroups.users.list": ["usergroups:read"],
  "users.info": ["users:read"],
  "views.open": [],
  "views.publish": [],
  "views.push": [],
  "views.update": [],
};

const ofEvents: Record<string, string[]> = {
  app_home_opened: [],
  app_mention: ["app_mentions:read"],
  app_uninstalled: [],
  "message.im": ["im:history"],
  tokens_revoked: [],
};

/** A slash command and shortcuts come with it. */
const always = ["commands"];

const families = "apps|assistant|auth|blocks|bots|chat|conversations|files|reactions|team|usergroups|users|views";
const call = new RegExp(`client\\.((?:${families})(?:\\.\\w+)+)(?=\\()|apiCall\\("([\\w.]+)"`, "gi");

/** The Web API methods that code in these folders calls, by name. */
export function methodsCalled(folders: string[]): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
  );
  const sources = files.filter((name) => name.endsWith(".ts"));
  const found = sources.flatMap((name) => [...readFileSync(name, "utf8").matchAll(call)]);
  return [...new Set(found.map(([, called, named]) => called ?? named ?? ""))].sort();
}

/** What a manifest's scopes lack, have too many, or cannot be judged by, in words. */
export function scopeProblems(scopes: string[], methods: string[], events: string[]): string[] {
  const needs = [
    ...methods.map((name) => ({ name, scopes: ofMethods[name] })),
    ...events.map((name) => ({ name, scopes: ofEvents[name] })),
  ];
  const wanted = new Set([...always, ...needs.flatMap((need) => need.scopes ?? [])]);
  return [
    ...needs.filter((need) => !need.scopes).map(({ name }) => `which scope does ${name} need?`),
    ...needs.flatMap((need) =>
      (need.scopes ?? []).filter((scope) => !scopes.includes(scope)).map((scope) => `${need.name} needs ${scope}`),
    ),
    ...scopes.filter((scope) => !wanted.has(scope)).map((scope) => `nothing needs ${scope}`),
  ];
}
