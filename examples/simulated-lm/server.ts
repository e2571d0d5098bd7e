import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { chat, type Room } from "./chat.ts";
import { control } from "./control.ts";
import { Faults } from "./faults.ts";
import { send, sendError } from "./http.ts";
import { Log } from "./log.ts";
import { models } from "./models.ts";

export interface SimulatedLm {
  /** `http://127.0.0.1:port/v1`, as an OpenAI client wants it. */
  url: string;
  /** `http://127.0.0.1:port/control`. */
  controlUrl: string;
  close(): Promise<void>;
}

/** Starts the server on loopback. `seed` decides what the models know; `latency` multiplies how long they take. */
export async function startSimulatedLm(
  options: { port?: number; seed?: number; latency?: number } = {},
): Promise<SimulatedLm> {
  const room: Room = { seed: options.seed ?? 1, latency: options.latency ?? 1, faults: new Faults(), log: new Log() };
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    route(room, request, response).catch((error: unknown) => fail(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `${base}/v1`, controlUrl: `${base}/control`, close };
}

async function route(room: Room, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (url.pathname.startsWith("/control/")) return control(room, url, request, response);
  switch (`${request.method} ${url.pathname}`) {
    case "POST /v1/chat/completions":
      return chat(room, request, response);
    case "GET /v1/models":
      return send(response, 200, {
        object: "list",
        data: [...models.keys()].map((id) => ({ id, object: "model", owned_by: "simulated" })),
      });
    case "GET /health":
      return send(response, 200, { ok: true, simulated: true });
    default:
      return sendError(response, 404, `no ${request.method} ${url.pathname}`, null);
  }
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) response.destroy();
  else sendError(response, 500, error instanceof Error ? error.message : String(error), null);
}
