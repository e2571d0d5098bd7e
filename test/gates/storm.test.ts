import { describe, expect, it } from "vitest";
import { Labels } from "../../models/dataset.ts";
import { theGate } from "../../models/gate.ts";
import { Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, aTruth, ben, team, theDraft } from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

const clicks = 50;
const toldWhoAndWhen = /It was approved by @(Anna|Ben) at \d\d:\d\d:\d\d UTC/;

async function approveAtOnce(id: string): Promise<void> {
  const card = await bot.card({ _id: id });
  const press = (n: number) => bot.slack.as(n % 2 ? anna : ben).presses(card, { text: "Approve", stale: true });
  const pressed = await Promise.all(Array.from({ length: clicks }, (_, n) => press(n)));
  expect(pressed.filter(({ ok }) => !ok)).toEqual([]);
}

describe("fifty clicks on Approve by two people at once", () => {
  it("on a promotion card are one decision, one audit record and one deployment; the other 49 are told who and when", async () => {
    const { gate } = await aPromotion(await aProgram());

    await approveAtOnce(gate._id);
    const told = await bot.slack.waitFor(async (slack) => {
      const all = await slack.ephemerals();
      return all.length === clicks - 1 && all.map((one) => slack.render(one));
    });
    const after = await bot.gateWhen(gate._id, ({ effect }) => effect.status === "applying");

    expect(told.filter((words) => !toldWhoAndWhen.test(words))).toEqual([]);
    expect(after).toMatchObject({ status: "approved", revision: 1, decision: { outcome: "approved" } });
    expect(after.votes).toHaveLength(1);
    expect(after.decision?.by).toEqual([after.votes[0]?.user]);
    expect(await bot.audit()).toMatchObject([
      { kind: "decision", by: after.votes[0]?.user, key: `decision-${gate._id}` },
    ]);
    const deploys = await Runs.find({ team, "steps.kind": "deploy" }).lean();
    expect(deploys).toMatchObject([{ status: "queued", requestedBy: after.votes[0]?.user }]);
  });

  it("on a truth card are one decision, one audit record and one label; the other 49 are told who and when", async () => {
    const { gate, draft } = await aTruth(await aProgram());

    await approveAtOnce(gate._id);
    const told = await bot.slack.waitFor(async (slack) => {
      const all = await slack.ephemerals();
      return all.length === clicks - 1 && all.map((one) => slack.render(one));
    });
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");

    expect(told.filter((words) => !toldWhoAndWhen.test(words))).toEqual([]);
    expect(await bot.audit()).toMatchObject([{ kind: "decision", key: `decision-${gate._id}` }]);
    expect(await Labels.find().lean()).toMatchObject([{ key: draft.key, label: draft.label, gate: gate._id }]);
    expect(await theDraft(draft._id)).toMatchObject({ status: "labelled" });
    expect(await bot.reads(gate)).toContain("Approved");
    expect(await theGate(gate._id)).toMatchObject({ status: "approved" });
  });
});
