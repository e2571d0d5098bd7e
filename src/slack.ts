import { App, HTTPReceiver, type Receiver } from "@slack/bolt";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import { Access } from "./slack/access.ts";
import { boltLog } from "./slack/bolt-log.ts";
import { guardBorder } from "./slack/border.ts";
import { healthRoutes, type Ready } from "./slack/health.ts";
import { socketReceiver } from "./slack/socket.ts";
import { answerUnclaimed } from "./slack/unclaimed.ts";

/**
 * Interactive calls end soon and are repeated once at most (slack notes, section 4). A rate limit is an error at once:
 * waiting for it would hold back every other call of the client, and outlast any trigger.
 */
const interactive = { timeout: 5_000, retryConfig: { retries: 1, maxTimeout: 1_000 }, rejectRateLimitedCalls: true };

/** Bolt's app over HTTP or Socket Mode; `ready` says whether this process can work, for /readyz. */
export function openSlack(config: Config, log: Logger, ready: Ready, access = new Access(log)): { app: App } {
  const { botToken, apiUrl, transport } = config.slack;
  const clientOptions = { ...interactive, ...(apiUrl && { slackApiUrl: apiUrl }), logger: boltLog(log) };
  const receiver: Receiver =
    transport.kind === "socket"
      ? socketReceiver(transport.appToken, clientOptions, log, access)
      : httpReceiver(transport.signingSecret, log, ready);
  const app = new App({
    token: botToken,
    receiver,
    deferInitialization: true,
    convoStore: false,
    clientOptions: { ...clientOptions, fetch: access.fetch },
    logger: boltLog(log),
  });
  app.error(async (error) => log.error({ err: error.original ?? error }, "a listener failed"));
  answerUnclaimed(app, log);
  app.event("app_uninstalled", async ({ event }) => access.uninstalled(event.type));
  app.event("tokens_revoked", async ({ event }) => {
    // Tokens of people are no concern: Helix has none.
    if (event.tokens?.bot?.length) access.uninstalled(event.type);
  });
  return { app };
}

/** Every request's signature is checked. */
function httpReceiver(signingSecret: string, log: Logger, ready: Ready): HTTPReceiver {
  const receiver = new HTTPReceiver({
    signingSecret,
    customRoutes: healthRoutes(ready),
    logger: boltLog(log),
    processEventErrorHandler: async ({ error, response }) => {
      log.error({ err: error }, "a request from Slack could not be handled");
      if (!response.headersSent) response.writeHead(500).end();
      return true;
    },
    unhandledRequestHandler: ({ response }) => {
      log.warn("a request from Slack had no listener, or was not acknowledged in time");
      if (!response.headersSent) response.writeHead(404).end();
    },
  });
  guardBorder(receiver, signingSecret, log);
  return receiver;
}
