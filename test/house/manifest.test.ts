import { describe, expect, it } from "vitest";
import manifest from "../../manifest.json" with { type: "json" };

/** What Helix may ask of a workspace. A scope or event that is not here has to be argued for in a review first. */
const mayAskFor = {
  scopes: [
    ...["app_mentions:read", "assistant:write", "chat:write", "commands", "files:write", "users:read"],
    // Approvers may be a user group: who is in it decides who may approve.
    "usergroups:read",
    ...["im:history", "im:write", "channels:history", "groups:history"],
  ],
  events: ["app_home_opened", "app_mention", "message.im", "app_uninstalled", "tokens_revoked"],
};
const { display_information: shown, features, oauth_config: oauth, settings } = manifest;

describe("manifest.json", () => {
  it.each(oauth.scopes.bot)("may ask for the scope %s", (scope) => {
    expect(mayAskFor.scopes).toContain(scope);
  });

  it.each(settings.event_subscriptions.bot_events)("may subscribe to %s", (event) => {
    expect(mayAskFor.events).toContain(event);
  });

  it("asks Slack to send people and channels as ids in the text of every command", () => {
    expect(features.slash_commands.map((command) => command.should_escape)).toEqual([true]);
  });

  it("names one address for commands, events and interactivity, as Bolt's receiver listens on one", () => {
    const urls = [settings.event_subscriptions.request_url, settings.interactivity.request_url];

    expect(new Set([...urls, ...features.slash_commands.map((command) => command.url)]).size).toBe(1);
  });

  it.each([
    ["name", shown.name.length, 35],
    ["description", shown.description.length, 140],
    ["agent description", features.agent_view.agent_description.length, 300],
    ["number of suggested prompts", features.agent_view.suggested_prompts.length, 4],
  ])("keeps Slack's limit for the %s", (_what, length, limit) => {
    expect(length).toBeLessThanOrEqual(limit);
  });
});
