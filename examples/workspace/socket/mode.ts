import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Answer } from "../deliver/post.ts";
import { type Fields, isFields, parsed, textOf } from "../fields.ts";
import type { State } from "../model.ts";
import { Refusal } from "../refusal.ts";
import type { Delivery } from "../traffic.ts";
import { accept, type Connection } from "./connection.ts";

/** Socket Mode: the app asks for a URL, connects to it, and gets over it what would else be posted to its request URL. */

export const mostConnections = 10;
const ticketMs = 30_000;

/** A connected app, and the envelopes it has not acknowledged yet. */
export type AppSocket = { id: string; connection: Connection; waiting: Map<string, (ack: Answer) => void> };

/** `apps.connections.open`: a URL for one connection, good for thirty seconds. */
export function open(state: State): Fields {
  if (state.sockets.length >= mostConnections) throw new Refusal("too_many_websockets");
  const ticket = state.id("ticket");
  state.tickets.set(ticket, state.clock.now());
  return { ok: true, url: `${state.url.replace("http", "ws")}/socket?ticket=${ticket}` };
}

/** An upgrade request: refused without a ticket that is fresh and was not used before. */
export function connect(state: State, request: IncomingMessage, socket: Duplex): void {
  const ticket = new URL(request.url ?? "/", state.url).searchParams.get("ticket") ?? "";
  const issued = state.tickets.get(ticket);
  state.tickets.delete(ticket);
  if (issued === undefined || state.clock.now() - issued > ticketMs) {
    socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
    return;
  }
  const waiting: AppSocket["waiting"] = new Map();
  const leave = (): void => {
    state.sockets.splice(state.sockets.indexOf(app), 1);
    for (const resolve of waiting.values()) resolve({ status: 0, body: "", failure: "connection_failed" });
    state.changes.bump();
  };
  const app: AppSocket = { id: ticket, waiting, connection: accept(request, socket, hear(waiting), leave) };
  state.sockets.push(app);
  app.connection.send(JSON.stringify(hello(state)));
  state.changes.bump();
}

const hello = (state: State): Fields => ({
  type: "hello",
  num_connections: state.sockets.length,
  connection_info: { app_id: state.bot.appId },
  debug_info: { host: "loopback", approximate_connection_time: 18_060 },
});

/** An acknowledgement names its envelope, and may carry what would be the body of an HTTP answer. */
function hear(waiting: AppSocket["waiting"]): (text: string) => void {
  return (text) => {
    const ack = parsed(text);
    const id = isFields(ack) ? textOf(ack, "envelope_id") : undefined;
    const payload = isFields(ack) && ack.payload !== undefined ? ack.payload : "";
    // Slack's own client acknowledges with {} where the app has nothing to say.
    const isEmpty = isFields(payload) && Object.keys(payload).length === 0;
    const body = typeof payload === "string" ? payload : isEmpty ? "" : JSON.stringify(payload);
    if (id !== undefined) waiting.get(id)?.({ status: 200, body });
  };
}

/** Sends one thing to the app whose turn it is, and waits for its acknowledgement. */
export function sendEnvelope(state: State, kind: Delivery["kind"], body: string, headers: Fields): Promise<Answer> {
  const app = state.sockets.shift();
  if (!app) return Promise.resolve({ status: 0, body: "", failure: "connection_failed" });
  state.sockets.push(app);
  const envelope = envelopeOf(state, kind, body, headers);
  return new Promise((resolve) => {
    const end = (answer: Answer): void => {
      clearTimeout(timer);
      app.waiting.delete(envelope.envelope_id);
      resolve(answer);
    };
    const late = (): void => end({ status: 0, body: "", failure: "http_timeout" });
    const timer = setTimeout(late, state.timing.ackTimeoutMs);
    app.waiting.set(envelope.envelope_id, end);
    app.connection.send(JSON.stringify(envelope));
  });
}

function envelopeOf(
  state: State,
  kind: Delivery["kind"],
  body: string,
  headers: Fields,
): Fields & { envelope_id: string } {
  const envelope_id = state.id("E");
  if (kind === "event") {
    const retry = {
      retry_attempt: Number(headers["x-slack-retry-num"] ?? 0),
      retry_reason: headers["x-slack-retry-reason"] ?? "",
    };
    return { envelope_id, type: "events_api", payload: parsed(body), accepts_response_payload: false, ...retry };
  }
  const form = Object.fromEntries(new URLSearchParams(body));
  const isCommand = kind === "command";
  const payload = isCommand ? form : parsed(form.payload);
  return { envelope_id, type: isCommand ? "slash_commands" : "interactive", payload, accepts_response_payload: true };
}

/** Tells every connected app to reconnect, as Slack does every few hours, and closes its connection. */
export function refresh(state: State): void {
  for (const { connection } of [...state.sockets]) {
    connection.send(
      JSON.stringify({ type: "disconnect", reason: "refresh_requested", debug_info: { host: "loopback" } }),
    );
    connection.close();
  }
}
