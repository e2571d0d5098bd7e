import { mkdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import mongoose from "mongoose";
import type { Logger } from "pino";
import { syncAnchors } from "../jobs/audit-anchor.ts";
import { armFailpoint } from "../jobs/failpoint.ts";
import { ModelLimits } from "../jobs/limits/model-limits.ts";
import { outboxClient } from "../jobs/outbox/client.ts";
import { openQueue } from "../jobs/queue.ts";
import { type Config, loadDotEnv, readConfig } from "./config.ts";
import { connectMongo, connectRedis, missingStore } from "./connections.ts";
import { makeDeps } from "./deps.ts";
import { lastLine, openLog, scrub, secretsIn } from "./log.ts";
import { unreachable } from "./reach.ts";
import type { Running, Stops } from "./roles/running.ts";
import { senderOf } from "./roles/sender.ts";
import { Access } from "./slack/access.ts";
import { serveHealth } from "./slack/health.ts";

type Role = "all" | "bot" | "worker";

/** Starts one process of Helix in a role and answers with how to stop it. Prints one line when it is ready. */
async function start(role: Role, config: Config): Promise<() => Promise<void>> {
  // What a role does not need is not loaded: it would cost every start its time, and the process its memory.
  const bot = role === "worker" ? null : await import("./roles/bot.ts");
  const worker = role === "bot" ? null : await import("./roles/worker.ts");
  const log = openLog(config.logLevel, secretsIn(process.env));
  const running = await connect(config, log);
  const stops: Stops = [];
  if (bot) stops.push(...(await bot.startBot(running)));
  if (worker) stops.push(...(await worker.startWorker(running)));
  if (!bot) stops.push(await serveHealth(config, running.ready));
  return async () => {
    for (const stop of stops) await stop().catch((err) => log.error({ err }, "part of Helix did not stop well"));
    await running.queue.close();
    running.redis.disconnect();
    await mongoose.disconnect();
  };
}

async function connect(config: Config, log: Logger): Promise<Running> {
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
  const ready = async () => {
    await access.recheck(() => client.auth.test());
    return access.problem ?? missingStore(redis);
  };
  const running = { config, deps, log, redis, queue: openQueue(config.queue, redis), client, access, ready };
  return { ...running, outbox: senderOf(running) };
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
    process.stderr.write(`Helix cannot start:\n${list}\`npm run doctor\` looks at everything else, too.\n`);
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
