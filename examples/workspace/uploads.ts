import type { IncomingMessage, ServerResponse } from "node:http";
import { typeOf } from "./api/files.ts";
import { attach } from "./attached.ts";
import { answer } from "./http.ts";
import type { State } from "./model.ts";

/** Takes the bytes of a file at the URL it was promised. */
export async function takeUpload(
  state: State,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const file = state.files.get(id);
  if (!file) return answer(response, 404, { ok: false, error: "file_not_found" });
  file.bytes = contentOf(Buffer.concat(chunks), request.headers["content-type"] ?? "");
  response.writeHead(200, { "content-type": "text/plain" }).end(`OK - ${file.bytes.length}`);
}

/** Takes a file that a person chose for a form, as the page sends it. */
export async function takeAttachment(
  state: State,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [user, name] = [url.searchParams.get("user") ?? "", url.searchParams.get("name") ?? ""];
  if (!state.users.has(user) || name === "")
    return answer(response, 400, { problem: "a file needs a user and a name" });
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  answer(response, 200, attach(state, user, name, Buffer.concat(chunks)));
}

/** The file itself, or the first part of a form with one. */
function contentOf(body: Buffer, type: string): Buffer {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) return body;
  const start = body.indexOf("\r\n\r\n") + 4;
  return body.subarray(start, body.indexOf(`\r\n--${boundary}`, start));
}

/** A file as the page shows it. */
export function serveFile(state: State, id: string, response: ServerResponse): void {
  const file = state.files.get(id);
  if (!file?.bytes) {
    answer(response, 404, { ok: false, error: "file_not_found" });
    return;
  }
  const headers = { "x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'" };
  response.writeHead(200, { "content-type": typeOf(file), ...headers }).end(file.bytes);
}
