import { Types } from "mongoose";
import { describe, expect, it } from "vitest";
import { dueMessages, type Waiting } from "../../models/outbox/due.ts";

const now = 1_000_000;

function waiting(key: string, change: Partial<Waiting> = {}): Waiting {
  const none = { parentKey: null, threadTs: null, ts: null, lease: null };
  const base = { _id: new Types.ObjectId(), key, channel: "C1", lane: "C1/", order: Number(key.slice(1)), ...none };
  return { ...base, notBefore: new Date(0), ...change };
}

const leased = { lease: { owner: "other", until: new Date(now + 300) } };
const later = { notBefore: new Date(now + 500) };
const reply = { lane: "C1/m1", parentKey: "m1" };
const posted = { ts: "1.1" };

describe("which messages are to be sent now", () => {
  it.each<[string, Waiting[], string[], number | null]>([
    ["of one thread only the first", [waiting("m1"), waiting("m2"), waiting("m3")], ["m1"], null],
    ["none while the first is being sent", [waiting("m1", leased), waiting("m2")], [], now + 300],
    ["none while the first has to wait", [waiting("m1", later), waiting("m2")], [], now + 500],
    [
      "again the first when its sender is gone",
      [waiting("m1", { lease: { owner: "x", until: new Date(now) } })],
      ["m1"],
      null,
    ],
    ["one of each thread", [waiting("m1"), waiting("m2", { lane: "C1/7.7", threadTs: "7.7" })], ["m1", "m2"], null],
    ["no reply before its parent", [waiting("m1"), waiting("m2", reply)], ["m1"], null],
    ["no reply to what does not exist", [waiting("m2", { lane: "C1/m9", parentKey: "m9" })], [], null],
    ["a reply once its parent stands", [waiting("m2", { lane: "C1/p", parentKey: "p" })], ["m2"], null],
    [
      "every edit, whatever waits before it",
      [waiting("m1", later), waiting("m2", posted), waiting("m3", posted)],
      ["m2", "m3"],
      now + 500,
    ],
    ["no edit before its time", [waiting("m1", { ...posted, ...later })], [], now + 500],
    ["nothing for a limited channel", [waiting("m1", { channel: "CLIMITED" })], [], now + 900],
    ["edits in a channel where posts are limited", [waiting("m1", { channel: "CLIMITED", ...posted })], ["m1"], null],
    ["nothing when nothing waits", [], [], null],
  ])("%s", (_rule, messages, ready, wakeAt) => {
    const parents = new Map([
      ["p", "5.5"],
      ["m1", null],
    ]);
    const pausedUntil = ({ channel, ts }: Waiting) => (channel === "CLIMITED" && ts === null ? now + 900 : 0);

    const due = dueMessages(messages, parents, now, pausedUntil);

    expect(due.ready.map(({ key }) => key)).toEqual(ready);
    expect(due.wakeAt).toBe(wakeAt);
  });
});
