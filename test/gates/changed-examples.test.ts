import { describe, expect, it } from "vitest";
import { readChangedValue } from "../../blocks/comparison/changed.ts";
import { changedModal } from "../../blocks/comparison/changed-modal.ts";
import { viewProblems } from "../../examples/workspace/validate/content.ts";
import { showRun } from "../../jobs/show.ts";
import { type Comparison, Comparisons } from "../../models/comparison.ts";
import { EvaluationRows } from "../../models/evaluation.ts";
import { type Run, Runs } from "../../models/run.ts";
import * as a from "../support/cards.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, ben, channel, guest } from "../support/gates.ts";
import { expectWithinSlackLimits } from "../support/slack-limits.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

/** A run whose comparison stands in Slack: of 24 examples the first 8 were right before, the first 22 after. */
async function compared(): Promise<{ comparison: Comparison; card: { channel: string; ts: string } }> {
  const { comparison, run } = await aPromotion(await aProgram());
  const outcome = { comparison: comparison._id, comparisons: [{ arm: "a", comparison: comparison._id }] };
  const steps = [...run.steps, a.aStep({ n: 1, kind: "compare", outcome })];
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

/** What a modal says, and what its buttons are called. */
const said = (view: object): string => JSON.stringify(view).replaceAll("\\n", "\n");

describe("Changed examples on a comparison", () => {
  it("open for a guest as well, a page at a time, each example on one page", async () => {
    const { card } = await compared();
    const members = [anna, ben, guest, bot.slack.directory.bot.userId];
    await bot.slack.setPeople({ channels: [{ id: channel, members }] });
    const as = bot.slack.as(guest);

    const { id } = await (await as.presses(card, { text: "Changed examples" })).view();
    const first = await shows(guest, "1 to 5 of 14");
    await as.presses({ id }, { text: "Next" });
    const second = await shows(guest, "6 to 10 of 14");
    await as.presses({ id }, { text: "Next" });
    const last = await shows(guest, "11 to 14 of 14");

    const seen = [first, second, last].flatMap((page) => page.match(/ticket: ticket \d+/g) ?? []);
    expect(seen).toHaveLength(14);
    expect(new Set(seen).size).toBe(14);
    expect(first).toMatch(/1\. improved\* {2}0\.000 → 1\.000/);
    expect(first).toContain("*Before*\nteam: sales");
    expect(first).toContain("*After*\nteam: billing");
    expect(first).not.toContain("Previous changed examples");
    expect(last).not.toContain("Next changed examples");
  });

  it("are filtered by kind, with what newly fails first and how many there are of each", async () => {
    const { comparison, card } = await compared();
    const row = await EvaluationRows.findOne({ evaluation: comparison.candidate }).sort({ _id: 1 }).lean();
    const error = "the answer has no field team";
    const failed = { status: "parse_error" as const, score: 0, prediction: null, error };
    await EvaluationRows.updateOne({ _id: row?._id ?? "" }, { $set: failed });
    const as = bot.slack.as(ben);

    const { id } = await (await as.presses(card, { text: "Changed examples" })).view();
    const all = await shows(ben, "1 to 5 of 15");
    await as.presses({ id }, { text: "Errors (1)" });
    const errors = await shows(ben, "*1 of 1*");
    await as.presses({ id }, { text: "Regressed (0)" });

    expect(all).toMatch(/1\. newly fails/);
    expect(all).toContain("✓ All (15)");
    expect(errors).toContain(`*After*\n${error}`);
    expect(errors).toContain("✓ Errors (1)");
    expect(await shows(ben, "is of this kind")).toContain("Improved (14)");
  });

  it("of a comparison of another workspace, or of none, are refused in words", async () => {
    const { comparison, card } = await compared();
    await Comparisons.updateOne({ _id: comparison._id }, { $set: { team: "T0OTHER" } });

    await bot.slack.as(ben).presses(card, { text: "Changed examples" });

    expect(await shows(ben, "There is no such comparison")).not.toContain("ticket");
    expect(readChangedValue("nonsense")).toBeNull();
    expect(readChangedValue("T0HELIX-x3|0")).toEqual({ comparison: "T0HELIX-x3", filter: "all", page: 0 });
  });

  it("read a text that is too long for a modal up to where it says that it is cut", () => {
    const long = JSON.stringify({ ticket: "word ".repeat(2_000) });
    const example = { ...a.aComparison("better").improved[0], inputs: long, expected: long, afterOutput: long };
    const examples = Array.from({ length: 5 }, () => ({ ...example, kind: "improved" })) as never;
    const counts = { "newly failing": 0, regressed: 0, improved: 5, "output changed": 0 };

    const view = changedModal({ comparison: "T1-x3", filter: "all", page: 0, size: 5, counts, examples });

    expectWithinSlackLimits(view);
    expect(viewProblems(view as never, "modal")).toEqual([]);
    expect(said(view).match(/\(cut, \d+ more characters\)/g)).toHaveLength(15);
  });
});

/** A person's open modal once it says so. */
const shows = (user: string, words: string): Promise<string> =>
  bot.slack.waitFor(async () => {
    const text = said((await bot.slack.as(user).view()) ?? {});
    return text.includes(words) && text;
  });
