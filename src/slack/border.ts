import type { IncomingMessage, ServerResponse } from "node:http";
import { type HTTPReceiver, isValidSlackRequest } from "@slack/bolt";
import type { Logger } from "pino";
import { isRateNotice, isSlackBody } from "./bodies.ts";

const mostBytes = 4 * 1024 * 1024;

type Buffered = IncomingMessage & { rawBody?: Buffer };

/**
 * Bolt takes a rightly signed body for granted: `null` makes it throw where nobody answers, and a body that no listener
 * takes is never answered. Such bodies get 400 here, at once; one that is not signed is Bolt's to refuse with 401.
 */
export function guardBorder(receiver: HTTPReceiver, signingSecret: string, log: Logger): void {
  const pass = receiver.requestListener;
  receiver.requestListener = (request, response) => {
    if (request.method !== "POST" || request.url?.split("?")[0] !== "/slack/events") return pass(request, response);
    void admit(request, response, signingSecret).then(
      (admitted) => {
        if (admitted) return pass(request, response);
        log.warn({ status: response.statusCode }, "a signed request that is for no listener was answered");
      },
      (err) => log.warn({ err }, "a request could not be read"),
    );
  };
}

async function admit(request: Buffered, response: ServerResponse, signingSecret: string): Promise<boolean> {
  const body = await bodyOf(request);
  if (body === null) return answer(response, 413);
  request.rawBody = body;
  const text = body.toString();
  if (isSlackBody(text, request.headers["content-type"]) || !isSigned(request, text, signingSecret)) return true;
  return isRateNotice(text) ? answer(response, 200) : answer(response, 400);
}

function answer(response: ServerResponse, status: number): false {
  response.writeHead(status).end();
  return false;
}

/** The body, or null when it is too long to be one; what is left of it is then not read. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const isSigned = ({ headers }: IncomingMessage, body: string, signingSecret: string): boolean =>
  isValidSlackRequest({
    signingSecret,
    body,
    headers: {
      "x-slack-signature": String(headers["x-slack-signature"]),
      "x-slack-request-timestamp": Number(headers["x-slack-request-timestamp"]),
    },
  });
