import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { webApi } from "./calls.ts";
import { control } from "./control/control.ts";
import { respondTo } from "./deliver/response_url.ts";
import { answer } from "./http.ts";
import type { State } from "./model.ts";
import { page } from "./page/serve.ts";
import { createState, type WorkspaceOptions } from "./seed.ts";
import { connect } from "./socket/mode.ts";
import { serveFile, takeUpload } from "./uploads.ts";

/** A Slack workspace that listens on loopback. The Web API is at `${url}/api/`. */
export type RunningWorkspace = { url: string; close(): Promise<void> };

/** Starts a workspace in this process, in memory, on a free port unless one is asked for. */
export async function startWorkspace(options: WorkspaceOptions = {}): Promise<RunningWorkspace> {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    route(state, request, response).catch((error: unknown) => {
      if (!response.headersSent) answer(response, 500, { ok: false, error: "internal_error", problem: String(error) });
    });
  });
  server.on("upgrade", (request, socket) => connect(state, request, socket));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: State = createState(url, options, closing.signal);
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      closing.abort();
      state.changes.close();
      for (const { connection } of state.sockets) connection.close();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, close };
}

async function route(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", state.url);
  const [, area = "", ...rest] = url.pathname.split("/");
  const name = rest.join("/");
  if (area === "api" && request.method === "POST") return webApi(state, name, request, response);
  if (area === "response" && request.method === "POST") return respondTo(state, name, request, response);
  if (area === "upload" && request.method === "POST") return takeUpload(state, name, request, response);
  if (isForeign(request)) return answer(response, 403, { ok: false, error: "another site's page may not do this" });
  if (area === "control") return control(state, url, request, response);
  if (area === "files" && request.method === "GET") return serveFile(state, rest[0] ?? "", response);
  if (request.method === "GET" && ["", "page", "archives"].includes(area)) return page(state, url, request, response);
  answer(response, 404, { ok: false, error: "not_found" });
}

/** Whether a browser says that a page from elsewhere asks, or was led here by a name that is not this machine's. */
function isForeign({ headers, method }: IncomingMessage): boolean {
  const from = String(headers["sec-fetch-site"] ?? "none");
  const isLink = headers["sec-fetch-mode"] === "navigate" && method === "GET";
  const isElsewhere = !["same-origin", "none"].includes(from) && !isLink;
  return isElsewhere || !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? "");
}
