import mongoose from "mongoose";
import { describe, expect, it } from "vitest";
import { handled, receive, unhandled } from "../../models/inbox.ts";
import { useDatabase } from "../support/database.ts";

useDatabase();

const aDelivery = { team: "T1", id: "Ev1", kind: "app_mention", at: new Date() };

describe("receiving what Slack delivers", () => {
  it("is true the first time only, also when it is delivered fifty times at once", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => receive(aDelivery)));

    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await receive(aDelivery)).toBe(false);
  });

  it.each([
    ["another event", { id: "Ev2" }, true],
    ["the same id in another team", { team: "T2" }, true],
    ["the same id as another kind, as a mention is also a message", { kind: "message" }, false],
  ])("tells %s apart", async (_what, change, isNew) => {
    await receive(aDelivery);

    expect(await receive({ ...aDelivery, ...change })).toBe(isNew);
  });

  it("forgets after a day", async () => {
    const indexes = await mongoose.connection.collection("inbox").indexes();

    expect(indexes).toContainEqual(expect.objectContaining({ key: { at: 1 }, expireAfterSeconds: 86_400 }));
  });

  it("throws when it cannot tell", async () => {
    await expect(receive({ ...aDelivery, id: "" })).rejects.toThrow("`id` is required");
  });
});

describe("what was received and never done", () => {
  const at = new Date("2026-11-25T10:00:00Z");
  const said = (id: string, payload: Record<string, unknown> | null) => ({ team: "T1", id, kind: "said", at, payload });

  it("is found again at the next start, oldest first, unless it was handled or carries nothing to act on", async () => {
    await receive({ ...said("C1:3", { text: "later" }), at: new Date(at.getTime() + 1) });
    await receive(said("C1:1", { text: "run it" }));
    await receive(said("C1:2", { text: "done" }));
    await receive(said("C1:4", null));
    await handled({ team: "T1", id: "C1:2" }, at);

    const found = await unhandled("T1", "said", new Date(at.getTime() - 1));

    expect(found.map(({ payload }) => payload?.text)).toEqual(["run it", "later"]);
  });

  it("is let go when it is old", async () => {
    await receive(said("C1:1", { text: "run it" }));

    expect(await unhandled("T1", "said", new Date(at.getTime() + 1))).toEqual([]);
  });
});
