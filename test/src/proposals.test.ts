import { connection } from "mongoose";
import { pino } from "pino";
import { expect, it } from "vitest";
import type { Message } from "../../blocks/kit.ts";
import { doItId } from "../../blocks/understood.ts";
import type { Deps } from "../../jobs/deps.ts";
import { Outbox } from "../../models/outbox.ts";
import { Runs } from "../../models/run.ts";
import { listenForProposals } from "../../src/hearing/do-it.ts";
import { listenForMentions } from "../../src/mentions.ts";
import { asForm, clickPayload } from "../gates/bot.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, program } from "../support/gates.ts";
import { until } from "../support/helix/until.ts";
import { expectWithinSlackLimits } from "../support/slack-limits.ts";
import { aBot, aWorkspace, channel } from "../workspace/support.ts";

useDatabase();

/** A bot whose clock can be turned; nothing takes its runs. */
async function aHelix() {
  const slack = await aWorkspace();
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  const deps = { team: "T0HELIX", now, log: pino({ level: "silent" }) } as Deps;
  const starting = { deps, enqueue: async () => undefined };
  await aBot(slack, (app) => {
    listenForMentions(app, starting);
    listenForProposals(app, starting);
  });
  return { slack, clock };
}

const words = `@helix we talked about it at lunch. Let the baseline of ${program} have a go, please absolutely not more than 1 dollar`;
const line = `/helix run ${program} --optimizer baseline --budget 1`;

/** What Helix answers to words that it does not place one by one. */
async function proposed({ slack }: Awaited<ReturnType<typeof aHelix>>, said = words) {
  const { ts } = await slack.as("U0RITA").says(channel, said);
  const message = await until("a proposal", () => Outbox.findOne({ key: `reply:${channel}:${ts}` }).lean());
  return { ts, key: message.key, message: message.wanted as Message };
}

const buttonOf = ({ blocks }: Message): string =>
  blocks
    .flatMap((block) => (block.type === "actions" ? block.elements : []))
    .flatMap((each) => ("value" in each ? (each.value ?? "") : []))[0] ?? "";

const pressed = (user: string, value: string, thread: string) => ({
  body: asForm({
    ...clickPayload({ user, actionId: doItId, value, ts: "9.9" }),
    message: { type: "message", ts: "9.9", thread_ts: thread, text: "" },
  }),
});

const questions = () => connection.collection("askedback");
const textOf = async (key: string) => (await Outbox.findOne({ key }).lean())?.wanted.text;

it("what is most likely meant is shown with a button and starts nothing", async () => {
  const helix = await aHelix();
  await aProgram();

  const { message } = await proposed(helix);

  expect(message.text).toContain(`I take that to mean \`${line}\`. It leaves aside “we talked about it at lunch”.`);
  expect(message.text).toContain("Nothing has been started. Press Do it");
  expectWithinSlackLimits(message);
  expect(await Runs.countDocuments()).toBe(0);
});

it("is done once, by a click of whoever said it and of nobody else, however often it is pressed", async () => {
  const helix = await aHelix();
  await aProgram();
  const { ts, key, message } = await proposed(helix);
  const value = buttonOf(message);

  await helix.slack.raw(pressed("U0BEN", value, ts));
  await helix.slack.waitFor(/Only the person whom Helix asked/);
  expect(await Runs.countDocuments()).toBe(0);
  await Promise.all([1, 2].map(() => helix.slack.raw(pressed("U0RITA", value, ts))));

  const run = await until("a run", () => Runs.findOne({}).lean());
  expect(run).toMatchObject({
    requestedBy: "U0RITA",
    threadTs: ts,
    intent: { optimizers: ["baseline"], budgetUsd: 1 },
  });
  await until("that it says so", async () => (await textOf(key))?.startsWith("Understood as") || null);
  await until("that it is closed", async () => (await questions().countDocuments()) === 0 || null);
  await helix.slack.raw(pressed("U0RITA", value, ts));
  await helix.slack.waitFor(/That is done, replaced by a newer question/);
  expect(await Runs.countDocuments()).toBe(1);
});

it("is done by a yes in its thread, and then by no click", async () => {
  const helix = await aHelix();
  await aProgram();
  const { ts, message } = await proposed(helix);

  await helix.slack.as("U0RITA").says(channel, "@helix yes please", { thread: ts });

  const run = await until("a run", () => Runs.findOne({}).lean());
  expect(run).toMatchObject({ requestedBy: "U0RITA", intent: { budgetUsd: 1 } });
  await helix.slack.raw(pressed("U0RITA", buttonOf(message), ts));
  await helix.slack.waitFor(/That is done, replaced by a newer question/);
  expect(await Runs.countDocuments()).toBe(1);
});

it("is not done after half an hour, nor after a never mind", async () => {
  const helix = await aHelix();
  await aProgram();
  const late = await proposed(helix);
  helix.clock.ahead = 31 * 60_000;
  await helix.slack.raw(pressed("U0RITA", buttonOf(late.message), late.ts));
  await helix.slack.waitFor(/older than half an hour/);
  helix.clock.ahead = 0;

  const { ts, message } = await proposed(helix);
  const dropped = await helix.slack.as("U0RITA").says(channel, "@helix never mind", { thread: ts });
  await until("that nothing was done", () => Outbox.findOne({ key: `reply:${channel}:${dropped.ts}` }).lean());
  await helix.slack.raw(pressed("U0RITA", buttonOf(message), ts));

  await helix.slack.waitFor(async () => (await helix.slack.messages(channel)).length > 0);
  expect(await Runs.countDocuments()).toBe(0);
});
