import { describe, expect, it } from "vitest";
import { Labels } from "../../models/dataset.ts";
import { approve, expireGates, reject, revise } from "../../models/decide.ts";
import { type Gate, theGate } from "../../models/gate.ts";
import { Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, aTruth, ben, team, theDraft } from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

const day = 86_400_000;

async function press(gate: Gate, text = "Approve") {
  return bot.slack.as(anna).presses(await bot.card(gate), { text, stale: true });
}

const deployRuns = () => Runs.countDocuments({ team, "steps.kind": "deploy" });

describe("an expired question", () => {
  it.each(["Approve", "Edit", "Reject"])(
    "is refused at %s by the server's clock, before anybody closed it",
    async (text) => {
      const { gate } = await aPromotion(await aProgram());
      bot.ahead = day + 1_000;

      const told = await (await press(gate, text)).ephemeral();

      expect(bot.slack.render(told)).toContain("It has expired, and nothing follows from an expired question");
      expect(await theGate(gate._id)).toMatchObject({ status: "open", votes: [], decision: null, revision: 1 });
      expect(await deployRuns()).toBe(0);
    },
  );

  it("is refused at the submit of a form that was opened in time", async () => {
    const { gate } = await aTruth(await aProgram());
    await (await press(gate, "Edit")).view();
    bot.ahead = day + 1_000;

    const submitted = await bot.slack.as(anna).submits({ team: "sales" });

    expect(Object.values(submitted.errors ?? {})).toEqual([expect.stringContaining("It has expired")]);
    expect(await Labels.countDocuments()).toBe(0);
  });

  it("ships nothing: the card is rewritten, the buttons are gone, and no click brings it back, whatever the clock", async () => {
    const { gate } = await aPromotion(await aProgram());
    await bot.card(gate);
    bot.ahead = day + 1_000;
    await bot.reconciler().round();

    bot.ahead = 0;
    const told = await (await press(gate)).ephemeral();

    expect(bot.slack.render(told)).toContain("It has expired");
    expect(await theGate(gate._id)).toMatchObject({ status: "expired", decision: null, effect: { status: "done" } });
    expect(await bot.reads(gate)).toMatch(/Expired/);
    expect(await bot.reads(gate)).not.toContain("[ Approve ]");
    expect(await deployRuns()).toBe(0);
    expect(await bot.audit()).toEqual([]);
  });

  it("about a label puts its draft back into the queue", async () => {
    const ground = await aProgram();
    const { gate, draft } = await aTruth(ground);
    await bot.card(gate);
    bot.ahead = day + 1_000;

    await bot.reconciler().round();

    expect(await theDraft(draft._id)).toMatchObject({ status: "drafted", gate: null });
    expect(await theGate(gate._id)).toMatchObject({ status: "expired", effect: { status: "done" } });
    expect(await bot.reads(gate)).toMatch(/Expired/);
    expect(await Labels.countDocuments()).toBe(0);
  });

  it("that is not over yet survives the reconciler, and can be approved a second before its end", async () => {
    const { gate } = await aTruth(await aProgram());
    bot.ahead = day - 5_000;
    await bot.reconciler().round();

    await press(gate);

    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");
    expect(await Labels.countDocuments()).toBe(1);
  });
});

describe("at the very moment of its end", () => {
  const next = { parts: {}, digest: "d", label: null, release: null, comparison: null, note: null };

  it.each<[string, (gate: Gate) => Promise<Gate | null>]>([
    ["an approval", (gate) => approve(gate, anna, [anna], gate.expiresAt)],
    ["a rejection", (gate) => reject(gate, anna, "no", gate.expiresAt)],
    ["an edit", (gate) => revise(gate, next, anna, gate.expiresAt, { approve: false, why: "edited" })],
  ])("%s is too late", async (_what, act) => {
    const { gate } = await aPromotion(await aProgram());

    expect(await act(gate)).toBeNull();
    expect(await theGate(gate._id)).toMatchObject({ status: "open", revision: 1, votes: [] });
  });

  it("approvals just in time and the closing of the question have one outcome, ten times over", async () => {
    const ground = await aProgram();
    for (let n = 0; n < 10; n++) {
      const { gate } = await aTruth(ground);
      const inTime = new Date(gate.expiresAt.getTime() - 1);

      const [byAnna, byBen, ended] = await Promise.all([
        approve(gate, anna, [anna, ben], inTime),
        approve(gate, ben, [anna, ben], inTime),
        expireGates(gate.expiresAt),
      ]);

      const outcomes = [byAnna, byBen, ended.find(({ _id }) => _id === gate._id)].filter(Boolean);
      const after = await theGate(gate._id);
      expect(outcomes).toHaveLength(1);
      expect(after.moves.filter(({ to }) => to !== "open")).toHaveLength(1);
      expect(after.status === "expired").toBe(after.decision === null);
    }
  });
});
