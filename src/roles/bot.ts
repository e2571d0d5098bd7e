import type { Server } from "node:http";
import type { App } from "@slack/bolt";
import { hintOthers } from "../../jobs/outbox/hints.ts";
import { enqueueRun } from "../../jobs/queue.ts";
import type { Run } from "../../models/run.ts";
import { listenForPeople } from "../listeners.ts";
import { resumeMentions } from "../mentions.ts";
import { announce, serveHealth } from "../slack/health.ts";
import { openSlack } from "../slack.ts";
import type { Running, Stops } from "./running.ts";

/** Listens to Slack. */
export async function startBot({ config, deps, log, redis, queue, access, ready, outbox }: Running): Promise<Stops> {
  const enqueue = (run: Run) => enqueueRun(queue, run);
  const { app } = openSlack(config, log, ready, access);
  listenForPeople(app, { deps, enqueue });
  await app.init();
  const stopHinting = hintOthers(redis, config.queue);
  outbox.takeEdits();
  const stopListening = await listen(app, { config, ready });
  await resumeMentions(app.client, { deps, enqueue });
  return [stopListening, () => outbox.stop(), async () => stopHinting()];
}

/** Slack's requests come to Bolt's own server, or by Socket Mode beside a server that only says how this process is. */
async function listen(app: App, { config, ready }: Pick<Running, "config" | "ready">): Promise<Stops[number]> {
  if (config.slack.transport.kind === "http") {
    announce((await app.start({ port: config.port, host: config.host })) as Server);
    return () => app.stop();
  }
  await app.start();
  const stopHealth = await serveHealth(config, ready);
  return () => Promise.all([app.stop(), stopHealth()]);
}
