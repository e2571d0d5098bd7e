import type { WebClient } from "@slack/web-api";
import { createEmulator } from "emulate";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { message, section } from "../../blocks/kit.ts";
import { publishHome } from "../../jobs/home/publish.ts";
import { outboxClient } from "../../jobs/outbox/client.ts";
import { OutboxSender } from "../../jobs/outbox.ts";
import { inWords } from "../../jobs/trouble.ts";
import manifest from "../../manifest.json" with { type: "json" };
import { homeOf, homeOpened } from "../../models/home.ts";
import { want } from "../../models/outbox/want.ts";
import { Outbox } from "../../models/outbox.ts";
import { approversOf } from "../../src/approvers.ts";
import { requirePresence } from "../../src/presence.ts";
import { tellWithoutChannel } from "../../src/privately.ts";
import { useDatabase } from "../support/database.ts";
import { quick } from "../support/outbox.ts";

/** Slack's Web API as others understood it: what Helix's own clients send has to mean the same there as in our workspace. */

useDatabase();
const team = "T000000001";
const bot = { user: "U0HELIX", bot_user_id: "U0HELIX", bot_id: "B0HELIX", app_id: "A0HELIX", client_id: "1.2" };
const scopes = manifest.oauth_config.scopes.bot;
let emulator: { url: string; close(): Promise<void> };
let slackApiUrl: string;
let channel: string;
let anna: string;
/** With a test's rights: it looks, and lets the bot in. */
let looker: WebClient;

beforeAll(async () => {
  const app = { ...bot, client_secret: "none", name: "Helix", redirect_uris: [], scopes, bot_name: "helix" };
  const token = { type: "bot", ...bot };
  const tokens = [
    { ...token, token: "xoxb-helix", scopes },
    { ...token, token: "xoxb-poor", scopes: scopes.filter((scope) => scope !== "chat:write") },
    { ...token, token: "xoxb-looker", scopes: [...scopes, "channels:read", "channels:join", "users:read"] },
  ];
  const users = [{ name: "anna", real_name: "Anna" }];
  const seed = { slack: { strict_scopes: true, users, channels: [{ name: "tickets" }], oauth_apps: [app], tokens } };
  emulator = await createEmulator({ service: "slack", port: 0, seed });
  slackApiUrl = `${emulator.url}/api/`;
  looker = outboxClient("xoxb-looker", { slackApiUrl });
  const listed = await looker.conversations.list();
  channel = listed.channels?.find(({ name }) => name === "tickets")?.id ?? "";
  anna = (await looker.users.list({})).members?.find(({ name }) => name === "anna")?.id ?? "";
  await looker.conversations.join({ channel });
});
afterAll(() => emulator.close());

const senders: OutboxSender[] = [];
afterAll(() => Promise.all(senders.map((sender) => sender.stop())));

function aSender(client: WebClient, onFailed = vi.fn()): OutboxSender {
  const sender = new OutboxSender({ client, team, owner: `test-${senders.length}`, timing: quick, onFailed });
  senders.push(sender);
  sender.start();
  return sender;
}

const say = (key: string, text: string, more: object = {}) =>
  want({ team, key, channel, ...message(text, [section(text)]), ...more });
const trigger = async (): Promise<string> =>
  String(((await looker.apiCall("views.generateTriggerId", { user_id: anna })) as { trigger_id?: string }).trigger_id);

describe("the outbox", () => {
  it("posts, replies and edits, and a post whose answer was lost is found by its metadata and not posted again", async () => {
    let lost = false;
    const losing: typeof fetch = async (url, init) => {
      const response = await fetch(url, init);
      if (!String(url).endsWith("chat.postMessage") || lost) return response;
      lost = true;
      throw new Error("the connection was reset");
    };
    const sender = aSender(outboxClient("xoxb-helix", { slackApiUrl, fetch: losing as never }));

    await say("run:a", "queued");
    await say("reply:a", "an answer", { parentKey: "run:a" });
    await sender.drain();
    await say("run:a", "done");
    await sender.drain();
    await sender.stop();

    const { messages: roots = [] } = await looker.conversations.history({ channel });
    expect(lost).toBe(true);
    expect(roots.map(({ text }) => text)).toEqual(["done"]);
    const { messages: thread = [] } = await looker.conversations.replies({ channel, ts: roots[0]?.ts ?? "" });
    expect(thread.map(({ text }) => text)).toEqual(["done", "an answer"]);
  });

  it("with a token that lacks a scope waits, and says which", async () => {
    const onFailed = vi.fn();
    const sender = aSender(outboxClient("xoxb-poor", { slackApiUrl }), onFailed);

    await say("run:b", "waits");
    await vi.waitUntil(() => onFailed.mock.calls.length > 0);
    await sender.stop();

    expect(onFailed.mock.calls[0]?.[1]).toMatchObject({
      kind: "locked",
      message: expect.stringContaining("scope chat:write"),
    });
    expect(await Outbox.findOne({ key: "run:b" }).lean()).toMatchObject({ state: "waiting" });
  });
});

describe("with Helix's scopes and no others", () => {
  const helix = () => outboxClient("xoxb-helix", { slackApiUrl });

  it("it knows who it is and where it may post", async () => {
    expect(await helix().auth.test()).toMatchObject({ team_id: team, user_id: "U0HELIX", bot_id: "B0HELIX" });
    await expect(requirePresence(helix(), channel)).resolves.toBeUndefined();
    await expect(requirePresence(helix(), "C0NOWHERE")).rejects.toThrow("Helix is not in this channel");
    expect(await helix().chat.postEphemeral({ channel, user: anna, text: "only you" })).toMatchObject({ ok: true });
  });

  it("it opens a notice by a trigger, and tells it in direct messages when the trigger was used already", async () => {
    const person = { team, user: anna };
    const used = await trigger();
    await tellWithoutChannel(helix(), person, used, message("first", [section("first")]));
    expect(await Outbox.countDocuments({})).toBe(0);

    await tellWithoutChannel(helix(), person, used, message("second", [section("second")]));

    expect(await Outbox.findOne({}).lean()).toMatchObject({
      channel: expect.stringMatching(/^D/),
      wanted: { text: "second" },
    });
  });

  it("a form is brought up to date by its hash, and an older hash is refused in words", async () => {
    const view = {
      type: "modal" as const,
      title: { type: "plain_text" as const, text: "Run" },
      blocks: [section("loading")],
    };
    const { view: opened } = await helix().views.open({ trigger_id: await trigger(), view });
    const next = { view_id: opened?.id ?? "", view: { ...view, blocks: [section("ready")] } };
    expect(await helix().views.update({ ...next, hash: opened?.hash ?? "" })).toMatchObject({ ok: true });

    const error = await helix()
      .views.update({ ...next, hash: opened?.hash ?? "" })
      .catch((thrown) => thrown);

    expect(inWords(error).why).toContain("hash_conflict");
  });

  it("it publishes a Home, and again over whatever stands there by then", async () => {
    const home = await homeOpened(team, anna, null, new Date());
    const sources = { workspace: null, approversOf: async () => [], now: () => new Date() };

    await publishHome(home, helix(), sources);
    const first = await homeOf(team, anna);
    await publishHome({ ...home, hash: "of another view" }, helix(), sources, { anyway: true });

    expect(first?.hash).toMatch(/\S/);
    expect((await homeOf(team, anna))?.hash).not.toBe(first?.hash);
  });

  it("a method this Slack does not have is an answer, too: nobody is taken for an approver", async () => {
    const program = { config: { approvers: { truth: ["S0GROUP"], promotion: [anna] } } } as never;

    expect(await approversOf(program, "truth", helix())).toBeNull();
    expect(await approversOf(program, "promotion", helix())).toEqual([anna]);
  });
});
