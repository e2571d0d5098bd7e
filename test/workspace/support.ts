import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { App, HTTPReceiver, LogLevel } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import { onTestFinished } from "vitest";
import { Workspace } from "../../examples/workspace/people.ts";
import { defaultBotToken, defaultSigningSecret, type WorkspaceOptions } from "../../examples/workspace/seed.ts";
import { startWorkspace } from "../../examples/workspace/server.ts";

export const channel = "C0HELIX01";
export const token = defaultBotToken;

/** A workspace of its own for one test, closed when the test is over. */
export async function aWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const running = await startWorkspace(options);
  onTestFinished(() => running.close());
  return Workspace.connect(running.url);
}

/** A client as the worker has it: no retries, and rate limits are thrown. */
export function aClient(slack: Workspace, { timeout = 5_000, token: own = token } = {}): WebClient {
  return new WebClient(own, {
    slackApiUrl: `${slack.url}/api/`,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: silent,
  });
}

/** A real Bolt app over HTTP, told to the workspace, stopped when the test is over. */
export async function aBot(slack: Workspace, listen: (app: App) => void): Promise<App> {
  const receiver = new HTTPReceiver({ signingSecret: defaultSigningSecret, logger: silent });
  const app = new App({
    token,
    receiver,
    deferInitialization: true,
    convoStore: false,
    logger: silent,
    clientOptions: { slackApiUrl: `${slack.url}/api/`, retryConfig: { retries: 0 } },
  });
  listen(app);
  await app.init();
  await app.start({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => stopped(app));
  const { port } = (receiver as unknown as { server: { address(): AddressInfo } }).server.address();
  await slack.setApp({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
  return app;
}

async function stopped(app: App): Promise<void> {
  await app.stop().catch(() => undefined);
}

/** Whatever answers HTTP: for what no Bolt app would do. @param answer the status to answer with */
export async function anApp(
  slack: Workspace,
  answer: (headers: IncomingHttpHeaders, body: string) => number,
): Promise<void> {
  const server = createServer(async (request, response) => {
    response.writeHead(answer(request.headers, await text(request))).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  await slack.setApp({ requestUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` });
}

const nothing = (): void => undefined;
export const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};
