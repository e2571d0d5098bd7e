import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { answer } from "../http.ts";
import type { State } from "../model.ts";
import { look } from "./look.ts";

/** The page: its files, what one person sees, and a stream that says when to look again. Loopback only, like all here. */

const files = new URL("./browser/", import.meta.url);
const types: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};
/** Nothing from elsewhere, and no code but the page's own files, whatever a message says. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
const headers = {
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

export async function page(state: State, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = url;
  if (pathname === "/page/live") return live(state, request, response);
  if (pathname === "/page/look") {
    const [user, channel, thread] = ["user", "channel", "thread"].map((key) => searchParams.get(key) ?? undefined);
    if (!state.users.has(user ?? "")) return answer(response, 404, { problem: `there is no user "${user}"` });
    return answer(response, 200, look(state, user ?? "", channel, thread), headers);
  }
  return file(pathname.startsWith("/page/") ? pathname.slice("/page/".length) : "index.html", response);
}

/** A file of the page by its plain name, in its folder or one below; anything else is not found. */
async function file(name: string, response: ServerResponse): Promise<void> {
  const type = /^(?:[\w-]+\/)?[\w-]+\.(html|css|js|svg)$/.exec(name)?.[1];
  const body = type === undefined ? undefined : await readFile(new URL(name, files)).catch(() => undefined);
  if (!body) return answer(response, 404, { ok: false, error: "not_found" });
  response.writeHead(200, { "content-type": types[type ?? ""] ?? "", ...headers });
  response.end(body);
}

/** Server-sent events: the number of changes so far, whenever it has gone up. */
async function live(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream", ...headers });
  let seen = state.changes.current();
  response.write(`data: ${seen}\n\n`);
  while (!request.destroyed && !response.writableEnded && !state.closing.aborted) {
    seen = await state.changes.after(seen, 15_000);
    if (!response.destroyed) response.write(`data: ${seen}\n\n`);
  }
  response.end();
}
