import { readFile } from "node:fs/promises";
import mongoose from "mongoose";
import { beforeAll, expect, it } from "vitest";
import { gateValue } from "../../blocks/gate.ts";
import { post } from "../../examples/workspace/deliver/post.ts";
import { theGate } from "../../models/gate.ts";
import { aProgram, aPromotion, type Promotion } from "../support/gates.ts";
import type { HelixProcess } from "../support/helix/process.ts";
import { channel, useHelix } from "../support/helix.ts";
import { forgedRequests, oddRequests, type Sent, signed } from "../support/odd-requests.ts";

const given = useHelix({ register: false });
let bots: HelixProcess[];
let promotion: Promotion;
const closing = new AbortController().signal;

beforeAll(async () => {
  promotion = await aPromotion(await aProgram());
  bots = await Promise.all([given.set.startBot(), given.set.startBot()]);
}, 60_000);

const to = (bot: HelixProcess | undefined, { body, headers }: Sent) =>
  post(`${bot?.url}/slack/events`, body, headers, { timeoutMs: 10_000, closing });

/** The answers to many requests, forty at a time. */
async function answers(requests: Sent[]): Promise<number[]> {
  const [bot] = bots;
  const left = [...requests];
  const statuses: number[] = [];
  const sender = async () => {
    for (let next = left.pop(); next; next = left.pop()) statuses.push((await to(bot, next)).status);
  };
  await Promise.all(Array.from({ length: 40 }, sender));
  return statuses;
}

/** How much is stored, without what a request itself leaves behind: that it came, its answer, its refusal, an opened Home. */
async function stored(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const collection of (await mongoose.connection.db?.collections()) ?? [])
    if (!["inbox", "outbox", "audit", "homes"].includes(collection.collectionName))
      counts[collection.collectionName] = await collection.countDocuments();
  return counts;
}

it("of 1,000 forged requests none is handled", async () => {
  const calls = (await given.set.slack.calls()).length;
  const before = await stored();

  const statuses = await answers(forgedRequests(gateValue(promotion.gate), 1_000));

  expect(statuses.filter((status) => status === 401)).toHaveLength(1_000);
  expect(await stored()).toEqual(before);
  expect(await mongoose.connection.db?.collection("inbox").countDocuments()).toBe(0);
  expect(await given.set.slack.calls()).toHaveLength(calls);
});

it("1,000 odd but signed requests are answered each, decide and start nothing, and the next command works", async () => {
  const before = await stored();

  const statuses = await answers(oddRequests(gateValue(promotion.gate), 1_000));

  expect(statuses).toHaveLength(1_000);
  expect(statuses.filter((status) => ![200, 400].includes(status))).toEqual([]);
  const press = await given.set.slack.as("U0ANNA").command(channel, "/helix programs");
  expect(given.set.slack.render(await press.ephemeral())).toContain("ticket-router");
  expect(await stored()).toEqual(before);
  expect(await theGate(promotion.gate._id)).toMatchObject({ status: "open", votes: [], decision: null });
  expect(await readFile(given.set.logFile, "utf8")).not.toMatch(/nobody handled/);
}, 60_000);

it("a body longer than any of Slack's is refused in so many words, signed or not, and the next request works", async () => {
  const long = JSON.stringify({ type: "event_callback", text: "x".repeat(5 * 1024 * 1024) });
  const right = signed(long, "application/json");
  const forged = { ...right, headers: { ...right.headers, "x-slack-signature": "v0=0" } };

  const statuses = [];
  for (const request of [right, forged]) statuses.push((await to(bots[0], request)).status);

  expect(statuses).toEqual([413, 413]);
  const press = await given.set.slack.as("U0ANNA").command(channel, "/helix programs");
  expect(given.set.slack.render(await press.ephemeral())).toContain("ticket-router");
});

it("an event that Slack sends to two processes, and again, is handled once", async () => {
  const { slack } = given.set;
  const event = { type: "app_mention", user: "U0BEN", channel, ts: "1700000001.000001", text: "<@U0HELIX> juggle" };
  const body = JSON.stringify({ type: "event_callback", team_id: "T0HELIX", event_id: "Ev1", event });
  const again = { ...signed(body, "application/json") };
  again.headers = { ...again.headers, "x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout" };

  const all = [...bots, ...bots].map((bot) => to(bot, again));
  expect((await Promise.all(all)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  // Whoever comes next is answered by both: by then each of them has dealt with what came before.
  await slack.waitFor(async () => (await slack.as("U0BEN").ephemerals()).length > 0);
  for (const [n, bot] of bots.entries())
    await to(bot, signed(body.replace("000001", `00001${n}`).replace("Ev1", `Ev1${n}`), "application/json"));
  await slack.waitFor(async () => (await slack.as("U0BEN").ephemerals()).length >= 3);

  expect(await slack.as("U0BEN").ephemerals()).toHaveLength(3);
});
