import { describe, expect, it } from "vitest";
import { reviewStep } from "../../jobs/steps/review.ts";
import { currentLabel, Labels } from "../../models/dataset.ts";
import { Drafts } from "../../models/draft.ts";
import { theGate } from "../../models/gate.ts";
import { Runs } from "../../models/run.ts";
import { attemptAt } from "../review/ground.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, ben, channel, program, rita, team } from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

async function opens(user: string, on: { channel: string; ts: string }) {
  await bot.slack.as(user).chooses("helix_add_to_dataset", on);
  return bot.slack.waitFor(async () => {
    const view = await bot.slack.as(user).view();
    return view && bot.slack.renderView(view).includes("The right answer") && view;
  });
}

describe("Add to dataset", () => {
  it("makes a message a draft with its provenance, and its label enters by the truth gate alone", async () => {
    await aProgram();
    const said = await bot.slack.as(ben).says(channel, "I was charged twice & want my money");
    const person = bot.slack.as(rita);

    await opens(rita, said);
    const half = await person.submits({ team: "billing" });
    await person.submits({ tag: "refund", tags: "money" });
    const run = await bot.slack.waitFor(() => Runs.findOne({ shownRev: 1 }).lean());
    await reviewStep(await attemptAt(bot.deps, run));
    const draft = await Drafts.findOne({}).lean().orFail();
    const gate = await theGate(draft.gate ?? "");
    const card = await bot.reads(gate);
    await opens(anna, said);
    const again = await bot.slack.as(anna).submits({ team: "sales", tag: "x", tags: "[]" });
    await bot.slack.as(anna).closes();
    await bot.slack.as(anna).presses(await bot.card(gate), { text: "Approve" });
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");

    expect(Object.keys(half.errors ?? {})).toEqual([`add_label:${program}:tags`]);
    expect(run).toMatchObject({ channel, requestedBy: rita, steps: [{ kind: "review" }] });
    expect(draft).toMatchObject({
      inputs: { ticket: "I was charged twice & want my money" },
      label: { team: "billing", tag: "refund", tags: ["money"] },
      added: { user: rita, author: ben, permalink: expect.stringContaining(`/archives/${channel}/p`) },
    });
    expect(card).toMatch(/added by @Rita from a message[\s\S]* by @Ben/);
    expect(again.errors).toEqual({ add_program: expect.stringContaining("asked about already, in g1") });
    expect(await Labels.find({}).lean()).toMatchObject([{ source: "review", gate: gate._id, by: anna, version: null }]);
    expect(await currentLabel(team, program, draft.key)).toBeNull();
  });

  it("has a model draft what nobody fills in, and does not cut what is longer than Slack's box", async () => {
    await aProgram();
    const short = await bot.slack.as(ben).says(channel, "Where is my parcel?");
    const long = await bot.slack.as(ben).says(channel, "x".repeat(3_500));

    await opens(rita, short);
    await bot.slack.as(rita).submits({});
    const run = await bot.slack.waitFor(() => Runs.findOne({ shownRev: 1 }).lean());
    await bot.slack.as(rita).closes();
    const view = bot.slack.renderView(await opens(rita, long));

    expect(run.steps.map(({ kind }) => kind)).toEqual(["draft", "review"]);
    expect(await Drafts.findOne({}).lean()).toMatchObject({ status: "undrafted", label: null, draftedBy: null });
    expect(view.replaceAll(/[│\s]+/g, " ")).toContain("has 3500 characters, and Slack's box takes 3000");
  });
});
