import { describe, expect, it, vi } from "vitest";
import { onWanted, want } from "../../models/outbox/want.ts";
import { Outbox, type WantedMessage } from "../../models/outbox.ts";
import { useDatabase } from "../support/database.ts";

useDatabase();

const aMessage = (message: Partial<WantedMessage> = {}): WantedMessage => ({
  team: "T1",
  key: "run:r1",
  channel: "C1",
  text: "r1 is queued",
  blocks: [],
  ...message,
});

const stored = (key = "run:r1") => Outbox.findOne({ team: "T1", key }).lean().orFail();

describe("wanting a message", () => {
  it("stores it once, however often it is wanted", async () => {
    await Promise.all(Array.from({ length: 20 }, () => want(aMessage())));

    expect(await Outbox.countDocuments()).toBe(1);
    expect(await stored()).toMatchObject({ state: "waiting", wantedVersion: 1, sentVersion: 0, ts: null });
  });

  it("with other content replaces what was wanted, whether it stands in Slack or was given up", async () => {
    await want(aMessage());
    for (const state of ["sent", "failed"]) {
      await Outbox.updateOne({}, { state });
      await want(aMessage({ text: `now ${state}` }));
      expect(await stored()).toMatchObject({ state: "waiting", wanted: { text: `now ${state}` } });
    }
    expect(await stored()).toMatchObject({ wantedVersion: 3 });
  });

  it("with equal content leaves a sent message alone, whatever the order of its keys", async () => {
    await want(aMessage({ blocks: [{ type: "divider", block_id: "a" }] }));
    await Outbox.updateOne({}, { state: "sent" });

    await want(aMessage({ blocks: [{ block_id: "a", type: "divider" }] }));

    expect(await stored()).toMatchObject({ state: "sent", wantedVersion: 1 });
  });

  it("of an older state does not replace a newer one", async () => {
    await want(aMessage({ text: "approved by Anna", asOf: 7 }));
    await want(aMessage({ text: "waiting for approval", asOf: 6 }));

    expect(await stored()).toMatchObject({ wanted: { text: "approved by Anna" }, wantedVersion: 1 });
  });

  it("shows the decision in the end, however progress and decision race each other", async () => {
    const asked = Array.from({ length: 200 }, (_, n) => {
      const asOf = (n * 83) % 200;
      return want(aMessage({ text: asOf === 199 ? "decided" : `progress ${asOf}`, asOf }));
    });
    await Promise.all(asked);

    expect((await stored()).wanted.text).toBe("decided");
  });

  it("numbers the messages of each thread in the order in which they were wanted", async () => {
    const asked = [1, 2, 3, 4, 5].flatMap((n) => [
      want(aMessage({ key: `a${n}` })),
      want(aMessage({ key: `b${n}`, threadTs: "7.7" })),
    ]);
    await Promise.all(asked);

    const found = await Outbox.find().sort({ lane: 1, order: 1 }).lean();
    expect(found.map(({ key, order }) => `${key}:${order}`).join(" ")).toBe(
      "a1:1 a2:2 a3:3 a4:4 a5:5 b1:1 b2:2 b3:3 b4:4 b5:5",
    );
  });

  it("gives one thread one name: its first message", async () => {
    await want(aMessage());
    await Outbox.updateOne({}, { ts: "5.5" });
    await want(aMessage({ key: "reply", parentKey: "run:r1" }));

    await want(aMessage({ key: "by ts", threadTs: "5.5" }));
    await want(aMessage({ key: "to a reply", parentKey: "reply" }));
    await want(aMessage({ key: "elsewhere", threadTs: "6.6" }));
    await want(aMessage({ key: "too early", parentKey: "not there yet" }));

    const lanes = await Outbox.find().sort({ _id: 1 }).lean();
    expect(lanes.map(({ lane, order }) => `${lane} ${order}`)).toEqual([
      "C1/ 1",
      "C1/run:r1 1",
      "C1/run:r1 2",
      "C1/run:r1 3",
      "C1/6.6 1",
      "C1/not there yet 1",
    ]);
  });

  it("calls back after it was stored, until nobody listens", async () => {
    const called = vi.fn();
    const stop = onWanted(called);
    await want(aMessage());
    stop();
    await want(aMessage({ text: "again" }));

    expect(called).toHaveBeenCalledTimes(1);
  });
});
