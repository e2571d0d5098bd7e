import { setTimeout as sleep } from "node:timers/promises";
import { SocketModeReceiver } from "@slack/bolt";
import type { WebClientOptions } from "@slack/web-api";
import type { Logger } from "pino";
import type { Access } from "./access.ts";
import { notConnected } from "./access-words.ts";
import { boltLog } from "./bolt-log.ts";
import { codeOf } from "./code-of.ts";

const mostMs = 15_000;

/** Bolt's receiver for Socket Mode. It stays connected until it is stopped. */
export function socketReceiver(
  appToken: string,
  clientOptions: WebClientOptions,
  log: Logger,
  access: Access,
): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLog(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
    processEventErrorHandler: async ({ error }) => {
      log.error({ err: error }, "a request from Slack could not be handled");
      return true;
    },
  });
  receiver.client.once("connected", () => keepConnected(receiver.client, access));
  return receiver;
}

type Client = SocketModeReceiver["client"];

/**
 * Slack has every connection made anew each few hours. The client's own way waits five seconds each time, and gives up
 * for good when Slack is out of reach just then.
 */
function keepConnected(client: Client, access: Access): void {
  const life = { stopping: false, connecting: false };
  client.on("disconnecting", () => {
    life.stopping = true;
  });
  client.on("disconnected", () => {
    if (!life.stopping && !life.connecting) void reconnect(client, access, life);
  });
}

async function reconnect(client: Client, access: Access, life: { stopping: boolean; connecting: boolean }) {
  life.connecting = true;
  for (let pauseMs = 250; !life.stopping; pauseMs = Math.min(mostMs, pauseMs * 2)) {
    const failed = await client.start().then(() => null, codeOf);
    if (failed === null) break;
    access.report("socket", notConnected(failed));
    await sleep(pauseMs, undefined, { ref: false });
  }
  life.connecting = false;
  if (life.stopping) return void client.disconnect();
  access.settle("socket");
}
