import { failpoint } from "../../jobs/failpoint.ts";
import { keepHomes } from "../../jobs/home/keep.ts";
import { hearHints } from "../../jobs/outbox/hints.ts";
import { OutboxSender } from "../../jobs/outbox.ts";
import { startReconciler } from "../../jobs/reconciler.ts";
import { startWorker as startSteps } from "../../jobs/worker.ts";
import { connectRedis } from "../connections.ts";
import { homeSources } from "../home/freshen.ts";
import { tellAsker } from "../undelivered.ts";
import type { Running, Stops } from "./running.ts";

/** Works on runs, completes what is unfinished, and sends what Slack is to show. */
export async function startWorker(running: Running): Promise<Stops> {
  const { config, deps, queue, client } = running;
  const connection = connectRedis(config, "worker");
  const steps = startSteps({ deps, queue, connection, concurrency: config.concurrency });
  const reconciler = startReconciler(deps, queue);
  const homes = keepHomes(deps, client, await homeSources(deps, client));
  const outbox = senderOf(running);
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

function senderOf({ config, deps, log, client, access }: Running): OutboxSender {
  return new OutboxSender({
    client,
    team: deps.team,
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
}
