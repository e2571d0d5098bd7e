import { describe, expect, it } from "vitest";
import { hashOf } from "../../models/canonical.ts";
import { Labels } from "../../models/dataset.ts";
import { digestOf, truthParts } from "../../models/evidence.ts";
import { type Gate, Gates, theGate } from "../../models/gate.ts";
import { Outbox } from "../../models/outbox.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aTruth, ben, drafted, nowSays, rita, theDraft } from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

const tags = (value: unknown) => JSON.stringify(value);

/** Opens the form behind a button of the gate's card. */
async function open(gate: Gate, button: "Edit" | "Reject", user: string = anna) {
  const press = await bot.slack.as(user).presses(await bot.card(gate), { text: button });
  return press.view();
}

describe("Approve on a truth card", () => {
  it("stores the drafted label once, and the card says who, when and what follows", async () => {
    const { gate, draft } = await aTruth(await aProgram());

    await bot.slack.as(anna).presses(await bot.card(gate), { text: "Approve" });
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");

    expect(await Labels.find().lean()).toMatchObject([
      { key: draft.key, label: drafted, labelHash: hashOf(drafted), source: "review", gate: gate._id, by: anna },
    ]);
    expect(await theDraft(draft._id)).toMatchObject({ status: "labelled" });
    const card = await bot.reads(gate);
    expect(card).toMatch(/Approved.* by @Anna/);
    expect(card).toContain("The label is stored and goes into dataset v2");
    expect(card).not.toContain("[ Approve ]");
    expect(await bot.slack.as(anna).ephemerals()).toEqual([]);
  });
});

describe("Edit on a truth card", () => {
  it("shows the label prefilled, one box per field: a text, a menu, a list with an item a line", async () => {
    const { gate, draft } = await aTruth(await aProgram());

    const view = await open(gate, "Edit");

    expect(bot.slack.renderView(view)).toMatch(/\[ billing \][\s\S]*\[ refund \][\s\S]*\[ money\s+│\s+angry \]/);
    expect(bot.slack.renderView(view)).toContain(String(draft.inputs.ticket));
    expect(view.submit).toMatchObject({ text: "Save and approve" });
  });

  it.each<[string, Record<string, string>, string, RegExp]>([
    ["JSON that is none", { tags: `["money"` }, "label:tags", /not JSON/],
    ["an item of the wrong type", { tags: "[1]" }, "label:tags", /^tags, item 1 has to be a text, not 1$/],
    ["a value of the wrong type", { tags: `{"money": 1}` }, "label:tags", /^tags has to be a list/],
  ])("answers %s at its field, and keeps the form", async (_what, typed, field, words) => {
    const { gate } = await aTruth(await aProgram());
    await open(gate, "Edit");

    const submitted = await bot.slack.as(anna).submits(typed);

    expect(submitted.errors).toEqual({ [field]: expect.stringMatching(words) });
    expect(await bot.slack.as(anna).view()).toBeDefined();
    expect(await theGate(gate._id)).toMatchObject({ status: "open", revision: 1, votes: [] });
    expect(await Labels.countDocuments()).toBe(0);
  });

  it("saves and approves in one submit: revision 2 with this person's vote, and the edited label is the one stored", async () => {
    const { gate, draft } = await aTruth(await aProgram());
    await open(gate, "Edit");

    const submitted = await bot.slack.as(anna).submits({ team: "sales", tags: tags(["money"]) });
    const after = await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");

    const edited = { team: "sales", tag: "refund", tags: ["money"] };
    expect(submitted.errors).toBeUndefined();
    expect(await bot.slack.as(anna).view()).toBeUndefined();
    expect(after).toMatchObject({ status: "approved", revision: 2, lastEditor: anna });
    expect(after.votes).toMatchObject([{ user: anna, revision: 2 }]);
    expect(after.revisions).toMatchObject([
      { n: 1, label: drafted },
      { n: 2, label: edited, by: anna },
    ]);
    expect(after.decision).toMatchObject({ revision: 2, digest: after.revisions[1]?.digest, by: [anna] });
    expect(after.revisions[1]?.digest).not.toBe(after.revisions[0]?.digest);
    expect(await Labels.find().lean()).toMatchObject([
      { key: draft.key, label: edited, labelHash: hashOf(edited), by: anna },
    ]);
    expect(await bot.audit()).toMatchObject([
      { kind: "decision", body: { revision: 2, evidence: after.decision?.digest } },
    ]);
    expect(await bot.reads(gate)).toMatch(/Label as edited by @Anna[\s\S]*Approved.* by @Anna/);
  });

  it("is a plain approval of revision 1 when nothing was changed", async () => {
    const { gate } = await aTruth(await aProgram());
    await open(gate, "Edit");

    await bot.slack.as(anna).submits({});
    const after = await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");

    expect(after).toMatchObject({ status: "approved", revision: 1, lastEditor: null });
    expect(after.revisions).toHaveLength(1);
    expect(await Labels.find().lean()).toMatchObject([{ label: drafted }]);
  });

  it("of two people at once lets one win; the other reads who was faster, and keeps what they typed", async () => {
    const { gate } = await aTruth(await aProgram());
    await open(gate, "Edit", anna);
    await open(gate, "Edit", ben);

    const [byAnna, byBen] = await Promise.all([
      bot.slack.as(anna).submits({ team: "anna's" }),
      bot.slack.as(ben).submits({ team: "ben's" }),
    ]);
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");

    const annaWon = byAnna.errors === undefined;
    const [winner, loser] = annaWon ? [anna, ben] : [ben, anna];
    const told = Object.values((annaWon ? byBen : byAnna).errors ?? {}).join();
    expect(told).toMatch(new RegExp(`It was approved by ${winner} at \\d\\d:\\d\\d:\\d\\d UTC`));
    expect((await bot.slack.as(loser).view())?.state).toMatchObject({
      values: { "label:team": { label: { value: annaWon ? "ben's" : "anna's" } } },
    });
    expect(await Labels.find().lean()).toMatchObject([{ label: { team: annaWon ? "anna's" : "ben's" }, by: winner }]);
  });

  it("of somebody who left the list while the form was open is refused at the submit", async () => {
    const { gate } = await aTruth(await aProgram());
    await open(gate, "Edit");
    await nowSays({ approvers: [ben] });

    const submitted = await bot.slack.as(anna).submits({ team: "sales" });

    expect(Object.values(submitted.errors ?? {})).toEqual([expect.stringContaining("not on the list of approvers")]);
    expect(await theGate(gate._id)).toMatchObject({ status: "open", revision: 1 });
  });

  it("says so when the label is longer than Slack's box, instead of cutting it", async () => {
    const label = { ...drafted, team: "x".repeat(3_001) };
    const { gate, draft } = await aTruth(await aProgram());
    const parts = await truthParts(draft._id, label);
    await Gates.updateOne(
      { _id: gate._id },
      { $set: { "revisions.0.label": label, "revisions.0.parts": parts, "revisions.0.digest": digestOf(parts) } },
    );

    const press = await bot.slack.as(anna).presses(await bot.card(gate), { text: "Edit" });

    expect(bot.slack.render(await press.ephemeral())).toContain("“team” is longer than 3000 characters");
  });
});

describe("Reject on a truth card", () => {
  it.each([
    ["no label", "This input should have no label", "", "no label"],
    ["cannot tell", "Cannot tell: the input does not say enough", "no amount named", "cannot tell: no amount named"],
  ])("with “%s” stores no label, remembers the input, and keeps the reason", async (_kind, choice, words, reason) => {
    const { gate, draft } = await aTruth(await aProgram());
    await open(gate, "Reject");

    await bot.slack.as(ben).presses(await bot.card(gate), { text: "Edit" });
    await bot.slack.as(anna).submits({ "Why?": choice, ...(words && { "In your words": words }) });
    const after = await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");

    expect(after).toMatchObject({ status: "rejected", decision: { outcome: "rejected", by: [anna], reason } });
    expect(await theDraft(draft._id)).toMatchObject({ status: "rejected" });
    expect(await Labels.countDocuments()).toBe(0);
    expect(await bot.audit()).toMatchObject([{ kind: "decision", by: anna, body: { outcome: "rejected", reason } }]);
    const card = await bot.reads(gate);
    expect(card).toMatch(new RegExp(`Rejected.* by @Anna .*${reason}`, "i"));
    expect(card).toContain("No label was stored");
  });
});

it("a review's requester may approve its labels, unless the policy bars it", async () => {
  await aProgram({ approvers: [anna, rita], policy: { "truth.self_approval": false } });
  const { gate } = await aTruth({} as never, { requestedBy: rita });
  await open(gate, "Edit", rita);

  const submitted = await bot.slack.as(rita).submits({ team: "sales" });

  expect(Object.values(submitted.errors ?? {})).toEqual([expect.stringContaining("someone else has to approve it")]);
  expect(await theGate(gate._id)).toMatchObject({ status: "open", revision: 1 });
  expect(await Outbox.countDocuments({ key: `gate:${gate._id}` })).toBe(1);
});
