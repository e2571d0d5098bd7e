import { type FetchFunction, LogLevel, WebClient } from "@slack/web-api";

/** The part of a WebClient the outbox uses. */
export interface OutboxClient {
  auth: Pick<WebClient["auth"], "test">;
  chat: Pick<WebClient["chat"], "postMessage" | "update">;
  conversations: Pick<WebClient["conversations"], "replies" | "history">;
}

/**
 * A client as the outbox needs it: a call ends after `timeoutMs` (5 s), nothing is repeated behind the outbox's back, and
 * a rate limit is an error at once. `slackApiUrl` ends with a slash; `fetch` sees every answer.
 */
export function outboxClient(
  token: string,
  { slackApiUrl, timeoutMs = 5_000, fetch }: { slackApiUrl?: string; timeoutMs?: number; fetch?: FetchFunction } = {},
): WebClient {
  return new WebClient(token, {
    ...(slackApiUrl !== undefined && { slackApiUrl }),
    ...(fetch && { fetch }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: silent,
  });
}

/** What fails is told through the message's outcome; WebClient would also write it to the console. */
const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
