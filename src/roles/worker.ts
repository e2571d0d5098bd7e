import { keepHomes } from "../../jobs/home/keep.ts";
import { hearHints } from "../../jobs/outbox/hints.ts";
import { startReconciler } from "../../jobs/reconciler.ts";
import { startWorker as startSteps } from "../../jobs/worker.ts";
import { connectRedis } from "../connections.ts";
import { homeSources } from "../home/freshen.ts";
import type { Running, Stops } from "./running.ts";

/** Works on runs, completes what is unfinished, and sends what Slack is to show. */
export async function startWorker(running: Running): Promise<Stops> {
  const { config, deps, queue, client, outbox } = running;
  const connection = connectRedis(config, "worker");
  const steps = startSteps({ deps, queue, connection, concurrency: config.concurrency });
  const reconciler = startReconciler(deps, queue);
  const homes = keepHomes(deps, client, await homeSources(deps, client));
  outbox.start();
  const stopHearing = hearHints(connection, config.queue, () => outbox.look());
  return [
    () => steps.stop(),
    () => reconciler.stop(),
    () => homes.stop(),
    () => outbox.stop(),
    async () => stopHearing(),
    async () => connection.disconnect(),
  ];
}
