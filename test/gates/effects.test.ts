import { describe, expect, it } from "vitest";
import { completeEffect } from "../../jobs/gates/effect.ts";
import { jobId } from "../../jobs/queue.ts";
import { type Label, Labels } from "../../models/dataset.ts";
import { approve, expireGates, reject, revise, supersede } from "../../models/decide.ts";
import { digestOf, truthParts } from "../../models/evidence.ts";
import { type Gate, Gates, theGate } from "../../models/gate.ts";
import { type Run, Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, aTruth, drafted, team, theDraft } from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

const labels = (): Promise<Label[]> => Labels.find().lean<Label[]>().exec();
const deployRuns = (): Promise<Run[]> => Runs.find({ team, "steps.kind": "deploy" }).lean<Run[]>().exec();
const later = () => new Date(Date.now() + 2 * 86_400_000);

/** The bot died here: nothing but the decision's own write was made. */
async function decided(gate: Gate, how: "approve" | "reject" | "edit" | "expire" | "supersede"): Promise<Gate> {
  switch (how) {
    case "approve":
      return must(await approve(gate, anna, [anna], new Date()));
    case "reject":
      return must(await reject(gate, anna, "cannot tell", new Date()));
    case "edit": {
      const label = { ...drafted, team: "sales" };
      const parts = await truthParts(gate.draft ?? "", label);
      const next = { parts, digest: digestOf(parts), label, release: null, comparison: null, note: null };
      return must(await revise(gate, next, anna, new Date(), { approve: true, why: "edited" }));
    }
    case "expire":
      return must((await expireGates(later()))[0]);
    case "supersede":
      return must(await supersede(gate, "its ground is gone", new Date()));
  }
}

function must(gate: Gate | null | undefined): Gate {
  if (!gate) throw new Error("the gate was not decided");
  return gate;
}

/** Two processes find the decision at the same time, and go over it again and again. */
/** They look when whoever decided would long have done it. */
async function twoReconcilers(): Promise<void> {
  bot.ahead = 2_000;
  const both = [bot.reconciler(), bot.reconciler()];
  await Promise.all(both.map((one) => one.round()));
  await Promise.all(both.map((one) => one.round()));
}

type Left = "labelled" | "rejected" | "drafted";

describe("when the bot died right after a decision, two reconcilers at once complete what follows, once", () => {
  it.each<["approve" | "edit" | "reject" | "expire" | "supersede", Left, object[], number, RegExp]>([
    ["approve", "labelled", [{ label: drafted, by: anna }], 1, /Approved.* by @Anna[\s\S]*The label is stored/],
    ["edit", "labelled", [{ label: { ...drafted, team: "sales" } }], 1, /edited by @Anna[\s\S]*The label is stored/],
    ["reject", "rejected", [], 1, /Rejected.* by @Anna[\s\S]*No label was stored/],
    ["expire", "drafted", [], 0, /Expired/],
    ["supersede", "drafted", [], 0, /Taken back.*: its ground is gone/],
  ])("truth, %s: the draft is %s", async (how, status, stored, audited, card) => {
    const { gate, draft } = await aTruth(await aProgram());
    await bot.card(gate);
    await decided(gate, how);

    await twoReconcilers();

    expect(await theGate(gate._id)).toMatchObject({ effect: { status: "done", audited: audited === 1 } });
    expect(await labels()).toMatchObject(stored);
    expect(await labels()).toHaveLength(stored.length);
    expect(await theDraft(draft._id)).toMatchObject({ status, gate: status === "drafted" ? null : gate._id });
    expect((await bot.audit()).map(({ kind, key }) => [kind, key])).toEqual(
      audited ? [["decision", `decision-${gate._id}`]] : [],
    );
    expect(await bot.reads(gate)).toMatch(card);
    expect(await bot.reads(gate)).not.toContain("[ Approve ]");
  });

  it("and leave what was decided a moment ago to whoever decided it", async () => {
    const { gate } = await aTruth(await aProgram());
    await decided(gate, "approve");

    await bot.reconciler().round();

    expect(await theGate(gate._id)).toMatchObject({
      status: "approved",
      effect: { status: "pending", audited: false },
    });
  });

  it("promotion, approve: one run, one job, one audit record", async () => {
    const { gate } = await aPromotion(await aProgram());
    await bot.card(gate);
    await decided(gate, "approve");

    await twoReconcilers();

    const runs = await deployRuns();
    expect(runs).toMatchObject([{ status: "queued", requestedBy: anna, steps: [{ params: { gate: gate._id } }] }]);
    expect(await bot.queue().getJobCounts("waiting", "active", "completed")).toMatchObject({ waiting: 1, active: 0 });
    expect(await bot.queue().getJob(jobId(runs[0] as Run, 0, 0))).toBeDefined();
    expect(await theGate(gate._id)).toMatchObject({ effect: { status: "applying", audited: true } });
    expect(await bot.audit()).toHaveLength(1);
    expect(await bot.reads(gate)).toMatch(/Approved.* by @Anna/);
  });

  it.each(["reject", "expire", "supersede"] as const)("promotion, %s: production stays as it is", async (how) => {
    const { gate } = await aPromotion(await aProgram());
    await bot.card(gate);
    await decided(gate, how);

    await twoReconcilers();

    expect(await deployRuns()).toEqual([]);
    expect(await theGate(gate._id)).toMatchObject({ effect: { status: "done" } });
    expect(await bot.audit()).toHaveLength(how === "reject" ? 1 : 0);
    expect(await bot.reads(gate)).not.toContain("[ Approve ]");
  });
});

describe("what follows is done once, wherever it was interrupted", () => {
  it.each<[string, (gate: Gate) => Promise<unknown>]>([
    ["before anything", async () => undefined],
    [
      "after the audit record, before its mark",
      (gate) => Gates.updateOne({ _id: gate._id }, { "effect.audited": false }),
    ],
    ["after the label, before its mark", (gate) => Gates.updateOne({ _id: gate._id }, { "effect.status": "pending" })],
  ])("truth: %s", async (_where, undo) => {
    const { gate } = await aTruth(await aProgram());
    const after = await decided(gate, "approve");
    await completeEffect(bot.deps, after);
    const [first] = await labels();
    await undo(after);

    await twoReconcilers();

    expect(await labels()).toEqual([first]);
    expect(await bot.audit()).toHaveLength(1);
    expect(await theGate(gate._id)).toMatchObject({ effect: { status: "done" } });
  });

  it("promotion: after the run was made, before the card says so", async () => {
    const { gate } = await aPromotion(await aProgram());
    const after = await decided(gate, "approve");
    await completeEffect(bot.deps, after);
    await Gates.updateOne({ _id: gate._id }, { "effect.status": "pending" });

    await twoReconcilers();

    expect(await deployRuns()).toHaveLength(1);
    expect(await bot.audit()).toHaveLength(1);
    expect(await theGate(gate._id)).toMatchObject({ effect: { status: "applying" } });
  });

  it("ten processes at once complete one decision once", async () => {
    const { gate } = await aTruth(await aProgram());
    const after = await decided(gate, "approve");

    await Promise.all(Array.from({ length: 10 }, () => completeEffect(bot.deps, after)));

    expect(await labels()).toHaveLength(1);
    expect(await bot.audit()).toHaveLength(1);
    expect((await theGate(gate._id)).effect).toMatchObject({ status: "done", audited: true });
  });
});

describe("evidence is checked again at the effect of a truth gate", () => {
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ["the label", () => Gates.updateMany({}, { $set: { "revisions.0.label.team": "sales" } }), /recorded label is not/],
    [
      "the digest",
      () => Gates.updateMany({}, { $set: { "revisions.0.digest": "f".repeat(64) } }),
      /what was approved is not/,
    ],
  ])("no label is stored when somebody changed %s after the decision", async (_what, change, words) => {
    const { gate, draft } = await aTruth(await aProgram());
    await decided(gate, "approve");
    await change();

    await twoReconcilers();

    expect(await labels()).toEqual([]);
    expect((await theGate(gate._id)).effect).toMatchObject({ status: "failed", detail: expect.stringMatching(words) });
    expect(await theDraft(draft._id)).toMatchObject({ status: "drafted", gate: null });
    expect(await bot.reads(gate)).toMatch(words);
    expect((await bot.audit()).map(({ kind, by }) => [kind, by])).toEqual([
      ["decision", anna],
      ["refusal", "helix"],
    ]);
  });
});
