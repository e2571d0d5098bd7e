import { describe, expect, it } from "vitest";
import type { SeenView } from "../../examples/workspace/person.ts";
import { defaultBotToken } from "../../examples/workspace/seed.ts";
import { keepHomes } from "../../jobs/home/keep.ts";
import { outboxClient } from "../../jobs/outbox/client.ts";
import type { Rounds } from "../../jobs/rounds.ts";
import { theGate } from "../../models/gate.ts";
import { createRun, Runs } from "../../models/run.ts";
import { homeSources } from "../../src/home/freshen.ts";
import { useDatabase } from "../support/database.ts";
import {
  anna,
  aProgram,
  aPromotion,
  aTruth,
  aVersion,
  ben,
  channel,
  guest,
  program,
  rita,
  team,
} from "../support/gates.ts";
import { slackProblems } from "../support/slack-limits.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

const read = (home: SeenView): string =>
  bot.slack
    .renderView(home)
    .replaceAll(/[*`│]/g, "")
    .replaceAll(/\(http\S+\)/g, "")
    .replaceAll(/\s+/g, " ");

/** The Home of a person as it is published when they open it. */
async function opens(user: string): Promise<SeenView> {
  const before = await bot.slack.as(user).home();
  await bot.slack.as(user).opensHome();
  return shows(user, (seen) => seen.hash !== before?.hash);
}

/** A person's Home as soon as it is like that. */
function shows(user: string, is: (seen: SeenView) => boolean): Promise<SeenView> {
  return bot.slack.waitFor(async () => {
    const seen = await bot.slack.as(user).home();
    return seen && is(seen) && seen;
  });
}

/** The looking that a worker does, once. */
async function keeper(): Promise<Rounds> {
  const client = outboxClient(defaultBotToken, { slackApiUrl: `${bot.slack.url}/api/` });
  const keeping = keepHomes(bot.deps, client, await homeSources(bot.deps, client));
  await keeping.stop();
  return keeping;
}

async function aWaitingRun(n: number) {
  const steps = [{ kind: "compile" as const, params: {} }];
  const asked = { requestedBy: rita, channel, limitUsd: 2, steps, at: new Date() };
  return createRun({ team, key: `r-${n}`, program, title: `GEPA number ${n}`, ...asked });
}

describe("Home", () => {
  it("shows what waits for this person with evidence and buttons, and to who asked that others decide", async () => {
    const ground = await aProgram();
    const { gate, draft } = await aTruth(ground);
    const { gate: promotion } = await aPromotion(ground);
    await aVersion(2, 25);
    await bot.card(gate);
    await bot.card(promotion);

    const forAnna = await opens(anna);
    const forRita = read(await opens(rita));

    expect(read(forAnna)).toContain("2 questions wait for you");
    expect(read(forAnna)).toContain(String(draft.inputs.ticket));
    expect(read(forAnna)).toMatch(/Score on test .*0\.333 → 0\.917/);
    expect(read(forAnna).match(/\[ Approve \]/g)).toHaveLength(2);
    expect(read(forAnna)).toMatch(/score 0\.333 .* measured on v1, and the dataset is at v2 now/);
    expect(JSON.stringify(forAnna.blocks)).toMatch(/archives\/C0HELIX01\/p\d+\?thread_ts=/);
    expect(slackProblems({ type: "home", blocks: forAnna.blocks as never })).toEqual([]);
    expect(forRita).toContain("Nothing waits for you");
    expect(forRita).toMatch(/You asked; others decide[\s\S]*Promotion g2/);
    expect(forRita).not.toContain("[ Approve ]");
  });

  it("decides as the card does: the same click rules, and Home and card follow", async () => {
    const { gate } = await aTruth(await aProgram());
    await bot.card(gate);
    const seen = await opens(anna);

    await bot.slack.as(anna).presses(seen, { text: "Approve" });
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");

    expect(await bot.reads(gate)).toMatch(/Approved.* by @Anna/);
    const after = read(await shows(anna, (one) => /Nothing waits for you[\s\S]*Decided lately/.test(read(one))));
    expect(after).toMatch(/Decided lately[\s\S]*Label g1 of ticket-router approved by @Anna/);
  });

  it("refuses in a view over it, and opens Edit and Reject with a shown revision", async () => {
    const { gate } = await aPromotion(await aProgram());
    await bot.card(gate);
    const seen = await opens(anna);
    await bot.slack.as(ben).presses(await bot.card(gate), { text: "Approve" });
    await bot.gateWhen(gate._id, ({ status }) => status === "approved");

    const view = await (await bot.slack.as(anna).presses(seen, { text: "Approve" })).view();

    expect(bot.slack.renderView(view)).toMatch(/Nothing was changed by your click[\s\S]*approved by/);
    const { gate: next } = await aTruth({} as never);
    const fresh = await opens(anna);
    await (await bot.slack.as(anna).presses(fresh, { text: "Reject" })).view();
    await bot.slack.as(anna).submits({ "In your words": "no" });
    expect(await theGate(next._id)).toMatchObject({ status: "rejected", decision: { by: [anna] } });
  });

  it("shows runs by pages, steers them, and follows what others do for as long as it is in use", async () => {
    await aProgram();
    for (let n = 1; n <= 7; n++) await aWaitingRun(n);
    const worker = await keeper();
    const seen = await opens(rita);
    await opens(guest);

    const next = await (async () => {
      await bot.slack.as(rita).presses(seen, { text: "Next" });
      return shows(rita, (one) => read(one).includes("7 of 7 runs"));
    })();
    await bot.slack.as(rita).presses(next, { text: "Pause" });
    const paused = read(await shows(rita, (one) => read(one).includes("r1 · paused")));
    bot.ahead += 5_000;
    await worker.round();
    const forGuest = read(await shows(guest, (one) => read(one).includes("7 open runs")));
    const before = (await bot.slack.calls("views.publish")).length;
    bot.ahead += 5_000;
    await worker.round();

    expect(read(seen)).toMatch(/1 to 6 of 7 runs/);
    expect(paused).toContain("[ Resume ] [ Cancel ]");
    expect(await Runs.findOne({ key: "r-1" }).lean()).toMatchObject({ status: "paused" });
    expect(forGuest).not.toContain("[ Pause ]");
    expect(await bot.slack.calls("views.publish")).toHaveLength(before);
    await Runs.updateOne({ key: "r-7" }, { $set: { title: "GEPA renamed" }, $inc: { rev: 1 } });
    bot.ahead += 5_000;
    await worker.round();
    await shows(guest, (one) => read(one).includes("GEPA renamed"));
    bot.ahead += 2 * 3_600_000;
    await Runs.updateOne({ key: "r-7" }, { $set: { title: "GEPA forgotten" }, $inc: { rev: 1 } });
    await worker.round();
    expect(read((await bot.slack.as(guest).home()) as SeenView)).not.toContain("GEPA forgotten");
  });

  it("says first what an operator does first; the Messages tab offers what can be said, by prompts or in one message", async () => {
    const empty = read(await opens(rita));
    await aProgram();

    await bot.slack.as(rita).opensHome("messages");
    const [thread] = await bot.slack.waitFor(async () => {
      const threads = await bot.slack.assistant();
      return threads.length > 0 && threads;
    });
    await bot.slack.setApp({ lacks: { methods: ["assistant.threads.setSuggestedPrompts"] } });
    for (const _ of [1, 2]) await bot.slack.as(anna).opensHome("messages");
    await bot.slack.waitFor(/Say for instance/);
    await bot.sender.drain();

    expect(empty).toMatch(/No program is registered yet.*npm run helix -- add/);
    expect(empty).not.toContain("[ New run ]");
    expect(thread?.prompts).toHaveLength(4);
    expect((await bot.slack.messages()).filter(({ text }) => text?.startsWith("Say for instance"))).toHaveLength(1);
  });
});
