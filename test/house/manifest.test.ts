import { existsSync, readFileSync } from "node:fs";
import { App } from "@slack/bolt";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { pino } from "pino";
import { describe, expect, it, vi } from "vitest";
import manifest from "../../manifest.json" with { type: "json" };
import { readConfig } from "../../src/config.ts";
import { listenForPeople } from "../../src/listeners.ts";
import { openSlack } from "../../src/slack.ts";
import { disagreements, type Heard } from "./manifest/disagreements.ts";
import { methodsCalled, scopeProblems } from "./manifest/scopes.ts";

/** What a Bolt app listens to that is built as the bot builds it. */
function heard(): Heard {
  const spies = (["command", "shortcut", "event"] as const).map((kind) => vi.spyOn(App.prototype, kind));
  const read = readConfig({
    SLACK_BOT_TOKEN: "xoxb-loopback",
    SLACK_SIGNING_SECRET: "loopback-signing-secret",
    MONGODB_URI: "mongodb://127.0.0.1/none",
    REDIS_URL: "redis://127.0.0.1",
  });
  if (!read.ok) throw new Error(read.problems.join("; "));
  const log = pino({ level: "silent" });
  const { app } = openSlack(read.config, log, async () => null);
  listenForPeople(app, { deps: { log } as never, enqueue: async () => undefined });
  const [commands = [], shortcuts = [], events = []] = spies.map(({ mock }) => mock.calls.map(([first]) => first));
  for (const spy of spies) spy.mockRestore();
  return { commands: commands.map(String), shortcuts: shortcuts as Heard["shortcuts"], events: events.map(String) };
}

const listens = heard();
const called = methodsCalled(["src", "jobs"]);
const { oauth_config: oauth, settings, features } = manifest;

describe("manifest.json", () => {
  it("names the commands, shortcuts and events that the app listens to, and no others", () => {
    expect(listens.commands).toEqual(["/helix"]);
    expect(listens.shortcuts).toHaveLength(2);
    expect(disagreements(manifest, listens)).toEqual([]);
  });

  it.each<[string, Heard, string[]]>([
    ["a command", { ...listens, commands: [] }, ["nothing listens to the command /helix"]],
    [
      "a shortcut of another kind",
      { ...listens, shortcuts: [{ type: "shortcut", callback_id: "helix_add_to_dataset" }] },
      [
        "nothing listens to the shortcut global helix_new_run",
        "nothing listens to the shortcut message helix_add_to_dataset",
        "the manifest has no shortcut global helix_add_to_dataset",
      ],
    ],
    ["an event", { ...listens, events: [...listens.events, "link_shared"] }, ["the manifest has no event link_shared"]],
  ])("does not agree with an app that has %s amiss", (_what, other, problems) => {
    expect(disagreements(manifest, other)).toEqual(problems);
  });

  it("asks for the scope of every method that is called and every event, and for no other", () => {
    expect(called).toEqual(expect.arrayContaining(["views.publish", "chat.postMessage", "conversations.open"]));
    expect(scopeProblems(oauth.scopes.bot, called, settings.event_subscriptions.bot_events)).toEqual([]);
  });

  it.each<[string, string[], string[], string[]]>([
    [
      "a scope that is missing",
      oauth.scopes.bot.filter((scope) => scope !== "im:write"),
      called,
      ["conversations.open needs im:write"],
    ],
    ["a scope that nothing needs", [...oauth.scopes.bot, "files:read"], called, ["nothing needs files:read"]],
    [
      "a method nobody knows the scope of",
      oauth.scopes.bot,
      [...called, "files.delete"],
      ["which scope does files.delete need?"],
    ],
  ])("is refused with %s", (_what, scopes, methods, problems) => {
    expect(scopeProblems(scopes, methods, settings.event_subscriptions.bot_events)).toEqual(problems);
  });

  it("asks Slack to send people and channels as ids in the text of every command", () => {
    expect(features.slash_commands.map((command) => command.should_escape)).toEqual([true]);
  });

  it("names one address for commands, events and interactivity, as Bolt's receiver listens on one", () => {
    const { request_url: pressed, message_menu_options_url: searched } = settings.interactivity;
    const urls = [settings.event_subscriptions.request_url, pressed, searched];

    expect(new Set([...urls, ...features.slash_commands.map((command) => command.url)]).size).toBe(1);
  });
});

const { display_information: words } = manifest;

describe("without Slack's schema at hand", () => {
  it.each([
    ["name", words.name.length, 35],
    ["description", words.description.length, 140],
    ["agent description", features.agent_view.agent_description.length, 300],
    ["number of suggested prompts", features.agent_view.suggested_prompts.length, 4],
  ])("it keeps Slack's limit for the %s", (_what, length, limit) => {
    expect(length).toBeLessThanOrEqual(limit);
  });
});

const schema = new URL("../../../shared/slack/manifest-schema-2.0.0.json", import.meta.url);
const unlessAbsent = existsSync(schema) ? "" : " (skipped: Slack's schema is not beside this checkout)";

describe.skipIf(unlessAbsent !== "")(`Slack's schema of manifests${unlessAbsent}`, () => {
  const check = (value: unknown): string[] => {
    const valid = schemaOf();
    return valid(value) ? [] : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };

  it("takes it, and not one with a key too many or a name too long", () => {
    const [shortcut] = features.shortcuts;

    expect(check(manifest)).toEqual([]);
    expect(check({ ...manifest, colour: "blue" })).toEqual([expect.stringContaining("additional properties")]);
    expect(
      check({ ...manifest, features: { ...features, shortcuts: [{ ...shortcut, name: "x".repeat(25) }] } }),
    ).toEqual([expect.stringContaining("24")]);
  });
});

let compiled: ReturnType<Ajv["compile"]> | undefined;

function schemaOf() {
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  compiled ??= ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
  return compiled;
}
