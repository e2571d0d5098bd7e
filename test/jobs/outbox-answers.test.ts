import { describe, expect, it, vi } from "vitest";
import { startWorkspace } from "../../examples/workspace/server.ts";
import type { OutboxClient } from "../../jobs/outbox/client.ts";
import { useDatabase } from "../support/database.ts";
import { channel, otherChannel, quickClient, say, stored, useOutbox } from "../support/outbox.ts";

useDatabase();
const outbox = useOutbox();

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

    expect(await outbox.texts()).toEqual(["first", "second"]);
    expect(await outbox.slack.calls(method)).toHaveLength(calls + 1);
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

      expect(await outbox.texts()).toEqual(["approved"]);
    },
  );

  it.each(["http_500", "hang", "ratelimited", "dropped"])(
    "(%s) also to the look for a lost answer, the message is looked for again",
    async (kind) => {
      await outbox.slack.fault({ method: "chat.postMessage", kind: "accepted_then_500" });
      await outbox.slack.fault({ method: "conversations.history", kind });
      await say("once");

      await outbox.startSender().drain();

      expect(await outbox.texts()).toEqual(["once"]);
      expect(await outbox.slack.calls("chat.postMessage")).toHaveLength(1);
    },
  );

  it("looks a second time before posting again: what Slack accepted may show late", async () => {
    await outbox.slack.fault({ method: "chat.postMessage", kind: "accepted_then_500" });
    const client = quickClient(outbox.slack.url);
    const history = vi.fn(client.conversations.history).mockResolvedValueOnce({ ok: true, messages: [] });
    await say("late");

    await outbox.startSender({ client: withHistory(client, history) }).drain();

    expect(history).toHaveBeenCalledTimes(2);
    expect(await outbox.texts()).toEqual(["late"]);
  });

  it("finds a lost reply in its thread", async () => {
    await outbox.slack.fault({ method: "chat.postMessage", kind: "accepted_then_timeout", containing: "reply" });
    await say("root");
    await say("reply", { parentKey: "root" });

    await outbox.startSender().drain();

    expect(await outbox.texts(channel, (await stored("root")).ts ?? "")).toEqual(["root", "reply"]);
    expect(await outbox.slack.calls("conversations.replies")).toHaveLength(1);
  });

  it("waits as long as Slack asked, and holds back nothing but that channel", async () => {
    await outbox.slack.fault({ method: "chat.postMessage", kind: "ratelimited", retryAfter: 1, containing: "limited" });
    await say("limited");
    await say("after it");
    await say("thread", { threadTs: (await outbox.slack.as("U0ANNA").says(channel, "hello")).ts });
    await say("elsewhere", { channel: otherChannel });

    await outbox.startSender().drain();

    const calls = await outbox.slack.calls("chat.postMessage");
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

    expect(await outbox.texts()).toEqual(["patient"]);
    expect(await outbox.slack.calls("conversations.history")).toHaveLength(0);
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

      expect(await outbox.texts()).toEqual(["lost", "next"]);
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

    expect(await outbox.texts()).toEqual(["known", "lost"]);
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

    expect(await outbox.texts()).toEqual(["known", "lost"]);
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
