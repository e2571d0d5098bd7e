import type { State } from "../model.ts";
import { sendEnvelope } from "../socket/mode.ts";
import type { Delivery } from "../traffic.ts";
import { type Answer, post, signature } from "./post.ts";

export const form = "application/x-www-form-urlencoded";
export const json = "application/json";

export type Parcel = Pick<Delivery, "kind" | "event" | "eventId" | "retry"> & {
  id: string;
  body: string;
  contentType: string;
  headers?: Record<string, string>;
};

/** Signs a body, posts it to the app, and keeps how it ended. Without an app to post to, the connection failed. */
export async function deliver(state: State, parcel: Parcel): Promise<Answer> {
  const seconds = Math.floor(Date.now() / 1000);
  const signed = {
    "content-type": parcel.contentType,
    "x-slack-request-timestamp": String(seconds),
    "x-slack-signature": signature(state.app.signingSecret, seconds, parcel.body),
    ...parcel.headers,
  };
  return send(state, parcel, signed);
}

/** Posts with exactly these headers; to an app that is connected by Socket Mode, sends an envelope instead. */
export async function send(state: State, parcel: Parcel, headers: Record<string, string>): Promise<Answer> {
  const { requestUrl } = state.app;
  const at = state.clock.now();
  const limits = { timeoutMs: state.timing.ackTimeoutMs, closing: state.closing };
  const { id, kind, event, eventId, retry, body } = parcel;
  const bySocket = state.sockets.length > 0 && kind !== "raw";
  const nobody: Answer = { status: 0, body: "", failure: "connection_failed" };
  const answer: Answer = bySocket
    ? await sendEnvelope(state, kind, body, headers)
    : requestUrl
      ? await post(requestUrl, body, headers, limits)
      : nobody;
  state.deliveries.push({
    id,
    kind,
    event,
    eventId,
    retry,
    at,
    status: answer.status,
    reason: answer.failure,
    body: parcel.body,
  });
  state.changes.bump();
  return answer;
}

/** A form with the whole payload as JSON in one field, as Slack sends interactions. */
export function interaction(payload: Record<string, unknown>): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}
