import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { webApi } from "./calls.ts";
import { control } from "./control/control.ts";
import { respondTo } from "./deliver/response_url.ts";
import { isFields } from "./fields.ts";
import { answer, bearerOf, fieldsOf, readBody } from "./http.ts";
import { keepIn } from "./keep.ts";
import { page } from "./page/serve.ts";
import { createState, type WorkspaceOptions } from "./seed.ts";
import { connect } from "./socket/mode.ts";
import { addTeam, createTeams, type Teams, teamNamed, teamOfToken, teamWith } from "./teams.ts";
import { serveFile, takeAttachment, takeUpload } from "./uploads.ts";

/** A Slack workspace that listens on loopback. The Web API is at `${url}/api/`. */
export type RunningWorkspace = { url: string; close(): Promise<void> };

/** Starts a workspace in this process, in memory, on a free port unless one is asked for. */
export async function startWorkspace(options: WorkspaceOptions = {}): Promise<RunningWorkspace> {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    route(teams, request, response).catch((error: unknown) => {
      if (!response.headersSent) answer(response, 500, { ok: false, error: "internal_error", problem: String(error) });
    });
  });
  server.on("upgrade", (request, socket) => connect(teams.first, request, socket));
  const former = options.keep?.kept?.port;
  const listening = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
  // Links that were shared name the port of an earlier process; somebody else may have it now.
  await listening(options.port || former || 0).catch((error: unknown) => {
    if (options.port || !former) throw error;
    return listening(0);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const teams = createTeams(createState(url, options, closing.signal));
  const kept = options.keep ? keepIn(options.keep.file, teams.first) : undefined;
  const close = (): Promise<void> =>
    new Promise<void>((resolve) => {
      closing.abort();
      for (const { changes } of teams.all.values()) changes.close();
      for (const { connection } of teams.first.sockets) connection.close();
      server.close(() => resolve());
      server.closeAllConnections();
    }).then(() => kept);
  return { url, close };
}

async function route(teams: Teams, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", teams.first.url);
  const [, area = "", ...rest] = url.pathname.split("/");
  const name = rest.join("/");
  const isPost = request.method === "POST";
  if (area === "api" && isPost) return webApi(teamOfToken(teams, bearerOf(request)), name, request, response);
  if (area === "response" && isPost) return respondTo(teamWith(teams, name), name, request, response);
  if (area === "upload" && isPost) return takeUpload(teamWith(teams, name), name, request, response);
  if (isForeign(request)) return answer(response, 403, { ok: false, error: "another site's page may not do this" });
  if (area === "files") return serveFile(teamWith(teams, rest[0] ?? ""), rest[0] ?? "", response);
  const state = teamNamed(teams, url);
  if (!state) return answer(response, 404, { problem: `there is no team "${url.searchParams.get("team")}"` });
  if (url.pathname === "/control/teams" && isPost) return install(teams, request, response);
  if (url.pathname === "/control/files" && isPost) return takeAttachment(state, url, request, response);
  if (area === "control") return control(state, url, request, response);
  if (!isPost && ["", "page", "archives"].includes(area)) return page(state, url, request, response);
  answer(response, 404, { ok: false, error: "not_found" });
}

/** Another team installs the app; answers with its token. */
async function install(teams: Teams, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const options = fieldsOf(await readBody(request), "application/json");
  const isNew = isFields(options?.team) && !teams.all.has(String(options.team.id));
  if (!options || !isNew) return answer(response, 400, { problem: "a new team needs an id of its own" });
  const { app, team } = addTeam(teams, options as WorkspaceOptions);
  answer(response, 200, { team, botToken: app.botToken });
}

/** Whether a browser says that a page from elsewhere asks, or was led here by a name that is not this machine's. */
function isForeign({ headers, method }: IncomingMessage): boolean {
  const from = String(headers["sec-fetch-site"] ?? "none");
  const isLink = headers["sec-fetch-mode"] === "navigate" && method === "GET";
  const isElsewhere = !["same-origin", "none"].includes(from) && !isLink;
  return isElsewhere || !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? "");
}
