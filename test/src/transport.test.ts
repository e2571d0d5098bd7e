import { readFile } from "node:fs/promises";
import { WebClient } from "@slack/web-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approveId } from "../../blocks/gate.ts";
import type { Ephemeral } from "../../examples/workspace/model.ts";
import { defaultAppToken, defaultBotToken } from "../../examples/workspace/seed.ts";
import { Outbox } from "../../models/outbox.ts";
import type { HelixProcess } from "../support/helix/process.ts";
import { until } from "../support/helix/until.ts";
import { channel, useHelix } from "../support/helix.ts";

const given = useHelix({ register: false });
const anna = () => given.set.slack.as("U0ANNA");
const nonsense = "@helix make me a sandwich";

/** What Anna alone is told after somebody did something. */
async function toldAfter(act: () => Promise<unknown>): Promise<string> {
  const { slack } = given.set;
  const before = (await anna().ephemerals()).length;
  await act();
  const told = await slack.waitFor(async () => (await anna().ephemerals())[before]);
  return slack.render(told as Ephemeral);
}

/** A message of Helix's with a button that leads nowhere any more. */
async function aCard(): Promise<{ channel: string; ts: string }> {
  const client = new WebClient(defaultBotToken, { slackApiUrl: `${given.set.slack.url}/api/` });
  const button = {
    type: "button" as const,
    text: { type: "plain_text" as const, text: "Approve" },
    action_id: approveId,
  };
  const blocks = [{ type: "actions" as const, elements: [{ ...button, value: "g999" }] }];
  const { ts = "" } = await client.chat.postMessage({ channel, text: "an old card", blocks });
  return { channel, ts };
}

const bots = {
  HTTP: {},
  "Socket Mode": { SLACK_APP_TOKEN: defaultAppToken, SLACK_SIGNING_SECRET: "" },
} as const;

describe.each(Object.entries(bots))("over %s", (kind, env) => {
  let bot: HelixProcess;
  beforeAll(async () => {
    bot = await given.set.startBot({ env });
    if (kind === "Socket Mode") await given.set.slack.setApp({ requestUrl: null });
  }, 60_000);
  afterAll(() => bot?.stop());
  const ready = async () => {
    const response = await fetch(`${bot.url}/readyz`);
    return `${response.status} ${await response.text()}`;
  };

  it("a command, a click and an event are answered, and the process says how it is", async () => {
    expect(await toldAfter(() => anna().command(channel, "/helix programs"))).toMatch(/No program is registered/i);
    const card = await aCard();
    expect(await toldAfter(() => anna().presses(card, { text: "Approve" }))).toMatch(/not one of Helix's/);
    expect(await toldAfter(() => anna().says(channel, nonsense))).toMatch(/not understood/);
    expect(await (await fetch(`${bot.url}/livez`)).text()).toBe("alive\n");
    expect(await ready()).toBe("200 ready\n");
  });

  it("a connection that Slack wants made anew is made at once", async () => {
    if (kind === "HTTP") return;
    const sockets = () => given.set.slack.get<{ id: string }[]>("sockets");
    const [before] = await sockets();

    await given.set.slack.refreshSockets();
    await given.set.slack.waitFor(async () => {
      const now = await sockets();
      return now.length === 1 && now[0]?.id !== before?.id;
    });

    expect(await anna().command(channel, "/helix programs")).toMatchObject({ ok: true });
    expect(await ready()).toBe("200 ready\n");
  });

  it("a token that is revoked while running is said once, in /readyz and in the log, until it is mended", async () => {
    const { slack } = given.set;
    const told = () => toldAfter(() => anna().says(channel, nonsense));
    await slack.setApp({ botToken: "xoxb-of-a-new-installation" });
    await anna().says(channel, nonsense);
    await slack.waitFor(
      async () => (await slack.calls("chat.postEphemeral")).at(-1)?.outcome?.error === "invalid_auth",
    );
    expect(await ready()).toMatch(
      /^503 Slack does not take Helix's token any more \(invalid_auth\).*Next: install the app/,
    );
    await slack.setApp({ botToken: defaultBotToken });
    await told();
    expect(await ready()).toBe("200 ready\n");

    await slack.setApp({ scopes: ["commands"] });
    await anna().says(channel, nonsense);
    await slack.waitFor(
      async () => (await slack.calls("chat.postEphemeral")).at(-1)?.outcome?.error === "missing_scope",
    );
    expect(await ready()).toMatch(/^503 The app lacks the scope chat:write, which chat.postEphemeral needs/);
    await slack.setApp({ scopes: ["commands", "chat:write"] });
    await told();
    expect(await ready()).toBe("200 ready\n");
    const lines = (await readFile(given.set.logFile, "utf8"))
      .split("\n")
      .filter((line) => line.includes(`"pid":${bot.pid},`));
    expect(lines.filter((line) => line.includes('"access":"token"') && line.includes("invalid_auth"))).toHaveLength(1);
  });

  it("whoever edits what they said to Helix is told that this changes nothing", async () => {
    const { slack } = given.set;
    const said = await anna().says(undefined, "status");
    await slack.post("acts/edit", { user: "U0ANNA", channel: said.channel, ts: said.ts, text: "help" });

    const key = `edited:${said.channel}:${said.ts}`;
    const told = await until("the answer to an edit", () => Outbox.findOne({ key }).lean());
    expect(told).toMatchObject({ wanted: { text: expect.stringContaining("this edit changed nothing") } });
  });

  it("a mention that is edited is not acted on again, and is told so once; one that an edit adds is acted on", async () => {
    const { slack } = given.set;
    const edit = (ts: string, text: string) => slack.post("acts/edit", { user: "U0ANNA", channel, ts, text });
    const wanted = (key: string) => until(key, () => Outbox.findOne({ key }).lean());
    const { ts } = await anna().says(channel, "@helix programs");
    await wanted(`reply:${channel}:${ts}`);
    await edit(ts, "@helix help");
    const told = await wanted(`edited:${channel}:${ts}`);
    const late = await anna().says(channel, "programs");
    await edit(late.ts, "@helix programs");

    await wanted(`reply:${channel}:${late.ts}`);
    expect(told).toMatchObject({ threadTs: ts, wanted: { text: expect.stringContaining("changed nothing") } });
    expect(await Outbox.countDocuments({ key: new RegExp(`:${channel}:`), threadTs: { $in: [ts, late.ts] } })).toBe(3);
  });

  it("an app that is taken out of the workspace says so", async () => {
    if (kind === "Socket Mode") return;
    const event = { type: "tokens_revoked", tokens: { oauth: ["U0ANNA"] } };
    const body = { type: "event_callback", team_id: "T0HELIX", event_id: "Ev9", event };
    await given.set.slack.raw({ body: JSON.stringify(body) });
    expect(await ready()).toBe("200 ready\n");

    const gone = { ...body, event_id: "Ev10", event: { ...event, tokens: { bot: ["U0HELIX"] } } };
    await given.set.slack.raw({ body: JSON.stringify(gone) });

    const log = () => readFile(given.set.logFile, "utf8");
    await given.set.slack.waitFor(async () =>
      (await log()).includes("Helix was taken out of this workspace (tokens_revoked)"),
    );
  });
});
