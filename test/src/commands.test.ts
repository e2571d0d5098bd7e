import { pino } from "pino";
import { expect, it } from "vitest";
import type { Deps } from "../../jobs/deps.ts";
import { Programs } from "../../models/program.ts";
import { Runs } from "../../models/run.ts";
import { listenForCommands } from "../../src/commands.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram } from "../support/gates.ts";
import { until } from "../support/helix/until.ts";
import { aBot, aWorkspace, channel } from "../workspace/support.ts";

useDatabase();

/** A bot that hears commands; nothing takes its runs. `enqueue` tells the queue. */
async function aHelix(enqueue: () => Promise<void> = async () => undefined) {
  const slack = await aWorkspace();
  const deps = { team: "T0HELIX", now: () => new Date(), log: pino({ level: "silent" }) } as Deps;
  await aBot(slack, (app) => listenForCommands(app, { deps, enqueue }));
  return slack;
}

it("a command makes a run where it was typed, also when the queue does not answer", async () => {
  await aProgram();
  const slack = await aHelix(() => Promise.reject(new Error("Redis is down")));

  await slack.as("U0RITA").command(channel, "/helix eval");

  await until("a run", () => Runs.countDocuments());
  expect(await Runs.find({}).lean()).toMatchObject([
    { requestedBy: "U0RITA", channel, threadTs: null, status: "queued" },
  ]);
});

it("where two programs are registered and none is named, the person is asked which", async () => {
  const { program: first } = await aProgram();
  await Programs.create({ ...first, _id: "another", name: "another" });
  const slack = await aHelix();

  const answer = await (await slack.as("U0ANNA").command(channel, "/helix eval")).ephemeral();

  expect(slack.render(answer)).toMatch(/Which program\? One of another or ticket-router\./);
  expect(await Runs.countDocuments()).toBe(0);
});

it("a database that does not answer is told to whoever typed the command", async () => {
  const slack = await aHelix();
  const { find } = Programs;
  const { MongoServerSelectionError } = (await import("mongoose")).mongo;
  Programs.find = (() => {
    throw new MongoServerSelectionError("connect ECONNREFUSED 10.0.0.1:27017", {} as never);
  }) as never;
  try {
    const answer = await (await slack.as("U0ANNA").command(channel, "/helix status")).ephemeral();

    expect(slack.render(answer)).toMatch(
      /Helix cannot reach its database\.[\s\S]*MongoDB does not answer\.[\s\S]*Try again in a minute/,
    );
    expect(slack.render(answer)).not.toContain("10.0.0.1");
  } finally {
    Programs.find = find;
  }
});

it("a run is found, paused, resumed and cancelled by its short id, by whoever asked for it and nobody else", async () => {
  await aProgram();
  const slack = await aHelix();
  await slack.as("U0ANNA").command(channel, "/helix eval");
  await until("a run", () => Runs.countDocuments());
  const answered = async (user: string, text: string) =>
    slack.render(await (await slack.as(user).command(channel, text)).ephemeral()).replaceAll(/[*`]/g, "");

  expect(await answered("U0RITA", "/helix runs --by @anna")).toContain(
    "r1 Evaluation of what is deployed for ticket-router",
  );
  expect(await answered("U0RITA", "/helix cancel r1")).toMatch(
    /Nothing was cancelled: r1\.[\s\S]*only whoever asked for a run, or an approver, may cancel it\. Ask @Anna or @Ben\./i,
  );
  expect(await answered("U0ANNA", "/helix pause r1")).toContain("r1 is paused");
  expect(await answered("U0ANNA", "/helix resume r1")).toContain("r1 is at work again");
  expect(await answered("U0ANNA", "/helix cancel r1")).toContain("r1 is cancelled");
  expect(await Runs.findOne({}).lean()).toMatchObject({ status: "cancelled", cancelRequestedBy: "U0ANNA" });
});
