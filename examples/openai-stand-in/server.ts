import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { send } from "../simulated-lm/http.ts";
import { answer, type Desk } from "./answer.ts";
import { offers } from "./offers.ts";
import { Pace } from "./pace.ts";
import { noKey, noModel, nothingThere, type Refusal, wrongKey } from "./refusal.ts";

export interface StandIn {
  /** `http://127.0.0.1:port/v1`, as an OpenAI client wants it. */
  url: string;
  /** How many requests were answered with which status. */
  statuses: ReadonlyMap<number, number>;
  close(): Promise<void>;
}

interface Options {
  /** The only one it takes. */
  key: string;
  port?: number;
  perMinute?: number;
  latency?: number;
}

/** Starts a stand-in for OpenAI's chat completions on loopback, as strict as the real one. */
export async function startStandIn({ key, port = 0, perMinute = 3_000, latency = 1 }: Options): Promise<StandIn> {
  const desk: Desk = { pace: new Pace(perMinute, Date.now()), latency };
  const statuses = new Map<number, number>();
  const server = createServer((request, response) => {
    response.once("finish", () => statuses.set(response.statusCode, (statuses.get(response.statusCode) ?? 0) + 1));
    route(desk, key, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, statuses, close };
}

async function route(desk: Desk, key: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  const stranger = admit(request, key);
  if (stranger) return refuse(response, stranger);
  if (`${request.method} ${pathname}` === "POST /v1/chat/completions") {
    const answered = await answer(desk, request);
    return answered.ok ? send(response, 200, answered.body) : refuse(response, answered.refusal);
  }
  const [, model] = /^\/v1\/models(?:\/(.+))?$/.exec(pathname) ?? [];
  if (request.method !== "GET" || !pathname.startsWith("/v1/models"))
    return refuse(response, nothingThere(request.method, pathname));
  if (model === undefined) return send(response, 200, { object: "list", data: [...offers.keys()].map(listed) });
  return offers.has(model) ? send(response, 200, listed(model)) : refuse(response, noModel(model));
}

function admit({ headers }: IncomingMessage, key: string): Refusal | null {
  const [, given] = /^Bearer (.+)$/.exec(headers.authorization ?? "") ?? [];
  if (given === undefined) return noKey;
  return given === key ? null : wrongKey(given);
}

const refuse = (response: ServerResponse, { status, error, headers }: Refusal): void =>
  send(response, status, { error }, headers);

const listed = (id: string) => ({ id, object: "model", created: 1_686_935_002, owned_by: "system" });
