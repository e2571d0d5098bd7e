import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { Redis } from "ioredis";
import { afterEach, beforeEach } from "vitest";
import type { RawRequest } from "../../examples/workspace/deliver/raw.ts";
import { Workspace } from "../../examples/workspace/people.ts";
import { defaultBotToken, defaultSigningSecret } from "../../examples/workspace/seed.ts";
import { startWorkspace } from "../../examples/workspace/server.ts";
import { openAuditLog } from "../../jobs/audit-anchor.ts";
import type { Deps } from "../../jobs/deps.ts";
import { outboxClient } from "../../jobs/outbox/client.ts";
import { OutboxSender } from "../../jobs/outbox.ts";
import { openQueue, type StepQueue } from "../../jobs/queue.ts";
import { startReconciler } from "../../jobs/reconciler.ts";
import type { Rounds } from "../../jobs/rounds.ts";
import { readAudit } from "../../models/audit.ts";
import type { AuditRecord } from "../../models/audit-chain.ts";
import { type Gate, gateMessageKey, theGate } from "../../models/gate.ts";
import { Outbox } from "../../models/outbox.ts";
import { readConfig } from "../../src/config.ts";
import { listenForPeople } from "../../src/listeners.ts";
import { openLog } from "../../src/log.ts";
import { openSlack } from "../../src/slack.ts";
import { channel, team } from "../support/gates.ts";
import { testMongoUrl, testRedisUrl } from "../support/stores.ts";

type Card = { channel: string; ts: string };
type OddClick = { user: string; actionId: string; value: string; ts: string; channel?: string; team?: string };

const quick = { leaseMs: 1_500, editMs: 60, settleMs: 60, backoffMs: 20, maxBackoffMs: 200 };

/** Gives each test a workspace, Helix's real Bolt app over HTTP, an outbox sender, and a clock it can turn. */
export function useBot() {
  const stops: (() => Promise<unknown>)[] = [];
  const underWay = new Set<Promise<void>>();
  let tests = 0;
  const given = {
    slack: undefined as unknown as Workspace,
    deps: undefined as unknown as Deps,
    sender: undefined as unknown as OutboxSender,
    /** Lines of log, as pino writes them. */
    log: [] as Record<string, unknown>[],
    /** Added to the server's clock (ms). */
    ahead: 0,
    /** The gate's card once Slack shows its newest state. */
    async card(gate: Pick<Gate, "_id">): Promise<Card> {
      const key = gateMessageKey(gate);
      await given.sender.drain();
      const { ts } = await Outbox.findOne({ team, key }).lean().orFail().exec();
      if (ts === null) throw new Error(`the card of ${gate._id} does not stand in Slack`);
      return { channel, ts };
    },
    /** What the card says to people now. */
    async reads(gate: Pick<Gate, "_id">): Promise<string> {
      const { ts } = await given.card(gate);
      const message = (await given.slack.messages(channel)).find((one) => one.ts === ts);
      return message ? given.slack.render(message) : "";
    },
    /** The queue of this test, as one more process would open it; closed after the test. */
    queue(): StepQueue {
      const redis = new Redis(testRedisUrl(), { maxRetriesPerRequest: null });
      const queue = openQueue(`gates-${process.pid}-${tests}`, redis);
      stops.push(async () => {
        await queue.obliterate({ force: true });
        await queue.close();
        redis.disconnect();
      });
      return queue;
    },
    /** A reconciler at work until the test is over. */
    reconciler(): Rounds {
      const reconciler = startReconciler(given.deps, given.queue());
      stops.push(() => reconciler.stop());
      return reconciler;
    },
    /** A rightly signed click on any button Slack could send, on any message: what a stale or forged client would press. */
    clicks: (click: OddClick, signature?: RawRequest["signature"]) =>
      given.slack.raw({ body: asForm(clickPayload(click)), ...(signature && { signature }) }),
    async audit(): Promise<AuditRecord[]> {
      const records: AuditRecord[] = [];
      for await (const record of readAudit(team)) records.push(record);
      return records;
    },
    /** Resolves when every click and form so far has been dealt with to the end. */
    quiet: async (): Promise<void> => void (await Promise.allSettled(underWay)),
    /** The gate as soon as it is as asked; looked at whenever something changes in Slack. */
    gateWhen(id: string, is: (gate: Gate) => boolean): Promise<Gate> {
      return given.slack.waitFor(async () => {
        const gate = await theGate(id);
        return is(gate) && gate;
      });
    },
  };

  beforeEach(async () => {
    tests += 1;
    const home = await mkdtemp(join(tmpdir(), "helix-gates-"));
    const running = await startWorkspace();
    given.slack = await Workspace.connect(running.url);
    Object.assign(given, { ahead: 0, log: [] });
    const log = openLog("warn", [defaultBotToken], memory(given.log));
    given.deps = depsOf(home, log, () => new Date(Date.now() + given.ahead));
    const slackApiUrl = `${running.url}/api/`;
    given.sender = new OutboxSender({
      client: outboxClient(defaultBotToken, { slackApiUrl }),
      team,
      owner: "test",
      timing: quick,
    });
    given.sender.start();
    const { app } = openSlack(configOf(slackApiUrl), log, async () => null);
    underWay.clear();
    app.use(async ({ next }) => {
      const work = next();
      underWay.add(work);
      await work;
    });
    listenForPeople(app, { deps: given.deps, enqueue: async () => undefined });
    await app.init();
    const server = (await app.start({ port: 0, host: "127.0.0.1" })) as Server;
    await given.slack.setApp({ requestUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` });
    stops.push(
      () => rm(home, { recursive: true }),
      () => running.close(),
      () => given.sender.stop(),
      // A click is acknowledged before it is acted on: what it does must not reach into the next test.
      () => Promise.allSettled(underWay),
      () => app.stop(),
    );
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });
  return given;
}

export const asForm = (payload: unknown): string =>
  new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

/** A click as Slack sends it, as far as Helix reads it. */
export function clickPayload({ user, actionId, value, ts, ...rest }: OddClick) {
  const { channel: where = channel, team: from = team } = rest;
  return {
    type: "block_actions",
    user: { id: user, team_id: from },
    team: { id: from, domain: "helix" },
    api_app_id: "A0HELIX",
    trigger_id: "1.2.odd",
    container: { type: "message", message_ts: ts, channel_id: where },
    channel: { id: where, name: "any" },
    message: { type: "message", ts, text: "" },
    actions: [{ type: "button", block_id: "b", action_id: actionId, value, action_ts: "1.2" }],
  };
}

function memory(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().split("\n").filter(Boolean)) lines.push(JSON.parse(line));
      done();
    },
  });
}

function configOf(slackApiUrl: string) {
  const read = readConfig({
    SLACK_BOT_TOKEN: defaultBotToken,
    SLACK_SIGNING_SECRET: defaultSigningSecret,
    SLACK_API_URL: slackApiUrl,
    MONGODB_URI: testMongoUrl(),
    REDIS_URL: testRedisUrl(),
  });
  if (!read.ok) throw new Error(read.problems.join("\n"));
  return read.config;
}

function depsOf(home: string, log: Deps["log"], now: () => Date): Deps {
  return {
    team,
    home,
    python: "python3",
    packages: home,
    audit: openAuditLog(join(home, "audit.anchor")),
    env: {},
    threads: 1,
    owner: `test-${process.pid}`,
    leaseMs: 15_000,
    now,
    log,
    openTraces: () => Promise.reject(new Error("no traces here")),
  };
}
