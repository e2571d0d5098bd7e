import { describe, expect, it } from "vitest";
import { Outbox } from "../../models/outbox.ts";
import { useDatabase } from "../support/database.ts";
import { channel, say, section, stored, useOutbox } from "../support/outbox.ts";

useDatabase();
const outbox = useOutbox();

describe("the outbox", () => {
  it("posts a message with its blocks, without unfurling, and remembers where it stands", async () => {
    await say("run:r1", { text: "r1 is queued", blocks: [section("*r1* is queued")] });

    await outbox.startSender().drain();

    const [message] = await outbox.slack.messages(channel);
    expect(message).toMatchObject({ text: "r1 is queued", metadata: { event_payload: { outbox_id: "run:r1" } } });
    expect(message?.blocks).toMatchObject([section("*r1* is queued")]);
    expect(await stored("run:r1")).toMatchObject({ state: "sent", ts: message?.ts, attempted: null, lease: null });
    const [call] = await outbox.slack.calls("chat.postMessage");
    expect(call?.args).toMatchObject({ unfurl_links: "false", unfurl_media: "false" });
  });

  it("posts replies in their threads and in order, after the message they belong to", async () => {
    await say("second", { parentKey: "root" });
    await say("third", { parentKey: "root" });
    await say("root");
    await say("fourth", { parentKey: "second" });

    await outbox.startSender().drain();

    const { ts } = await stored("root");
    expect(await outbox.texts(channel, ts ?? "")).toEqual(["root", "second", "third", "fourth"]);
  });

  it("posts in the thread of a person's message", async () => {
    const question = await outbox.slack.as("U0ANNA").says(channel, "how is it going?");

    await say("answer", { threadTs: question.ts });
    await outbox.startSender().drain();

    expect(await outbox.texts(channel, question.ts)).toEqual(["how is it going?", "answer"]);
  });

  it("is woken by a wanted message, without waiting for the next poll", async () => {
    outbox.startSender({ pollMs: 3_600_000 });

    await say("now");

    await outbox.slack.waitFor("now");
  });

  it("that takes edits only sends them from where they are wanted, and leaves posts and what is not due to others", async () => {
    const sender = outbox.startSender({ timing: { editMs: 0 } });
    await say("run:r1", { text: "queued" });
    await sender.drain();
    await sender.stop();
    const bot = outbox.makeSender({ timing: { editMs: 3_600_000 } });
    bot.takeEdits();

    await say("run:r1", { text: "running" });
    await outbox.slack.waitFor("running");
    await say("run:r2");
    await say("run:r1", { text: "done" });
    await bot.stop();

    expect(await outbox.texts()).toEqual(["running"]);
    expect(await stored("run:r1")).toMatchObject({ state: "waiting", sentVersion: 2, wantedVersion: 3, lease: null });
    expect(await stored("run:r2")).toMatchObject({ state: "waiting", ts: null, epoch: 0 });
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

    expect(await outbox.texts()).toEqual(keys);
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
