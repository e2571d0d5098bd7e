import { describe, expect, it } from "vitest";
import { Labels } from "../../models/dataset.ts";
import { type Gate, theGate } from "../../models/gate.ts";
import { Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, aTruth, ben, rita, team, theDraft } from "../support/gates.ts";
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

describe("a storm of Approve, Edit and Reject by three people at once", () => {
  const people = [anna, ben, rita];

  /** Everybody opens the form behind Edit or Reject, then all submit and all press at the same moment. */
  async function storm(gate: Gate, seed: number) {
    const card = await bot.card(gate);
    const opened = people.map((user, n) =>
      bot.slack.as(user).presses(card, { text: (n + seed) % 2 ? "Edit" : "Reject", stale: true }),
    );
    await Promise.all((await Promise.all(opened)).map((press) => press.view()));
    const submits = people.map((user, n) =>
      bot.slack.as(user).submits((n + seed) % 2 ? { team: `${user}'s` } : { "In your words": `${user} says no` }),
    );
    const presses = Array.from({ length: 12 }, (_, n) =>
      bot.slack.as(people[n % 3] ?? anna).presses(card, { text: "Approve", stale: true }),
    );
    await Promise.all([...submits, ...presses]);
  }

  it.each([0, 1, 2, 3, 4])(
    "leaves one terminal state, one decision, one effect, and a card that agrees (%i)",
    async (seed) => {
      const { gate, draft } = await aTruth(await aProgram({ approvers: people }), { requestedBy: "U0OTHER" });

      await storm(gate, seed);
      const after = await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");

      const approved = after.status === "approved";
      const shown = after.revisions.find(({ n }) => n === after.decision?.revision);
      expect(["approved", "rejected"]).toContain(after.status);
      expect(after.decision).toMatchObject({ outcome: after.status, digest: shown?.digest, revision: after.revision });
      expect(after.moves.filter(({ to }) => to !== "open")).toHaveLength(1);
      expect((await bot.audit()).filter(({ kind }) => kind === "decision")).toMatchObject([
        { by: after.decision?.by.join(), body: { outcome: after.status, revision: after.revision } },
      ]);
      expect(await Labels.find().lean()).toMatchObject(approved ? [{ label: shown?.label, gate: gate._id }] : []);
      expect(await theDraft(draft._id)).toMatchObject({ status: approved ? "labelled" : "rejected" });
      expect(await bot.reads(gate)).toMatch(approved ? /Approved.* by @/ : /Rejected.* by @/);
      expect(await bot.reads(gate)).not.toContain("[ Approve ]");
    },
  );

  it.each([0, 1, 2])("on a promotion card never ships what was not approved as it stood (%i)", async (seed) => {
    const ground = await aProgram({ approvers: people });
    const { gate } = await aPromotion(ground, { requestedBy: "U0OTHER" });
    const card = await bot.card(gate);
    const edits = [anna, ben].map((user) => bot.slack.as(user).presses(card, { text: "Edit", stale: true }));
    await Promise.all((await Promise.all(edits)).map((press) => press.view()));
    const reject = await bot.slack.as(rita).presses(card, { text: "Reject", stale: true });
    await reject.view();

    const acts = [
      () => bot.slack.as(anna).submits({ Note: "anna's note" }),
      () => bot.slack.as(ben).submits({ Note: "ben's note" }),
      () => bot.slack.as(rita).submits({ Reason: "no" }),
      ...people.map((user) => () => bot.slack.as(user).presses(card, { text: "Approve", stale: true })),
    ];
    await Promise.all([...acts.slice(seed * 2), ...acts.slice(0, seed * 2)].map((act) => act()));
    await bot.quiet();

    const after = await theGate(gate._id);
    const deployed = await Runs.find({ team, "steps.kind": "deploy" }).lean();
    expect(deployed).toHaveLength(after.status === "approved" ? 1 : 0);
    expect((await bot.audit()).filter(({ kind }) => kind === "decision")).toHaveLength(after.decision ? 1 : 0);
    if (after.decision) expect(after.decision.revision).toBe(after.revision);
    if (after.status === "approved" && after.lastEditor) expect(after.decision?.by).not.toEqual([after.lastEditor]);
    expect(after.revisions.map(({ n }) => n)).toEqual(after.revisions.map((_, index) => index + 1));
    const words = { approved: /Approved/, rejected: /Rejected/, open: /\[ Approve \]/ };
    expect(await bot.reads(gate)).toMatch(words[after.status as keyof typeof words]);
  });
});
