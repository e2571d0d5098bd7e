import { describe, expect, it, vi } from "vitest";
import { startWorkspace } from "../../examples/workspace/server.ts";
import type { OutboxClient } from "../../jobs/outbox/client.ts";
import { Outbox } from "../../models/outbox.ts";
import { useDatabase } from "../support/database.ts";
import { channel, otherChannel, quickClient, say, team, useOutbox } from "../support/outbox.ts";

useDatabase();
const outbox = useOutbox();

const stored = (key: string) => Outbox.findOne({ team, key }).lean().orFail();
const texts = async (place = channel, thread?: string) =>
  (await outbox.slack.messages(place, thread === undefined ? {} : { thread })).map(({ text }) => text);
const callsOf = async (method: string) => (await outbox.slack.calls()).filter((call) => call.method === method);
const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });

describe("the outbox", () => {
  it("posts a message with its blocks, without unfurling, and remembers where it stands", async () => {
    await say("run:r1", { text: "r1 is queued", blocks: [section("*r1* is queued")] });

    await outbox.startSender().drain();

    const [message] = await outbox.slack.messages(channel);
    expect(message).toMatchObject({ text: "r1 is queued", metadata: { event_payload: { outbox_id: "run:r1" } } });
    expect(message?.blocks).toMatchObject([section("*r1* is queued")]);
    expect(await stored("run:r1")).toMatchObject({ state: "sent", ts: message?.ts, attempted: null, lease: null });
    const [call] = await callsOf("chat.postMessage");
    expect(call?.args).toMatchObject({ unfurl_links: "false", unfurl_media: "false" });
  });

  it("posts replies in their threads and in order, after the message they belong to", async () => {
    await say("second", { parentKey: "root" });
    await say("third", { parentKey: "root" });
    await say("root");
    await say("fourth", { parentKey: "second" });

    await outbox.startSender().drain();

    const { ts } = await stored("root");
    expect(await texts(channel, ts ?? "")).toEqual(["root", "second", "third", "fourth"]);
  });

  it("posts in the thread of a person's message", async () => {
    const question = await outbox.slack.as("U0ANNA").says(channel, "how is it going?");

    await say("answer", { threadTs: question.ts });
    await outbox.startSender().drain();

    expect(await texts(channel, question.ts)).toEqual(["how is it going?", "answer"]);
  });

  it("is woken by a wanted message, without waiting for the next poll", async () => {
    outbox.startSender({ pollMs: 3_600_000 });

    await say("now");

    await outbox.slack.waitFor("now");
  });

  it("finds what another process wanted by polling", async () => {
    const sender = outbox.startSender({ pollMs: 20 });
    await sender.drain();
    await say("seed");
    await sender.drain();
    const { _id, ...wanted } = await stored("seed");

    await Outbox.collection.insertOne({ ...wanted, key: "elsewhere", order: 2, ts: null, state: "waiting" } as never);

    await outbox.slack.waitFor(async (slack) => (await slack.messages(channel)).length === 2);
  });

  it("edits at most once per interval, ends with the latest content, and skips what was overtaken", async () => {
    const sender = outbox.startSender({ timing: { editMs: 150 } });
    await say("run", { text: "0 of 100" });
    await outbox.slack.waitFor("0 of 100");

    for (let done = 1; done <= 100; done += 1) await say("run", { text: `${done} of 100` });
    await sender.drain();

    const [message] = await outbox.slack.messages(channel);
    expect(message?.text).toBe("100 of 100");
    const times = message?.versions.map(({ at }) => at) ?? [];
    const gaps = times.slice(1).map((at, n) => at - (times[n] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(140);
    expect(times.length).toBeLessThan(100);
  });

  it("shared by three senders posts everything once and in order", async () => {
    const keys = Array.from({ length: 12 }, (_, n) => `m${n}`);
    const senders = [outbox.startSender(), outbox.startSender(), outbox.startSender()];

    for (const key of keys) await say(key);
    await Promise.all(senders.map((sender) => sender.drain()));

    expect(await texts()).toEqual(keys);
  });

  it("stopped in the middle of a call records it first", async () => {
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const sender = outbox.startSender({ failpoint: (name) => (name === "outbox:accepted" ? held : undefined) });
    await say("held");
    await outbox.slack.waitFor("held");

    const stopped = sender.stop();
    goOn();
    await stopped;

    expect(await stored("held")).toMatchObject({ state: "sent", attempted: null });
  });
});

describe("when Slack does not answer as it should", () => {
  it.each([
    ["ratelimited", "chat.postMessage", 2],
    ["dropped", "chat.postMessage", 2],
    ["http_500", "chat.postMessage", 2],
    ["hang", "chat.postMessage", 2],
    ["error:internal_error", "chat.postMessage", 2],
    ["error:service_unavailable", "chat.postMessage", 2],
    ["accepted_then_500", "chat.postMessage", 1],
    ["accepted_then_timeout", "chat.postMessage", 1],
    ["accepted_then_dropped", "chat.postMessage", 1],
  ])("(%s) a post arrives once, before what follows it", async (kind, method, calls) => {
    await outbox.slack.fault({ method, kind, containing: "first" });
    await say("first");
    await say("second");

    await outbox.startSender().drain();

    expect(await texts()).toEqual(["first", "second"]);
    expect(await callsOf(method)).toHaveLength(calls + 1);
    expect(await stored("first")).toMatchObject({ state: "sent", failures: 0, problem: null });
  });

  it.each(["ratelimited", "dropped", "http_500", "hang", "accepted_then_500", "accepted_then_timeout"])(
    "(%s) the latest edit arrives",
    async (kind) => {
      const sender = outbox.startSender();
      await say("card", { text: "open" });
      await sender.drain();
      await outbox.slack.fault({ method: "chat.update", kind });

      await say("card", { text: "approved" });
      await sender.drain();

      expect(await texts()).toEqual(["approved"]);
    },
  );

  it.each(["http_500", "hang", "ratelimited", "dropped"])(
    "(%s) also to the look for a lost answer, the message is looked for again",
    async (kind) => {
      await outbox.slack.fault({ method: "chat.postMessage", kind: "accepted_then_500" });
      await outbox.slack.fault({ method: "conversations.history", kind });
      await say("once");

      await outbox.startSender().drain();

      expect(await texts()).toEqual(["once"]);
      expect(await callsOf("chat.postMessage")).toHaveLength(1);
    },
  );

  it("looks a second time before posting again: what Slack accepted may show late", async () => {
    await outbox.slack.fault({ method: "chat.postMessage", kind: "accepted_then_500" });
    const client = quickClient(outbox.slack.url);
    const history = vi.fn(client.conversations.history).mockResolvedValueOnce({ ok: true, messages: [] });
    await say("late");

    await outbox.startSender({ client: withHistory(client, history) }).drain();

    expect(history).toHaveBeenCalledTimes(2);
    expect(await texts()).toEqual(["late"]);
  });

  it("finds a lost reply in its thread", async () => {
    await outbox.slack.fault({ method: "chat.postMessage", kind: "accepted_then_timeout", containing: "reply" });
    await say("root");
    await say("reply", { parentKey: "root" });

    await outbox.startSender().drain();

    expect(await texts(channel, (await stored("root")).ts ?? "")).toEqual(["root", "reply"]);
    expect(await callsOf("conversations.replies")).toHaveLength(1);
  });

  it("waits as long as Slack asked, and holds back nothing but that channel", async () => {
    await outbox.slack.fault({ method: "chat.postMessage", kind: "ratelimited", retryAfter: 1, containing: "limited" });
    await say("limited");
    await say("after it");
    await say("thread", { threadTs: (await outbox.slack.as("U0ANNA").says(channel, "hello")).ts });
    await say("elsewhere", { channel: otherChannel });

    await outbox.startSender().drain();

    const calls = await callsOf("chat.postMessage");
    const firstOf = (text: string) => calls.find(({ args }) => args.text === text)?.at ?? 0;
    const [refused, accepted] = calls.filter(({ args }) => args.text === "limited");
    expect((accepted?.at ?? 0) - (refused?.answeredAt ?? 0)).toBeGreaterThanOrEqual(990);
    expect(firstOf("elsewhere")).toBeLessThan(accepted?.at ?? 0);
    expect(firstOf("after it")).toBeGreaterThan(accepted?.at ?? 0);
  });

  it("goes on when Slack is reachable again", async () => {
    const gone = await startWorkspace();
    await gone.close();
    const sender = outbox.startSender({ client: quickClient(gone.url) });
    await say("patient");
    await vi.waitUntil(async () => (await stored("patient")).failures > 1);
    await sender.stop();
    expect(await stored("patient")).toMatchObject({ state: "waiting", attempted: null });

    await outbox.startSender().drain();

    expect(await texts()).toEqual(["patient"]);
    expect(await callsOf("conversations.history")).toHaveLength(0);
  });
});

describe("when Slack refuses", () => {
  it.each([
    ["not_in_channel", "Helix is not a member of channel C0HELIX01: invite it there"],
    ["channel_not_found", "Slack shows Helix no channel C0HELIX01"],
    ["is_archived", "Channel C0HELIX01 is archived"],
    ["restricted_action_read_only_channel", "does not let Helix post in channel C0HELIX01"],
    ["something_new", 'Slack refused the message with "something_new"'],
  ])("(%s) the message is given up in words, told once, and what follows is posted", async (code, words) => {
    const onFailed = vi.fn();
    await outbox.slack.fault({ method: "chat.postMessage", kind: `error:${code}`, containing: "refused" });
    await say("refused");
    await say("next");

    await outbox.startSender({ onFailed }).drain();

    expect(await stored("refused")).toMatchObject({ state: "failed", problem: expect.stringContaining(words) });
    expect(await texts()).toEqual(["next"]);
    expect(onFailed.mock.calls).toEqual([
      [
        expect.objectContaining({ key: "refused" }),
        expect.objectContaining({ kind: "refused", message: expect.stringContaining(words) }),
      ],
    ]);
  });

  it("the blocks, the text is shown alone, and the next content has its blocks again", async () => {
    const onFailed = vi.fn();
    const sender = outbox.startSender({ onFailed });
    await say("card", { text: "plain words", blocks: [section("")] });
    await sender.drain();
    expect(await outbox.slack.messages(channel)).toMatchObject([{ text: "plain words", blocks: [] }]);
    expect(await stored("card")).toMatchObject({ state: "sent", problem: expect.stringContaining("/blocks/0") });
    expect(onFailed).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ kind: "plain" }));

    await say("card", { text: "better", blocks: [section("better")] });
    await sender.drain();

    expect(await outbox.slack.messages(channel)).toMatchObject([{ text: "better", blocks: [section("better")] }]);
    expect(await stored("card")).toMatchObject({ problem: null });
  });

  it("an edit's blocks, the text replaces the old blocks", async () => {
    const sender = outbox.startSender();
    await say("card", { text: "old", blocks: [section("old")] });
    await sender.drain();

    await say("card", { text: "new", blocks: [section("")] });
    await sender.drain();

    expect(await outbox.slack.messages(channel)).toMatchObject([{ text: "new", blocks: [] }]);
  });

  it("the text alone, too, the message is given up until other content is wanted", async () => {
    const sender = outbox.startSender();
    await say("empty", { text: "", blocks: [section("")] });
    await sender.drain();
    expect(await stored("empty")).toMatchObject({ state: "failed" });

    await say("empty", { text: "something" });
    await sender.drain();

    expect(await texts()).toEqual(["something"]);
  });

  it("Helix's token, everything waits until it is mended", async () => {
    const onFailed = vi.fn();
    await outbox.slack.setApp({ botToken: "xoxb-new" });
    const sender = outbox.startSender({ onFailed });
    await say("waits");
    await vi.waitUntil(() => onFailed.mock.calls.length > 0);
    expect(onFailed.mock.calls[0]?.[1]).toMatchObject({
      kind: "locked",
      message: expect.stringContaining("invalid_auth"),
    });

    await outbox.slack.setApp({ botToken: "xoxb-loopback" });
    await sender.drain();

    expect(await texts()).toEqual(["waits"]);
    expect(await stored("waits")).toMatchObject({ state: "sent", problem: null });
    expect(onFailed).toHaveBeenCalledTimes(1);
  });

  it.each(["message_not_found", "cant_update_message", "edit_window_closed"])(
    "an edit with %s, the message is posted anew and edited there from then on",
    async (code) => {
      const sender = outbox.startSender();
      await say("card", { text: "one" });
      await sender.drain();
      const first = await stored("card");
      await outbox.slack.fault({ method: "chat.update", kind: `error:${code}` });

      await say("card", { text: "two" });
      await sender.drain();
      await say("card", { text: "three" });
      await sender.drain();

      expect(await texts()).toEqual(["one", "three"]);
      expect(await stored("card")).toMatchObject({ formerTs: [first.ts], state: "sent" });
    },
  );

  it("an edit and then loses the answer to the new post, the old message is not taken for the new one", async () => {
    const sender = outbox.startSender();
    await say("card", { text: "one" });
    await sender.drain();
    await outbox.slack.fault({ method: "chat.update", kind: "error:cant_update_message" });
    await outbox.slack.fault({ method: "chat.postMessage", kind: "accepted_then_500" });

    await say("card", { text: "two" });
    await sender.drain();

    const [, second] = await outbox.slack.messages(channel);
    expect(await texts()).toEqual(["one", "two"]);
    expect(await stored("card")).toMatchObject({ ts: second?.ts });
  });
});

describe("when a lost answer cannot be looked up", () => {
  it.each(["missing_scope", "unknown_method", "not_in_channel"])(
    "(%s) the message is not posted twice, and that is said",
    async (code) => {
      const onFailed = vi.fn();
      await outbox.slack.fault({ method: "chat.postMessage", kind: "accepted_then_500", containing: "lost" });
      await outbox.slack.fault({ method: "conversations.history", kind: `error:${code}`, times: 99 });
      await say("lost");
      await say("next");
      const sender = outbox.startSender({ onFailed });
      await sender.drain();
      await say("lost", { text: "lost, edited" });
      await sender.drain();

      expect(await texts()).toEqual(["lost", "next"]);
      const problem = expect.stringMatching(`^Attempted, unknown: .*${code}`);
      expect(await stored("lost")).toMatchObject({ state: "failed", problem, attempted: { kind: "post" } });
      expect(onFailed).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ kind: "unknown" }));
    },
  );

  it("because the server drops the mark, the message is not posted twice", async () => {
    await outbox.slack.fault({ method: "chat.postMessage", kind: "accepted_then_500", containing: "lost" });
    await say("known");
    await say("lost");

    await outbox.startSender({ client: droppingMetadata(quickClient(outbox.slack.url)) }).drain();

    expect(await texts()).toEqual(["known", "lost"]);
    expect(await stored("lost")).toMatchObject({
      state: "failed",
      problem: expect.stringContaining("Attempted, unknown"),
    });
  });

  it("because the server drops the mark, but nothing unknown stands there, it is posted", async () => {
    await outbox.slack.fault({ method: "chat.postMessage", kind: "dropped", containing: "lost" });
    await say("known");
    await say("lost");

    await outbox.startSender({ client: droppingMetadata(quickClient(outbox.slack.url)) }).drain();

    expect(await texts()).toEqual(["known", "lost"]);
    expect(await stored("lost")).toMatchObject({ state: "sent" });
  });
});

function withHistory(client: OutboxClient, history: OutboxClient["conversations"]["history"]): OutboxClient {
  return { auth: client.auth, chat: client.chat, conversations: { replies: client.conversations.replies, history } };
}

/** Some Slack-compatible servers take metadata and forget it. */
function droppingMetadata({ auth, chat, conversations }: OutboxClient): OutboxClient {
  const postMessage: OutboxClient["chat"]["postMessage"] = (args) => {
    const { metadata: _dropped, ...kept } = args as unknown as Record<string, unknown>;
    return chat.postMessage(kept as never);
  };
  return { auth, conversations, chat: { update: chat.update, postMessage } };
}
