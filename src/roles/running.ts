import type { WebClient } from "@slack/web-api";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { OutboxSender } from "../../jobs/outbox.ts";
import type { StepQueue } from "../../jobs/queue.ts";
import type { Config } from "../config.ts";
import type { makeDeps } from "../deps.ts";
import type { Access } from "../slack/access.ts";
import type { Ready } from "../slack/health.ts";

/** What every role has: the configuration, its connections, and who is told of what. */
export interface Running {
  config: Config;
  deps: ReturnType<typeof makeDeps>;
  log: Logger;
  redis: Redis;
  queue: StepQueue;
  client: WebClient;
  outbox: OutboxSender;
  access: Access;
  ready: Ready;
}

/** How to stop what was started, in this order. */
export type Stops = (() => Promise<unknown>)[];
