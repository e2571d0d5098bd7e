import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { selection } from "./langfuse/filter.ts";
import { BadRequest, ok, page, type Reply } from "./langfuse/reply.ts";
import { type Row, shown } from "./langfuse/row.ts";
import { createScore, listScores, type Score } from "./langfuse/scores.ts";
import { type TraceSpec, traceRows } from "./langfuse/trace.ts";

/** `events_only` is what a current server is; `legacy` lacks the observations API v2; `dual` has both. */
export type Mode = "events_only" | "dual" | "legacy";
/** Trouble for the next `times` requests whose path begins with `path`: a status, no answer at all, or an answer that is not Langfuse's. */
export type Fault = { path?: string; times: number } & (
  | { status: number; retryAfter?: number }
  | { hang: true }
  | { html: true }
  | { body: unknown }
);
export type Options = {
  port?: number;
  publicKey: string;
  secretKey: string;
  mode?: Mode;
  /** Rows are readable only so long after they were added, as on the server. */
  visibilityDelayMs?: number;
  now?: () => Date;
};
export type Langfuse = {
  url: string;
  addTrace(spec: TraceSpec): string;
  addRows(rows: Row[]): void;
  addScore(score: Record<string, unknown>): string;
  /** `GET /path?query` of every request so far, control excluded. */
  requests: string[];
  faults: Fault[];
  mode: Mode;
  close(): Promise<void>;
};

export const projectId = "project-of-the-fake";
const legacyRoutes = /^\/api\/public\/(traces|observations|sessions|v2\/scores)(\/|$)/;

/** A Langfuse server in memory, as far as Helix uses one. */
export async function startLangfuse(options: Options): Promise<Langfuse> {
  const now = options.now ?? (() => new Date());
  const rows: { row: Row; visibleAt: number }[] = [];
  const scores = new Map<string, Score>();
  const server = createServer((request, response) => void answer(request, response));
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");

  const langfuse: Langfuse = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    addTrace: (spec) => {
      const added = traceRows(spec, projectId);
      langfuse.addRows(added);
      return `${added[0]?.traceId}`;
    },
    addRows: (added) => {
      const visibleAt = now().getTime() + (options.visibilityDelayMs ?? 0);
      rows.push(...added.map((row) => ({ row, visibleAt })));
    },
    addScore: (score) => (createScore(scores, score, projectId, now()).body as { id: string }).id,
    requests: [],
    faults: [],
    mode: options.mode ?? "events_only",
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", langfuse.url);
    const body = await readBody(request);
    if (!url.pathname.startsWith("/control/")) langfuse.requests.push(`${request.method} ${url.pathname}${url.search}`);
    const fault = nextFault(langfuse.faults, url.pathname);
    if (fault && "hang" in fault) return;
    const { status, body: said, headers } = fault ? faultReply(fault) : reply(request, url, body);
    response.writeHead(status, {
      "content-type": typeof said === "string" ? "text/html" : "application/json",
      ...headers,
    });
    response.end(typeof said === "string" ? said : JSON.stringify(said));
  }

  function reply(request: IncomingMessage, url: URL, body: unknown): Reply {
    try {
      if (url.pathname.startsWith("/control/")) return control(langfuse, url.pathname, body);
      if (request.headers.authorization !== basic(options))
        return message(401, "Invalid credentials. Confirm the keys.");
      return route(`${request.method} ${url.pathname}`, url, body);
    } catch (error) {
      if (error instanceof BadRequest) return message(400, error.message);
      throw error;
    }
  }

  function route(call: string, url: URL, body: unknown): Reply {
    if (call === "GET /api/public/health") return ok({ status: "OK", version: "4.16.0" });
    if (call === "GET /api/public/projects") return ok({ data: [{ id: projectId, name: "fake", metadata: {} }] });
    if (call === "POST /api/public/scores")
      return createScore(scores, body as Record<string, unknown>, projectId, now());
    if (call === "GET /api/public/v3/scores") return listScores(scores.values(), url.searchParams);
    if (call === "GET /api/public/v2/observations" && langfuse.mode !== "legacy") return observations(url.searchParams);
    if (legacyRoutes.test(url.pathname) && langfuse.mode !== "events_only")
      return ok({ data: [], meta: { totalItems: 0 } });
    return message(404, `${url.pathname} is not available with the v4 write mode ${langfuse.mode}`);
  }

  function observations(query: URLSearchParams): Reply {
    if (query.get("parseIoAsJson") === "true") throw new BadRequest("parseIoAsJson is no longer supported");
    const isAsked = selection(query);
    const visible = rows.filter(({ row, visibleAt }) => visibleAt <= now().getTime() && isAsked(row));
    const newestFirst = visible.map(({ row }) => row).sort((a, b) => (a.startTime < b.startTime ? 1 : -1));
    const { data, meta } = page(newestFirst, query, 1000);
    return ok({ data: data.map((row) => shown(row, query.get("fields"), query.get("expandMetadata"))), meta });
  }

  return langfuse;
}

/** How another process adds data or trouble: POST /control/traces, /control/scores, /control/faults, each with one object or a list. */
function control(langfuse: Langfuse, path: string, body: unknown): Reply {
  const items = Array.isArray(body) ? body : [body];
  if (path === "/control/traces") return ok({ traceIds: items.map(langfuse.addTrace) });
  if (path === "/control/scores") return ok({ ids: items.map(langfuse.addScore) });
  if (path === "/control/faults") return ok({ faults: langfuse.faults.push(...items) });
  if (path === "/control/requests") return ok({ requests: langfuse.requests });
  return message(404, `no such control: ${path}`);
}

function nextFault(faults: Fault[], path: string): Fault | undefined {
  if (path.startsWith("/control/")) return undefined;
  const fault = faults.find((one) => one.times > 0 && path.startsWith(one.path ?? "/"));
  if (fault) fault.times -= 1;
  return fault;
}

function faultReply(fault: Fault): Reply {
  if ("html" in fault) return ok("<!doctype html><title>Somebody else's page</title>");
  if ("body" in fault) return ok(fault.body);
  if (!("status" in fault)) throw new Error("a hanging request has no reply");
  const headers: Record<string, string> = fault.retryAfter ? { "retry-after": `${fault.retryAfter}` } : {};
  return { ...message(fault.status, "as the test asked for"), headers };
}

function message(status: number, text: string): Reply {
  return { status, body: { message: text, error: "Error" } };
}

function basic({ publicKey, secretKey }: Options): string {
  return `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}`;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks = await request.toArray();
  const text = Buffer.concat(chunks as Buffer[]).toString();
  return text ? JSON.parse(text) : undefined;
}

// As a process: prints one JSON line with its address, and ends when its standard input does.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      "public-key": { type: "string", default: "pk-lf-fake" },
      "secret-key": { type: "string", default: "sk-lf-fake" },
    },
  });
  const keys = { publicKey: values["public-key"], secretKey: values["secret-key"] };
  const langfuse = await startLangfuse({ port: Number(values.port), ...keys });
  process.stdout.write(`${JSON.stringify({ url: langfuse.url })}\n`);
  process.stdin.resume().once("end", () => process.exit(0));
}
