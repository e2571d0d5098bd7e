import { failpoint } from "../../jobs/failpoint.ts";
import { OutboxSender } from "../../jobs/outbox.ts";
import { tellAsker } from "../undelivered.ts";
import type { Running } from "./running.ts";

/** What sends this process's share of what Slack is to show. */
export function senderOf({ config, deps, log, client, access }: Omit<Running, "outbox">): OutboxSender {
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
