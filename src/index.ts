import { mkdir } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { parseArgs } from "node:util";
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
import { connectMongo, connectRedis, missingStore, redisProblems } from "./connections.ts";
import { listenForDecisions } from "./decisions.ts";
import { makeDeps } from "./deps.ts";
import { lastLine, openLog, scrub, secretsIn } from "./log.ts";
import { listenForMentions, resumeMentions } from "./mentions.ts";
import { healthRoutes, openSlack } from "./slack.ts";
import { tellAsker } from "./undelivered.ts";

type Role = "all" | "bot" | "worker";

/** Starts one process of Helix in a role and answers with how to stop it. Prints one line when it is ready. */
async function start(role: Role, config: Config): Promise<() => Promise<void>> {
  const log = openLog(config.logLevel, secretsIn(process.env));
  armFailpoint(config.failpoint);
  await mkdir(config.home, { recursive: true });
  await connectMongo(config);
  const redis = connectRedis(config, "queue");
  const lacking = await redisProblems(redis);
  if (lacking.length > 0) throw new Error(lacking.join("; "));
  const client = outboxClient(config.slack.botToken, {
    ...(config.slack.apiUrl && { slackApiUrl: config.slack.apiUrl }),
  });
  const { team_id: team } = await client.auth.test();
  if (!team) throw new Error("Slack did not say which workspace the bot's token belongs to");
  const deps = { ...makeDeps(config, team, log), limits: new ModelLimits(redis, config.queue) };
  for (const [chain, verdict] of await syncAnchors(config.anchor))
    if (!verdict.ok)
      log.error({ team: chain, problem: verdict.problem, seq: verdict.seq }, "the audit chain does not hold");
  const queue = openQueue(config.queue, redis);
  const ready = () => missingStore(redis);
  const stops: (() => Promise<unknown>)[] = [];
  if (role !== "worker") stops.push(await startBot(config, deps, log, ready, (run) => enqueueRun(queue, run)));
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
  ready: () => Promise<string | null>,
  enqueue: Parameters<typeof listenForCommands>[1]["enqueue"],
) {
  const { app } = openSlack(config, log, ready);
  listenForCommands(app, { deps, enqueue });
  listenForMentions(app, { deps, enqueue });
  listenForDecisions(app, deps);
  await app.init();
  const server = (await app.start({ port: config.port, host: config.host })) as Server;
  announce(server);
  await resumeMentions(app.client, { deps, enqueue });
  return () => app.stop();
}

async function serveHealth(config: Config, ready: () => Promise<string | null>): Promise<() => Promise<void>> {
  const routes = healthRoutes(ready);
  const server = createServer((request, response) => {
    const route = routes.find(({ path }) => path === request.url);
    if (route) route.handler(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(config.port, config.host, done));
  announce(server);
  return async () => void server.close();
}

/** One line for whoever started the process: where it listens. */
function announce(server: Server): void {
  const address = server.address();
  if (address && typeof address === "object")
    process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${address.port}` })}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { role: { type: "string", default: "all" }, "with-parent": { type: "boolean", default: false } },
  });
  loadDotEnv();
  const read = readConfig(process.env);
  const roleFits = ["all", "bot", "worker"].includes(values.role);
  if (!read.ok || !roleFits) {
    const problems = [
      ...(read.ok ? [] : read.problems),
      ...(roleFits ? [] : [`--role ${values.role} is not one of all, bot, worker`]),
    ];
    process.stderr.write(`Helix cannot start:\n${problems.map((each) => `  - ${each}\n`).join("")}`);
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
