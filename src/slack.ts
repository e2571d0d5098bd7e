import { App, HTTPReceiver } from "@slack/bolt";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import { guardBorder } from "./slack/border.ts";

/** Interactive calls end soon and are repeated once at most (slack notes, section 4). */
const interactive = { timeout: 5_000, retryConfig: { retries: 1, maxTimeout: 1_000 } };

/** Bolt's app over HTTP with signature checks; `ready` says whether this process can work, for /readyz. */
export function openSlack(
  config: Config,
  log: Logger,
  ready: () => Promise<string | null>,
): { app: App; receiver: HTTPReceiver } {
  const receiver = new HTTPReceiver({
    signingSecret: config.slack.signingSecret,
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
  guardBorder(receiver, config.slack.signingSecret, log);
  const app = new App({
    token: config.slack.botToken,
    receiver,
    deferInitialization: true,
    convoStore: false,
    clientOptions: {
      ...interactive,
      ...(config.slack.apiUrl && { slackApiUrl: config.slack.apiUrl }),
      logger: boltLog(log),
    },
    logger: boltLog(log),
  });
  app.error(async (error) => log.error({ err: error.original ?? error }, "a listener failed"));
  return { app, receiver };
}

type Answer = (request: unknown, response: { writeHead(status: number): { end(text: string): void } }) => void;

export function healthRoutes(
  ready: () => Promise<string | null>,
): { path: string; method: string[]; handler: Answer }[] {
  return [
    { path: "/livez", method: ["GET"], handler: (_, response) => response.writeHead(200).end("alive\n") },
    {
      path: "/readyz",
      method: ["GET"],
      handler: (_, response) =>
        void ready().then((missing) =>
          missing ? response.writeHead(503).end(`${missing}\n`) : response.writeHead(200).end("ready\n"),
        ),
    },
  ];
}

/** Bolt's own log lines go where ours go. */
function boltLog(log: Logger) {
  const say =
    (level: "debug" | "info" | "warn" | "error") =>
    (...words: unknown[]) =>
      log[level](words.map((word) => (word instanceof Error ? word.message : String(word))).join(" "));
  return {
    debug: say("debug"),
    info: say("debug"),
    warn: say("warn"),
    error: say("error"),
    setLevel: () => undefined,
    getLevel: () => "info" as never,
    setName: () => undefined,
  };
}
