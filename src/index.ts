import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import { parseArgs } from "node:util";
import type { App } from "@slack/bolt";
import mongoose from "mongoose";
import { syncAnchors } from "../jobs/audit-anchor.ts";
import { armFailpoint, failpoint } from "../jobs/failpoint.ts";
import { ModelLimits } from "../jobs/limits/model-limits.ts";
import { outboxClient } from "../jobs/outbox/client.ts";
import { OutboxSender } from "../jobs/outbox.ts";
import { enqueueRun, openQueue } from "../jobs/queue.ts";
import { startReconciler } from "../jobs/reconciler.ts";
import { startWorker } from "../jobs/worker.ts";
import { listenForCommands } from "./commands.ts";
import { type Config, loadDotEnv, readConfig } from "./config.ts";
import { connectMongo, connectRedis, missingStore } from "./connections.ts";
import { listenForDecisions } from "./decisions.ts";
import { makeDeps } from "./deps.ts";
import { lastLine, openLog, scrub, secretsIn } from "./log.ts";
import { listenForMentions, resumeMentions } from "./mentions.ts";
import { unreachable } from "./reach.ts";
import { Access } from "./slack/access.ts";
import { announce, type Ready, serveHealth } from "./slack/health.ts";
import { openSlack } from "./slack.ts";
import { tellAsker } from "./undelivered.ts";

type Role = "all" | "bot" | "worker";

/** Starts one process of Helix in a role and answers with how to stop it. Prints one line when it is ready. */
async function start(role: Role, config: Config): Promise<() => Promise<void>> {
  const log = openLog(config.logLevel, secretsIn(process.env));
  armFailpoint(config.failpoint);
  await mkdir(config.home, { recursive: true });
  await connectMongo(config);
  const redis = connectRedis(config, "queue");
  const access = new Access(log);
  const client = outboxClient(config.slack.botToken, {
    ...(config.slack.apiUrl && { slackApiUrl: config.slack.apiUrl }),
    fetch: access.fetch,
  });
  const { team_id: team } = await client.auth.test();
  if (!team) throw new Error("Slack did not say which workspace the bot's token belongs to");
  const deps = { ...makeDeps(config, team, log), limits: new ModelLimits(redis, config.queue) };
  for (const [chain, verdict] of await syncAnchors(config.anchor))
    if (!verdict.ok)
      log.error({ team: chain, problem: verdict.problem, seq: verdict.seq }, "the audit chain does not hold");
  const queue = openQueue(config.queue, redis);
  const ready = async () => {
    await access.recheck(() => client.auth.test());
    return access.problem ?? missingStore(redis);
  };
  const stops: (() => Promise<unknown>)[] = [];
  if (role !== "worker")
    stops.push(await startBot(config, deps, log, { ready, access }, (run) => enqueueRun(queue, run)));
  if (role !== "bot") {
    const connection = connectRedis(config, "worker");
    const worker = startWorker({ deps, queue, connection, concurrency: config.concurrency });
    const reconciler = startReconciler(deps, queue);
    const outbox = new OutboxSender({
      client,
      team,
      owner: config.owner,
      failpoint,
      onFailed: (message, problem) => {
        // What keeps every message back is said once, by `access`.
        if (problem.kind === "locked" && access.problem !== null) return;
        log.warn({ message: message.key, problem: problem.message }, "a message did not reach Slack as it is");
        void tellAsker(client, message, problem).catch((err) => log.warn({ err }, "nobody could be told of it"));
      },
      onError: (err) => log.error({ err }, "the outbox has trouble"),
    });
    outbox.start();
    stops.push(
      () => worker.stop(),
      () => reconciler.stop(),
      () => outbox.stop(),
      async () => connection.disconnect(),
    );
    if (role === "worker") stops.push(await serveHealth(config, ready));
  }
  return async () => {
    for (const stop of stops) await stop().catch((err) => log.error({ err }, "part of Helix did not stop well"));
    await queue.close();
    redis.disconnect();
    await mongoose.disconnect();
  };
}

async function startBot(
  config: Config,
  deps: Parameters<typeof listenForDecisions>[1],
  log: ReturnType<typeof openLog>,
  { ready, access }: { ready: Ready; access: Access },
  enqueue: Parameters<typeof listenForCommands>[1]["enqueue"],
) {
  const { app } = openSlack(config, log, ready, access);
  listenForCommands(app, { deps, enqueue });
  listenForMentions(app, { deps, enqueue });
  listenForDecisions(app, deps);
  await app.init();
  const stopListening = await listen(app, config, ready);
  await resumeMentions(app.client, { deps, enqueue });
  return stopListening;
}

/** Slack's requests come to Bolt's own server, or by Socket Mode beside a server that only says how this process is. */
async function listen(app: App, config: Config, ready: Ready): Promise<() => Promise<unknown>> {
  if (config.slack.transport.kind === "http") {
    announce((await app.start({ port: config.port, host: config.host })) as Server);
    return () => app.stop();
  }
  await app.start();
  const stopHealth = await serveHealth(config, ready);
  return () => Promise.all([app.stop(), stopHealth()]);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { role: { type: "string", default: "all" }, "with-parent": { type: "boolean", default: false } },
  });
  loadDotEnv();
  const read = readConfig(process.env);
  const roleFits = ["all", "bot", "worker"].includes(values.role);
  const problems = [
    ...(read.ok ? [] : read.problems),
    ...(roleFits ? [] : [`--role ${values.role} is not one of all, bot, worker`]),
    ...(await unreachable(process.env, { socket: values.role !== "worker" })),
  ];
  if (!read.ok || problems.length > 0) {
    const list = problems.map((each) => `  - ${each}\n`).join("");
    process.stderr.write(
      scrub(`Helix cannot start:\n${list}\`npm run doctor\` looks at everything else, too.\n`, secretsIn(process.env)),
    );
    process.exit(1);
  }
  const stop = await start(values.role as Role, read.config);
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 8_000).unref();
    void stop().then(() => process.exit(0));
  };
  process.on("SIGTERM", end).on("SIGINT", end);
  if (values["with-parent"]) process.stdin.on("end", end).on("error", end).resume();
}

process.on("unhandledRejection", (error) => {
  process.stderr.write(lastLine("Helix met an error nobody handled", error, secretsIn(process.env)));
});

await main().catch((error: unknown) => {
  const words = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${scrub(`Helix cannot start: ${words}`, secretsIn(process.env))}\n`);
  process.exit(1);
});
