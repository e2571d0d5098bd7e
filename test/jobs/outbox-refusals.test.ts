import { describe, expect, it, vi } from "vitest";
import { useDatabase } from "../support/database.ts";
import { channel, otherChannel, quick, say, section, stored, useOutbox } from "../support/outbox.ts";

useDatabase();
const outbox = useOutbox();

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
    expect(await outbox.texts()).toEqual(["next"]);
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

  describe("newer kinds of blocks", () => {
    const table = { type: "data_table" };
    const card = { text: "a table", blocks: [table], plain: [section("as lines")] };
    const shown = async () => (await outbox.slack.messages(channel)).map(({ blocks }) => blocks);
    const refusal = { method: "*", kind: "error:invalid_blocks", containing: "data_table", times: 9 };

    it("plain ones made from the same data are shown, and the next message does not fail first", async () => {
      const onFailed = vi.fn();
      await outbox.slack.fault(refusal);
      const sender = outbox.startSender({ onFailed });
      await say("one", card);
      await sender.drain();
      await say("two", card);
      await sender.drain();

      expect(await shown()).toMatchObject([[section("as lines")], [section("as lines")]]);
      expect(onFailed.mock.calls.map(([message, { kind }]) => [message.key, kind])).toEqual([["one", "plain"]]);
      expect(await stored("one")).toMatchObject({ state: "sent", problem: expect.stringContaining("plain ones") });
    });

    it("after a while they are tried again", async () => {
      let now = Date.now();
      await outbox.slack.fault({ ...refusal, times: 1 });
      const sender = outbox.startSender({ now: () => new Date(now) });
      await say("one", card);
      await sender.drain();
      now += 2 * 60 * 60_000;
      await outbox.slack.fault({ ...refusal, times: 1 });
      await say("two", card);
      await sender.drain();

      expect((await outbox.slack.calls("chat.postMessage")).map(({ outcome }) => outcome?.error ?? null)).toHaveLength(
        4,
      );
    });

    it("the pointer to what was wrong is kept; plain ones that are refused as well give way to the text", async () => {
      const sender = outbox.startSender();
      await say("both", { ...card, plain: [section("")] });
      await sender.drain();

      expect(await outbox.slack.messages(channel)).toMatchObject([{ text: "a table", blocks: [] }]);
      expect(await stored("both")).toMatchObject({ problem: expect.stringContaining("/blocks/0") });
    });

    it("of a workspace that is set to plain blocks are never sent", async () => {
      const sender = outbox.startSender({ plainBlocks: true });
      await say("one", card);
      await sender.drain();

      expect(await shown()).toMatchObject([[section("as lines")]]);
      expect((await stored("one")).problem).toBeNull();
    });
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

    expect(await outbox.texts()).toEqual(["something"]);
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

    expect(await outbox.texts()).toEqual(["waits"]);
    expect(await stored("waits")).toMatchObject({ state: "sent", problem: null });
    expect(onFailed).toHaveBeenCalledTimes(1);
  });

  it("Helix's token, one message finds it out and the others wait with it", async () => {
    const onFailed = vi.fn();
    await outbox.slack.setApp({ botToken: "xoxb-new" });
    await say("first");
    await say("elsewhere", { channel: otherChannel });
    const sender = outbox.startSender({ onFailed, concurrency: 1, timing: { ...quick, maxBackoffMs: 1_500 } });
    await vi.waitUntil(() => onFailed.mock.calls.length > 0);
    const tries = (await outbox.slack.calls("chat.postMessage")).length;

    await outbox.slack.setApp({ botToken: "xoxb-loopback" });
    await sender.drain();

    expect(tries).toBe(1);
    expect(onFailed).toHaveBeenCalledTimes(1);
    expect([await outbox.texts(), await outbox.texts(otherChannel)]).toEqual([["first"], ["elsewhere"]]);
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

      expect(await outbox.texts()).toEqual(["one", "three"]);
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
    expect(await outbox.texts()).toEqual(["one", "two"]);
    expect(await stored("card")).toMatchObject({ ts: second?.ts });
  });
});
