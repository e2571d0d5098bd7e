import { createHmac } from "node:crypto";
import { request } from "node:http";
import type { DeliveryFailure } from "../traffic.ts";

/** How a request to the app ended. `status` is 0 when there was no answer. */
export type Answer = { status: number; body: string; failure?: DeliveryFailure };

/** Slack's `v0` signature over the raw body (docs.slack.dev, "Verifying requests from Slack"). @param seconds since 1970 */
export function signature(secret: string, seconds: number, body: string): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex")}`;
}

/** Posts on a connection of its own, so that an app that was restarted is not met by a dead one. */
export function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  limits: { timeoutMs: number; closing: AbortSignal },
): Promise<Answer> {
  return new Promise((resolve) => {
    const timeout = AbortSignal.timeout(limits.timeoutMs);
    const signal = AbortSignal.any([timeout, limits.closing]);
    const failed = (): void =>
      resolve({ status: 0, body: "", failure: timeout.aborted ? "http_timeout" : "connection_failed" });
    const outgoing = request(url, { method: "POST", headers, agent: false, signal }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", failed);
      incoming.on("end", () => {
        const status = incoming.statusCode ?? 0;
        const failure = status === 200 ? {} : { failure: "http_error" as const };
        resolve({ status, body: Buffer.concat(chunks).toString(), ...failure });
      });
    });
    outgoing.on("error", failed);
    outgoing.end(body);
  });
}
