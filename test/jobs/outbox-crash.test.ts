import { execaNode } from "execa";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Outbox } from "../../models/outbox.ts";
import { launcher } from "../../src/setup/binaries.ts";
import { useDatabase } from "../support/database.ts";
import { channel, quick, say, team, useOutbox } from "../support/outbox.ts";
import type { SenderOrder } from "../support/outbox-sender.ts";

const dbName = useDatabase();
const outbox = useOutbox();

const script = new URL("../support/outbox-sender.ts", import.meta.url).pathname;
const started = new Set<ReturnType<typeof startProcess>>();

afterEach(() => {
  for (const sender of started) sender.kill("SIGKILL");
  started.clear();
});

/** A sender in a process of its own, that can be killed. */
function startProcess(order: Partial<SenderOrder> = {}) {
  const given = { dbName, slackUrl: outbox.slack.url, team, timing: quick, timeoutMs: 400, ...order };
  return execaNode(launcher, [script, JSON.stringify(given)], { reject: false });
}

function startSender(order?: Partial<SenderOrder>) {
  const sender = startProcess(order);
  started.add(sender);
  return sender;
}

describe("kill -9 of a sender", () => {
  it.each([
    ["after `attempted` was written and before the call", "outbox:attempted", 0],
    ["after Slack's answer and before its record", "outbox:accepted", 1],
  ])("%s leaves exactly one message in Slack", async (_when, name, arrived) => {
    await say("once");
    await say("after it");
    const died = await startSender({ signalAt: { name, nth: 1, signal: "SIGKILL" } });
    expect(died.signal).toBe("SIGKILL");
    expect(await outbox.texts()).toHaveLength(arrived);

    await outbox.startSender().drain();

    expect(await outbox.texts()).toEqual(["once", "after it"]);
  });

  it("between Slack's acceptance and its answer leaves exactly one message in Slack", async () => {
    await outbox.slack.fault({ method: "chat.postMessage", kind: "accepted_then_timeout" });
    await say("once");
    await say("after it");
    const sender = startSender({ timeoutMs: 60_000 });
    await outbox.slack.waitFor("once");
    sender.kill("SIGKILL");
    expect((await sender).signal).toBe("SIGKILL");

    await outbox.startSender().drain();

    expect(await outbox.texts()).toEqual(["once", "after it"]);
  });

  it("during an edit leaves the latest content", async () => {
    const before = outbox.startSender();
    await say("card", { text: "open" });
    await before.drain();
    await before.stop();
    await say("card", { text: "approved" });
    const died = await startSender({ signalAt: { name: "outbox:accepted", nth: 1, signal: "SIGKILL" } });
    expect(died.signal).toBe("SIGKILL");
    expect(await outbox.texts()).toEqual(["approved"]);

    await say("card", { text: "applied" });
    await outbox.startSender().drain();

    expect(await outbox.texts()).toEqual(["applied"]);
  });
});

describe("SIGSTOP of a sender", () => {
  it("before its call, until another one has taken over: it does not make that call when it continues", async () => {
    await say("once");
    const stopped = startSender({ signalAt: { name: "outbox:attempted", nth: 1, signal: "SIGSTOP" } });
    await vi.waitUntil(async () => (await Outbox.findOne({ key: "once" }).lean())?.attempted, { timeout: 20_000 });
    const other = outbox.startSender();
    await other.drain();
    await other.stop();

    stopped.kill("SIGCONT");
    await say("by the one that continued");
    await outbox.slack.waitFor("by the one that continued");

    expect(await outbox.texts()).toEqual(["once", "by the one that continued"]);
    expect(await outbox.slack.calls("chat.postMessage")).toHaveLength(2);
  });
});

/** Kinds of trouble for posts, each at the nth post from the beginning of the test. */
const trouble = [
  ["ratelimited", 9, 34, 71],
  ["dropped", 4, 23, 42, 66, 90],
  ["accepted_then_500", 2, 15, 31, 52, 77, 98],
  ["accepted_then_dropped", 12, 60],
  ["accepted_then_timeout", 19, 47, 83],
  ["hang", 27, 58],
  ["http_500", 37, 80],
] as const;

/** How the senders of that test die one after the other: at a failpoint, or when Slack shows so many messages. */
const deaths = [
  { name: "outbox:attempted", nth: 3 },
  { name: "outbox:accepted", nth: 9 },
  28,
  { name: "outbox:accepted", nth: 2 },
  { name: "outbox:attempted", nth: 14 },
  66,
];

it("a hundred messages in five threads, with trouble of every kind and six kills: none lost, none doubled, none out of order", async () => {
  const threads = ["a", "b", "c", "d", "e"];
  const replies = Array.from({ length: 19 }, (_, n) => n + 1);
  for (const [kind, ...posts] of trouble) {
    for (const nth of posts) await outbox.slack.fault({ method: "chat.postMessage", kind, nth });
  }
  await outbox.slack.fault({ method: "conversations.replies", kind: "http_500", nth: 2 });
  await outbox.slack.fault({ method: "conversations.replies", kind: "ratelimited", nth: 4 });
  await outbox.slack.fault({ method: "conversations.history", kind: "hang", nth: 1 });
  const wanting = (async () => {
    for (const root of threads) await say(root, { text: `${root} begins` });
    for (const n of replies) {
      for (const root of threads) await say(`${root}${n}`, { parentKey: root });
      for (const root of threads) await say(root, { text: `${root} at ${n}` });
    }
  })();

  for (const death of deaths) {
    const sender = startSender(typeof death === "number" ? {} : { signalAt: { ...death, signal: "SIGKILL" } });
    if (typeof death === "number") {
      await outbox.slack.waitFor(async () => (await outbox.texts()).length >= death, { timeoutMs: 20_000 });
      sender.kill("SIGKILL");
    }
    expect((await sender).signal).toBe("SIGKILL");
  }
  await wanting;
  await outbox.startSender().drain();

  for (const root of threads) {
    const { ts } = await Outbox.findOne({ team, key: root }).lean().orFail();
    expect(await outbox.texts(channel, ts ?? "")).toEqual([`${root} at 19`, ...replies.map((n) => `${root}${n}`)]);
  }
  expect(await outbox.texts()).toHaveLength(100);
  expect(await Outbox.countDocuments({ state: { $ne: "sent" } })).toBe(0);
}, 120_000);
