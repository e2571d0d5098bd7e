import type { IncomingMessage, ServerResponse } from "node:http";
import { type Fields, isFields } from "./fields.ts";

/** The raw text of a request. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** A form or a JSON object, as fields. Undefined when it is neither. */
export function fieldsOf(raw: string, contentType: string): Fields | undefined {
  if (!contentType.startsWith("application/json")) return Object.fromEntries(new URLSearchParams(raw));
  try {
    const value: unknown = JSON.parse(raw || "{}");
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}

/** The token that a request carries in its header. */
export const bearerOf = ({ headers }: IncomingMessage): string | undefined =>
  /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
