import mongoose from "mongoose";
import { describe, expect, it } from "vitest";
import { receive } from "../../models/inbox.ts";
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
