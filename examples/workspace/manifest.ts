import { type Fields, fieldsIn, isFields, textOf } from "./fields.ts";
import type { App, Command, Shortcut } from "./model.ts";

/** What a workspace takes from an app's manifest (v2) when the app is installed. */
export type Installed = Pick<App, "commands" | "shortcuts" | "scopes" | "prompts"> & { events: string[] };

export function installed(manifest: Fields): Installed {
  const features = part(manifest, "features");
  const scopes = part(part(manifest, "oauth_config"), "scopes");
  const events = part(part(manifest, "settings"), "event_subscriptions");
  return {
    commands: fieldsIn(features.slash_commands).map(commandOf),
    shortcuts: fieldsIn(features.shortcuts).map(shortcutOf),
    prompts: fieldsIn(part(features, "agent_view").suggested_prompts),
    scopes: words(scopes.bot),
    events: words(events.bot_events),
  };
}

const words = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function part(fields: Fields, key: string): Fields {
  const value = fields[key];
  return isFields(value) ? value : {};
}

function commandOf(given: Fields): Command {
  const read = (key: string): string => textOf(given, key) ?? "";
  return { command: read("command"), description: read("description"), usage_hint: read("usage_hint") };
}

function shortcutOf(given: Fields): Shortcut {
  const read = (key: string): string => textOf(given, key) ?? "";
  const type = given.type === "message" ? "message" : "global";
  return { type, name: read("name"), callback_id: read("callback_id"), description: read("description") };
}
