import { pino } from "pino";
import { expect, it } from "vitest";
import type { Message } from "../../blocks/kit.ts";
import type { Deps } from "../../jobs/deps.ts";
import { shortId } from "../../models/ids.ts";
import { Outbox } from "../../models/outbox.ts";
import { Runs } from "../../models/run.ts";
import { listenForEdits } from "../../src/edits.ts";
import { listenForMentions } from "../../src/mentions.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, aRelease, program } from "../support/gates.ts";
import { until } from "../support/helix/until.ts";
import { expectWithinSlackLimits } from "../support/slack-limits.ts";
import { aBot, aWorkspace, channel } from "../workspace/support.ts";

useDatabase();

/** A bot that hears mentions; nothing takes its runs. */
async function aHelix() {
  const slack = await aWorkspace();
  const deps = { team: "T0HELIX", now: () => new Date(), log: pino({ level: "silent" }) } as Deps;
  await aBot(slack, (app) => {
    listenForMentions(app, { deps, enqueue: async () => undefined });
    listenForEdits(app);
  });
  return slack;
}

const wanted = async (key: RegExp) => Outbox.findOne({ key: { $regex: key } }).lean();

it("what is said in a channel is one run, in its thread, however often Slack delivers it", async () => {
  await aProgram();
  const slack = await aHelix();

  const said = await slack
    .as("U0RITA")
    .says(channel, `@helix evaluate what is deployed for ${program} on the test split`);

  const run = await until("a run", () => Runs.findOne({}).lean());
  expect(run).toMatchObject({ requestedBy: "U0RITA", channel, threadTs: said.ts, program });
  expect(await Runs.countDocuments()).toBe(1);
});

it("what is said to Helix alone runs where its approvers are, and the answer says so", async () => {
  await aProgram();
  const slack = await aHelix();

  await slack.as("U0RITA").says(undefined, `evaluate what is deployed for ${program} on the test split`);

  const reply = await until("a reply", () => wanted(/^reply:/));
  const message = reply.wanted as Message;
  expect(message.text).toBe(
    "Understood as `/helix eval ticket-router`. Evaluation of what is deployed for ticket-router (r1) has been started; its message is in <#C0HELIX01>, where its approvers are.",
  );
  expectWithinSlackLimits(message);
  expect(message.blocks).not.toEqual([]);
  expect(await Runs.findOne({}).lean()).toMatchObject({ channel, threadTs: null });
});

it("whoever edits or deletes what started a run is told once that it goes on", async () => {
  await aProgram();
  const slack = await aHelix();
  const { channel: at, ts } = await slack.as("U0RITA").says(undefined, `evaluate what is deployed for ${program}`);
  const run = await until("the run", () => Runs.findOne({}).lean());

  await slack.post("acts/edit", { user: "U0RITA", channel: at, ts, text: "evaluate nothing" });
  const edited = await until("a word on the edit", () => wanted(/^edited:/));
  await slack.post("acts/delete", { user: "U0RITA", channel: at, ts });
  const deleted = await until("a word on the deletion", () => wanted(/^deleted:/));

  const which = `Evaluation of what is deployed for ${program} (${shortId(run._id)}, in <#${channel}>)`;
  expect(edited.wanted.text).toContain(`this edit changed nothing. It started ${which}.`);
  expect(deleted.wanted.text).toContain(`had started ${which}, which goes on.`);
  expect(await Runs.countDocuments()).toBe(1);
});

it("another app, and Helix itself, start nothing by mention; the same words of a person do", async () => {
  await aProgram();
  const slack = await aHelix();
  const words = `<@U0HELIX> evaluate what is deployed for ${program}`;
  const event = (said: object) => ({
    body: JSON.stringify({
      type: "event_callback",
      team_id: "T0HELIX",
      event: { type: "app_mention", channel, text: words, event_ts: "1.1", ...said },
    }),
  });

  await slack.raw(event({ user: "U0ROBOT", bot_id: "B0ROBOT", ts: "1.1" }));
  await slack.raw(event({ user: "U0ROBOT", subtype: "bot_message", ts: "1.2" }));
  await slack.raw(event({ user: "U0HELIX", ts: "1.3" }));
  await slack.raw(event({ user: "U0RITA", ts: "1.4" }));

  const run = await until("a run", () => Runs.findOne({}).lean());
  expect(run.key).toBe(`said-${channel}-1.4`);
  expect(await Runs.countDocuments()).toBe(1);
});

it("two things compared in direct messages: the run stands where the program's approvers are", async () => {
  const { base } = await aProgram();
  await aRelease("better", null);
  const slack = await aHelix();

  await slack.as("U0RITA").says(undefined, "compare c2 with what is deployed");

  const run = await until("a run", () => Runs.findOne({}).lean());
  expect(run).toMatchObject({
    program,
    channel,
    threadTs: null,
    title: "c2 on flash against d0 (c1 on flash) for ticket-router",
  });
  expect(run.steps[1]?.params.release).toBe(base._id);
});

/** Says something by mention, and gives back what Helix wants to answer to it. */
async function asks(slack: Awaited<ReturnType<typeof aHelix>>, words: string, thread?: string): Promise<Message> {
  const said = await slack.as("U0RITA").says(channel, `@helix ${words}`, thread ? { thread } : {});
  const reply = await until("an answer", () => Outbox.findOne({ key: `reply:${channel}:${said.ts}` }).lean());
  return reply.wanted as Message;
}

it("what is missing is asked once, and the next words of the same person in the thread complete it", async () => {
  await aProgram();
  const slack = await aHelix();
  const said = await slack.as("U0RITA").says(channel, `@helix run ${program} for at most one dollar`);
  const asked = await until("a question", () => wanted(new RegExp(`^reply:${channel}:${said.ts}`)));

  await slack.as("U0BEN").says(channel, "@helix the baseline", { thread: said.ts });
  await slack.as("U0RITA").says(channel, "@helix the baseline", { thread: said.ts });

  const run = await until("a run", () => Runs.findOne({ threadTs: said.ts }).lean());
  expect((asked.wanted as Message).text).toContain("Which optimizer?");
  expectWithinSlackLimits(asked.wanted as Message);
  expect(run).toMatchObject({ requestedBy: "U0RITA", intent: { optimizers: ["baseline"], budgetUsd: 1 } });
  expect(await Runs.countDocuments()).toBe(1);
});

it("in a run's thread, “it” is that run, and each answer begins with how it was understood", async () => {
  await aProgram();
  const slack = await aHelix();
  const said = await slack.as("U0RITA").says(channel, `@helix evaluate ${program}`);
  const run = await until("a run", () => Runs.findOne({ threadTs: said.ts }).lean());

  const far = await asks(slack, "how far is it?", said.ts);
  const why = await asks(slack, "why did soy get worse?", said.ts);

  expect(far.text).toMatch(new RegExp(`^Understood as .*/helix status r${run.n}`));
  expect(why.text).toContain(`/helix why r${run.n} soy`);
  expect(why.text).toContain("It has compared nothing");
});

it("half of a message that is not understood keeps the other half from being done", async () => {
  await aProgram();
  const slack = await aHelix();

  await slack.as("U0RITA").says(channel, `@helix evaluate ${program} and then cancel r9 unless it rains`);

  const told = await slack.waitFor(/Understood, and not done either/);
  expect(told).toBeTruthy();
  expect(await Runs.countDocuments()).toBe(0);
});

it("thanks are answered in a word, and whoever wants to cancel everything is asked which of the runs that can be", async () => {
  await aProgram();
  const slack = await aHelix();
  const said = await slack.as("U0RITA").says(channel, `@helix evaluate ${program}`);
  const run = await until("a run", () => Runs.findOne({ threadTs: said.ts }).lean());

  await slack.as("U0RITA").says(channel, "@helix great, thanks a lot! :pray:");
  const asked = await asks(slack, "cancel everything");
  await Runs.updateOne({ _id: run._id }, { status: "done" });
  const none = await asks(slack, "cancel all runs");

  expect(await slack.waitFor(/You're welcome\./)).toBeTruthy();
  expect(asked.text).toContain(`Now r${run.n} (${run.title}) can be cancelled.`);
  expect(none.text).toContain("No run can be cancelled now.");
  expect(await Runs.countDocuments({ status: "cancelled" })).toBe(0);
});
