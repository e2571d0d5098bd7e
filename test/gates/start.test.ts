import { describe, expect, it } from "vitest";
import { showRun } from "../../jobs/show.ts";
import { failStep } from "../../models/claim/ending.ts";
import { claimStep } from "../../models/claim.ts";
import { DatasetVersions } from "../../models/dataset.ts";
import type { EvalIntent, RunIntent } from "../../models/intent.ts";
import { Outbox } from "../../models/outbox.ts";
import { Programs } from "../../models/program.ts";
import { type Run, Runs, runMessageKey } from "../../models/run.ts";
import { type RunningIntent, startRun } from "../../src/requests.ts";
import { useDatabase } from "../support/database.ts";
import { anEvaluation, anna, aProgram, aRelease, ben, channel, guest, program, rita, team } from "../support/gates.ts";
import { aRunIntent } from "../support/intents.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

const evaluate: EvalIntent = { verb: "eval", program, target: "deployed", model: null, split: "test", version: null };
const compile = (over: Partial<RunIntent> = {}) => aRunIntent({ program, optimizers: ["LabeledFewShot"], ...over });

/** A program that may spend a dollar unasked, with data to learn from. */
async function aCarefulProgram() {
  const ground = await aProgram();
  await Programs.updateOne({}, { $set: { "config.budget.ask_above_usd": 1 } });
  await DatasetVersions.updateOne({}, { $set: { "counts.train": 12, "counts.val": 12 } });
  return ground;
}

let deliveries = 0;
async function asks(intent: RunningIntent): Promise<Run> {
  const asked = { team, user: rita, channel, threadTs: null, at: bot.deps.now() };
  const run = await startRun(intent, { ...asked, delivery: `command-${deliveries++}` });
  await showRun(run);
  return run;
}
const now = (run: Pick<Run, "_id">): Promise<Run> => Runs.findById(run._id).lean<Run>().orFail().exec();

async function cardOf(run: Pick<Run, "_id">) {
  await bot.sender.drain();
  const { ts } = await Outbox.findOne({ team, key: runMessageKey(run) })
    .lean()
    .orFail()
    .exec();
  return { channel, ts: ts ?? "" };
}
async function reads(run: Pick<Run, "_id">): Promise<string> {
  const { ts } = await cardOf(run);
  const message = (await bot.slack.messages(channel)).find((each) => each.ts === ts);
  return message ? bot.slack.render(message) : "";
}
const claim = (run: Run) => claimStep(run._id, 0, "a worker", bot.deps.now(), 15_000);

describe("what counts against ask_above_usd", () => {
  it("is the plan at worst, within the limit; the limit where it was named or nothing was measured", async () => {
    const { base } = await aCarefulProgram();
    const unmeasured = [await asks(compile()), await asks(evaluate)];
    await anEvaluation(base, "T0HELIX-r99", 20);
    const measured = [await asks(compile()), await asks(evaluate)];
    const named = [await asks(compile({ budgetUsd: 0.9 })), await asks(compile({ budgetUsd: 3 }))];

    expect(unmeasured.map(({ ask }) => ask?.usd)).toEqual([5, 5]);
    expect(measured.map(({ ask, status }) => [ask, status])).toEqual(Array(2).fill([null, "queued"]));
    expect(named.map(({ ask }) => ask?.usd ?? null)).toEqual([null, 3]);
  });

  it("of a dear plan is what it may come to, never more than the limit", async () => {
    const { base } = await aCarefulProgram();
    await anEvaluation(base, "T0HELIX-r99", 20);

    const [some, most] = [
      await asks(compile({ optimizers: ["BootstrapFewShot"], set: { max_bootstrapped_demos: 4 } })),
      await asks(compile({ optimizers: ["GEPA"], set: { max_metric_calls: 5_000 } })),
    ];

    expect(some.ask?.usd ?? 0).toBeLessThan(5);
    expect(most.ask?.usd).toBe(5);
  });
});

describe("a run that waits for Start", () => {
  it("shows its plan, is claimed by nobody, and is not for a bystander to start", async () => {
    await aCarefulProgram();
    const run = await asks(compile());
    const members = [anna, rita, guest, bot.slack.directory.bot.userId];
    await bot.slack.setPeople({ channels: [{ id: channel, members }] });

    const said = await reads(run);
    const refused = await (await bot.slack.as(guest).presses(await cardOf(run), { text: "Start" })).ephemeral();

    expect(said).toContain("waiting for Start");
    expect(said).toMatch(/spent yet\.\* It may spend \$5\.00; above \$1\.00 somebody has to press Start/);
    expect(said).toContain("[ Start ]  [ Cancel ]");
    expect(bot.slack.render(refused).replace(/\s+/g, " ")).toContain(
      "whoever asked for a run, or an approver, may start it",
    );
    expect(await claim(run)).toBeNull();
    expect((await now(run)).status).toBe("waiting");
  });

  it("is started once, by whoever is first: an approver or who asked", async () => {
    await aCarefulProgram();
    const run = await asks(compile());
    const card = await cardOf(run);

    await Promise.all([
      bot.slack.as(anna).presses(card, { text: "Start" }),
      bot.slack.as(rita).presses(card, { text: "Start" }),
    ]);
    await bot.quiet();

    const started = await now(run);
    expect(started).toMatchObject({ status: "queued", steps: [{ status: "queued" }, { status: "waiting" }] });
    expect([anna, rita]).toContain(started.ask?.startedBy);
    expect(started.moves.map(({ from, to }) => `${from}→${to}`)).toEqual(["→waiting", "waiting→queued"]);
    expect(await reads(run)).toContain("Started by @");
    expect((await claim(started))?.status).toBe("running");
  });

  it("is given up after a day, says so, and can be asked for again with one button", async () => {
    await aCarefulProgram();
    const run = await asks(compile());
    const card = await cardOf(run);
    bot.ahead = 25 * 60 * 60_000;

    await bot.reconciler().round();
    const over = await reads(run);
    await bot.slack.as(ben).presses(card, { text: "Run again" });
    await bot.quiet();

    expect(over).toContain("It was not started: nobody pressed Start in time, and nothing was spent.");
    const again = await Runs.findOne({ n: run.n + 1 })
      .lean<Run>()
      .orFail();
    expect(again).toMatchObject({ status: "waiting", requestedBy: ben, intent: run.intent });
    expect(await reads(run)).toContain(`It was run again as r${again.n} by @`);
    expect(await reads(run)).not.toContain("[ Run again ]");
  });
});

it("a run that failed shows why beside Run again; pressed by two people at once, one run follows", async () => {
  await aCarefulProgram();
  await aRelease("base", null);
  const run = await asks(compile({ budgetUsd: 1 }));
  const { steps } = (await claim(run)) as Run;
  const problem = { what: "The compile stopped", why: "the runner was killed", next: "look into its log" };
  const at = bot.deps.now();
  const failed = await failStep({ runId: run._id, n: 0, epoch: steps[0]?.epoch ?? 0 }, problem, "a worker", at);
  await showRun(failed as Run);
  const card = await cardOf(run);

  expect(await reads(run)).toMatch(/stopped\.\* The runner was killed\. Look into its log\.\s+\[ Run again \]/);
  await Promise.all([anna, ben].map((user) => bot.slack.as(user).presses(card, { text: "Run again" })));
  await bot.quiet();

  expect(await Runs.find({ n: { $gt: run.n } }).lean()).toMatchObject([{ status: "queued", intent: run.intent }]);
});
