import { App, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { expect, it, onTestFinished } from "vitest";
import type { Workspace } from "../../examples/workspace/people.ts";
import { defaultAppToken } from "../../examples/workspace/seed.ts";
import { aWorkspace, channel, silent, token } from "./support.ts";

/** A real Bolt app over Socket Mode. @param pauseMs how long it waits for a pong, and before it reconnects */
async function aSocketApp(slack: Workspace, listen: (app: App) => void, pauseMs = 5_000): Promise<App> {
  const clientOptions = { slackApiUrl: `${slack.url}/api/`, retryConfig: { retries: 0 } };
  const receiver = new SocketModeReceiver({
    appToken: defaultAppToken,
    logger: silent,
    logLevel: LogLevel.ERROR,
    clientPingTimeout: pauseMs,
    installerOptions: { clientOptions },
  });
  const app = new App({ token, receiver, deferInitialization: true, convoStore: false, logger: silent, clientOptions });
  listen(app);
  await app.init();
  await app.start();
  onTestFinished(() => void app.stop().catch(() => undefined));
  return app;
}

const connected = (slack: Workspace, n: number): Promise<unknown> =>
  slack.waitFor(async () => (await slack.get<unknown[]>("sockets")).length === n);

it("brings commands, clicks, submissions and events to an app without a request URL, and takes its answers back", async () => {
  const slack = await aWorkspace();
  const heard: string[] = [];
  await aSocketApp(slack, (app) => {
    const block_id = "why";
    const element = { type: "plain_text_input" as const, action_id: "a" };
    app.command("/helix", async ({ ack, command, client }) => {
      await ack({ response_type: "in_channel", text: `you typed ${command.text}` });
      const title = { type: "plain_text" as const, text: "Why" };
      const blocks = [{ type: "input" as const, block_id, label: title, element }];
      const view = { type: "modal" as const, callback_id: "w", title, submit: title, blocks };
      await client.views.open({ trigger_id: command.trigger_id, view });
    });
    app.view("w", ({ ack }) => ack({ response_action: "errors", errors: { [block_id]: "say more" } }));
    app.event("app_mention", async ({ event }) => void heard.push(event.text));
  });
  await connected(slack, 1);

  const typed = await slack.as("U0ANNA").command(channel, `/helix status ${"x".repeat(70_000)}`);
  await typed.view();
  const submitted = await slack.as("U0ANNA").submits({ Why: "so" });
  await slack.as("U0ANNA").says(channel, "@helix hello");

  expect(typed).toMatchObject({ ok: true, status: 200 });
  expect((await typed.message()).text.length).toBeGreaterThan(30_000);
  expect(submitted.errors).toEqual({ why: "say more" });
  await slack.waitFor(async () => heard.length > 0);
  expect(heard).toEqual(["<@U0HELIX> hello"]);
});

it("has apps reconnect now and then, and says so when nobody is connected", async () => {
  const slack = await aWorkspace();
  const app = await aSocketApp(slack, (bot) => bot.command("/helix", ({ ack }) => ack("here")), 1_000);
  await connected(slack, 1);
  const [before] = await slack.get<{ id: string }[]>("sockets");

  await slack.refreshSockets();
  await slack.waitFor(async () => {
    const [now] = await slack.get<{ id: string }[]>("sockets");
    return now && now.id !== before?.id;
  });

  expect(await slack.as("U0ANNA").command(channel, "/helix")).toMatchObject({ ok: true });
  await app.stop();
  await connected(slack, 0);
  const alone = await slack.as("U0ANNA").command(channel, "/helix");
  expect(alone).toMatchObject({ status: 0, failure: "connection_failed" });
});

it.each([
  ["the bot's token", token, "not_allowed_token_type"],
  ["an unknown token", "xapp-other", "invalid_auth"],
])("opens no connection for %s", async (_whose, given, error) => {
  const slack = await aWorkspace();

  const response = await fetch(`${slack.url}/api/apps.connections.open`, {
    method: "POST",
    headers: { authorization: `Bearer ${given}` },
  });

  expect(await response.json()).toMatchObject({ ok: false, error });
});
