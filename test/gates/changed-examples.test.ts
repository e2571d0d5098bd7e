import { describe, expect, it } from "vitest";
import { showRun } from "../../jobs/show.ts";
import type { Comparison } from "../../models/comparison.ts";
import { EvaluationRows } from "../../models/evaluation.ts";
import { type Run, Runs } from "../../models/run.ts";
import { aStep } from "../support/cards.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, ben, channel } from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

/** A run whose comparison stands in Slack: of 24 examples the first 8 were right before, the first 22 after. */
async function compared(): Promise<{ comparison: Comparison; card: { channel: string; ts: string } }> {
  const { comparison, run } = await aPromotion(await aProgram());
  const outcome = { comparison: comparison._id, comparisons: [{ arm: "a", comparison: comparison._id }] };
  const steps = [...run.steps, aStep({ n: 1, kind: "compare", outcome })];
  const after = await Runs.findByIdAndUpdate(
    run._id,
    { $set: { steps }, $inc: { rev: 1 } },
    { returnDocument: "after" },
  );
  await showRun(after?.toObject() as Run);
  await bot.sender.drain();
  const posted = (await bot.slack.messages(channel)).find((one) => bot.slack.render(one).includes("Comparison x"));
  if (!posted) throw new Error("the comparison was not posted");
  return { comparison, card: { channel, ts: posted.ts } };
}

describe("Changed examples on a comparison", () => {
  it("are shown ten at a time to whoever asks, and to nobody else", async () => {
    const { card } = await compared();

    const first = await (await bot.slack.as(ben).presses(card, { text: "Changed examples" })).ephemeral();
    const second = await (await bot.slack.as(ben).presses(first, { text: "Next" })).ephemeral();
    const back = await (await bot.slack.as(ben).presses(second, { text: "Previous" })).ephemeral();

    const said = [first, second, back].map((each) => bot.slack.render(each));
    expect(said[0]).toContain("Changed examples 1 to 10 of 14");
    expect(said[0]).toContain("improved  0.000 → 1.000  ticket: ticket");
    expect(said[0]).toContain("before    team: sales");
    expect(said[0]).toContain("after     team: billing");
    expect(said[0]).not.toContain("[ Previous ]");
    expect(said[1]).toContain("Changed examples 11 to 14 of 14");
    expect(said[1]).not.toContain("[ Next ]");
    expect(said[2]).toContain("Changed examples 1 to 10 of 14");
    expect(await bot.slack.ephemerals(anna)).toEqual([]);
  });

  it("are each on one page only", async () => {
    const { card } = await compared();

    const first = await (await bot.slack.as(ben).presses(card, { text: "Changed examples" })).ephemeral();
    const second = await (await bot.slack.as(ben).presses(first, { text: "Next" })).ephemeral();

    const seen = [first, second].flatMap((each) => bot.slack.render(each).match(/ticket: ticket \d+/g) ?? []);
    expect(new Set(seen).size).toBe(14);
    expect(seen).toHaveLength(14);
  });

  it("that newly fail come first", async () => {
    const { comparison, card } = await compared();
    const row = await EvaluationRows.findOne({ evaluation: comparison.candidate }).sort({ _id: 1 }).lean();
    const failed = {
      status: "parse_error" as const,
      score: 0,
      prediction: null,
      error: "the answer has no field team",
    };
    await EvaluationRows.updateOne({ _id: row?._id ?? "" }, { $set: failed });

    const shown = await (await bot.slack.as(ben).presses(card, { text: "Changed examples" })).ephemeral();

    const said = bot.slack.render(shown);
    expect(said).toContain("1 to 10 of 15");
    expect(said.indexOf("newly failing")).toBeLessThan(said.indexOf("improved"));
    expect(said).toContain("after     the answer has no field team");
  });

  it.each(["T0OTHER-x1|0", "nonsense", "T0HELIX-x999|0"])(
    "of a forged button (%s) are refused in words",
    async (value) => {
      const { card } = await compared();

      await bot.clicks({ user: ben, actionId: "comparison_changed", value, ...card });

      await bot.slack.waitFor(/no such\s+comparison/);
    },
  );
});
