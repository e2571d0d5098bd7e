import { describe, expect, it } from "vitest";
import { approveId, editId, rejectId } from "../../blocks/gate.ts";
import { cancelId } from "../../blocks/run/buttons.ts";
import { Labels } from "../../models/dataset.ts";
import { type Gate, theGate } from "../../models/gate.ts";
import { Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, aTruth, ben, channel, guest, nowSays, rita } from "../support/gates.ts";
import { asForm, clickPayload, useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

const value = ({ _id, revision }: Pick<Gate, "_id" | "revision">) => `${_id}|${revision}`;

/** Everything about a gate that a refused click must leave alone. */
async function stateOf({ _id }: Pick<Gate, "_id">) {
  const { status, revision, revisions, votes, decision, effect, moves } = await theGate(_id);
  return { status, revision, revisions, votes, decision, effect, moves };
}

describe("a refused click changes nothing, is answered once, and stands in the audit once", () => {
  it.each<[string, string, string, RegExp]>([
    ["the requester", rita, "requester", /You asked for it yourself, and someone else has to approve it/],
    ["somebody who is not on the list", guest, "approver", /You are not on the list of approvers for this program/],
    ["somebody who was taken off the list", ben, "approver", /You are not on the list/],
  ])("%s, ten times", async (_who, user, code, words) => {
    await bot.slack.setPeople({ channels: [{ id: channel, members: [anna, ben, rita, guest, "U0HELIX"] }] });
    const { gate } = await aPromotion(await aProgram({ approvers: [anna, ben, rita] }));
    const card = await bot.card(gate);
    await nowSays({ approvers: [anna, rita] });
    const before = await stateOf(gate);

    const press = () => bot.slack.as(user).presses(card, { text: "Approve", stale: true });
    await Promise.all(Array.from({ length: 10 }, press));
    const told = await bot.slack.waitFor(async (slack) => {
      const all = await slack.ephemerals(user);
      return all.length === 10 && all.map((one) => slack.render(one));
    });

    expect(told.filter((said) => !words.test(said))).toEqual([]);
    expect(await stateOf(gate)).toEqual(before);
    expect(await bot.audit()).toMatchObject([
      { kind: "refusal", by: user, body: { gate: gate._id, code, action: "approve", revision: 1 } },
    ]);
  });

  it("a question that is decided already, or approved by this person already, is told and not audited", async () => {
    const { gate } = await aPromotion(await aProgram({ policy: { "promotion.quorum": 2 } }), { quorum: 2 });
    const card = await bot.card(gate);
    const press = (user: string) => bot.slack.as(user).presses(card, { text: "Approve", stale: true });
    await press(anna);
    await bot.gateWhen(gate._id, ({ votes }) => votes.length === 1);

    const again = await (await press(anna)).ephemeral();
    await press(ben);
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "applying");
    const late = await (await press(ben)).ephemeral();

    expect(bot.slack.render(again)).toContain("You have approved it already");
    expect(bot.slack.render(late)).toMatch(/It was approved by @Anna and @Ben at \d\d:\d\d:\d\d UTC/);
    expect((await bot.audit()).map(({ kind }) => kind)).toEqual(["decision"]);
  });

  it("a card of an older revision is told which revision is the current one", async () => {
    const { gate } = await aPromotion(await aProgram());
    const card = await bot.card(gate);
    await (await bot.slack.as(anna).presses(card, { text: "Edit" })).view();
    await bot.slack.as(anna).submits({ Note: "watch it" });

    await bot.clicks({ user: ben, actionId: approveId, value: `${gate._id}|1`, ...card });

    const told = await bot.slack.waitFor("This card shows revision 1, and the question is now at revision 2");
    expect(told.user).toBe(ben);
    expect(await theGate(gate._id)).toMatchObject({ status: "open", revision: 2, votes: [] });
  });
});

describe("a button that Slack signed but Helix never posted there", () => {
  const odd: [string, (gate: Gate, other: Gate) => Partial<Parameters<typeof bot.clicks>[0]>, RegExp, string | null][] =
    [
      [
        "of another gate, on this card",
        (_gate, other) => ({ value: value(other) }),
        /not the card that was posted/,
        "place",
      ],
      [
        "on a message that is not the card",
        () => ({ ts: "1700000000.000100" }),
        /not the card that was posted/,
        "place",
      ],
      ["in another channel", () => ({ channel: "C0OTHER01" }), /not the card that was posted/, "place"],
      ["by somebody of another workspace", () => ({ team: "T0OTHER" }), /does not exist in this workspace/, "team"],
      ["of a gate that never was", () => ({ value: "T0HELIX-g99|1" }), /does not exist in this workspace/, null],
      ["of a revision that never was", (gate) => ({ value: `${gate._id}|7` }), /shows revision 7/, null],
      ["of a revision beyond all numbers", (gate) => ({ value: `${gate._id}|${"9".repeat(400)}` }), /revision/, null],
      ["with an operator for an id", () => ({ value: `{"$ne":null}|1` }), /not one of Helix's/, null],
      ["with garbage", () => ({ value: "\u0000\ud83d|\n" }), /not one of Helix's/, null],
      ["with nothing", () => ({ value: "" }), /not one of Helix's/, null],
    ];

  it.each(
    odd.flatMap(([what, change, words, code]) =>
      [approveId, editId, rejectId].map((actionId) => ({ what, actionId, change, words, code })),
    ),
  )("$actionId $what: refused, and nothing changed", async ({ actionId, change, words, code }) => {
    const ground = await aProgram();
    const { gate } = await aTruth(ground);
    const { gate: other } = await aTruth(ground);
    const card = await bot.card(gate);
    await bot.card(other);
    const before = [await stateOf(gate), await stateOf(other)];

    const answer = await bot.clicks({ user: anna, actionId, value: value(gate), ...card, ...change(gate, other) });

    const told = await bot.slack.waitFor(async (slack) => (await slack.calls("chat.postEphemeral"))[0]);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(told.args)).toMatch(words);
    expect([await stateOf(gate), await stateOf(other)]).toEqual(before);
    expect(await Labels.countDocuments()).toBe(0);
    expect(await bot.slack.as(anna).views()).toEqual([]);
    expect((await bot.audit()).map(({ kind, body }) => [kind, body.code])).toEqual(code ? [["refusal", code]] : []);
  });

  it("with a query in place of a run's id cancels nothing", async () => {
    const { gate, run } = await aTruth(await aProgram());
    await Runs.updateOne({ _id: run._id }, { $set: { status: "running" } });
    const click = clickPayload({ user: anna, actionId: cancelId, value: "", ...(await bot.card(gate)) });
    const [action] = click.actions;

    await bot.slack.raw({ body: asForm({ ...click, actions: [{ ...action, value: { $ne: null } }] }) });

    await bot.slack.waitFor("There is no such run");
    expect(await Runs.findById(run._id).lean()).toMatchObject({ status: "running" });
  });

  it("decides when it stands where it was posted, rightly: the control of the table above", async () => {
    const { gate } = await aTruth(await aProgram());

    await bot.clicks({ user: anna, actionId: approveId, value: value(gate), ...(await bot.card(gate)) });

    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");
  });
});

describe("a form that Slack signed but Helix never opened", () => {
  const submit = (callback: string, metadata: string, user: string, values: object) => {
    const view = { id: "V1", callback_id: callback, private_metadata: metadata, state: { values }, blocks: [] };
    const team = { id: "T0HELIX", domain: "helix" };
    const payload = { type: "view_submission", user: { id: user }, team, view, response_urls: [] };
    return bot.slack.raw({ body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() });
  };
  const typed = (field: string, text: string) => ({ [field]: { any: { type: "plain_text_input", value: text } } });

  it.each<[string, string, (gate: Gate) => string, string, object]>([
    ["a truth edit without a gate", "truth_edit", () => "", anna, typed("label:team", "x")],
    ["a truth edit by an outsider", "truth_edit", value, guest, typed("label:team", "x")],
    ["a truth edit of a field that is none", "truth_edit", value, anna, typed("label:__proto__", "x")],
    ["a truth edit with no field at all", "truth_edit", value, anna, {}],
    ["a rejection of a gate that never was", "gate_rejected", () => "T0HELIX-g99|1", anna, typed("reason", "no")],
    ["a rejection by an outsider", "gate_rejected", value, guest, typed("reason", "no")],
    ["a promotion edit of a truth gate", "promotion_edit", value, anna, typed("note", "no")],
  ])("%s is answered with an error, and changes nothing", async (_what, callback, metadata, user, values) => {
    const { gate } = await aTruth(await aProgram());
    const before = await stateOf(gate);

    const answer = await submit(callback, metadata(gate), user, values);

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ response_action: "errors" });
    expect(await stateOf(gate)).toEqual(before);
    expect(await Labels.countDocuments()).toBe(0);
    expect(await bot.slack.messages(channel)).not.toEqual([]);
  });

  it("a truth edit of a promotion gate is answered with an error, and changes nothing", async () => {
    const { gate } = await aPromotion(await aProgram());
    const before = await stateOf(gate);
    const values = { ...typed("label:team", "x"), ...typed("label:tag", "y"), ...typed("label:tags", "[]") };

    const answer = await submit("truth_edit", value(gate), anna, values);

    expect(JSON.parse(answer.body)).toMatchObject({
      errors: { "label:team": expect.stringContaining("another kind") },
    });
    expect(await stateOf(gate)).toEqual(before);
  });

  it("a promotion edit to a candidate of another run is refused", async () => {
    const ground = await aProgram();
    const { gate } = await aPromotion(ground);
    const { run } = await aPromotion(ground);
    const foreign = run.steps[0]?.candidates[1]?.candidate ?? "";
    const values = { candidate: { any: { type: "static_select", selected_option: { value: foreign } } } };

    const answer = await submit("promotion_edit", value(gate), anna, values);

    expect(JSON.parse(answer.body)).toMatchObject({ errors: { candidate: expect.stringContaining("not one of") } });
  });
});
