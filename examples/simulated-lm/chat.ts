import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { type ChatRequest, complete } from "./completion.ts";
import { readEffort } from "./effort.ts";
import type { Fault, Faults } from "./faults.ts";
import { readBody, send, sendError } from "./http.ts";
import type { Log } from "./log.ts";
import type { Model } from "./model.ts";
import { models } from "./models.ts";
import type { Message } from "./prompt/message.ts";

/** What the endpoint needs; `latency` multiplies every model's latency. */
export interface Room {
  seed: number;
  latency: number;
  faults: Faults;
  log: Log;
}

/** `POST /v1/chat/completions`. */
export async function chat(room: Room, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const messages = body?.messages;
  if (body === null || !Array.isArray(messages)) return sendError(response, 400, "messages must be a list", null);
  if (body.stream === true) return sendError(response, 400, "this simulated server does not stream", null);
  const model = models.get(String(body.model ?? ""));
  if (!model) return sendError(response, 404, `The model \`${body.model ?? ""}\` does not exist`, "model_not_found");
  room.log.begin(model.id, messages as Message[]);
  try {
    const fault = room.faults.take(model.id);
    const read = readRequest(body, messages as Message[], String(request.headers["x-helix-rollout"] ?? ""));
    if (fault === null || fault.kind === "garbage") await answerChat(room, model, read, response, fault !== null);
    else await misbehave(fault, response);
  } finally {
    room.log.end();
  }
}

async function answerChat(
  room: Room,
  model: Model,
  request: ChatRequest,
  response: ServerResponse,
  garbage: boolean,
): Promise<void> {
  const { body, latencyMs } = complete(room.seed, model, request);
  await wait(latencyMs * room.latency);
  send(response, 200, garbage ? { ...body, choices: [garbled] } : body);
}

const garbled = { index: 0, message: { role: "assistant", content: "]] ## %%% lorem {{ipsum" }, finish_reason: "stop" };

function readRequest(body: Record<string, unknown>, messages: readonly Message[], rollout: string): ChatRequest {
  const number = (key: string, otherwise: number) =>
    typeof body[key] === "number" ? (body[key] as number) : otherwise;
  return {
    messages,
    n: Math.max(1, Math.floor(number("n", 1))),
    temperature: number("temperature", 1),
    maxTokens: number("max_completion_tokens", number("max_tokens", 1_000_000)),
    json: typeof body.response_format === "object" && body.response_format !== null,
    effort: readEffort(body.reasoning_effort),
    rollout,
  };
}

async function misbehave(fault: Exclude<Fault, { kind: "garbage" }>, response: ServerResponse): Promise<void> {
  if (fault.kind === "down") response.destroy();
  else if (fault.kind === "hang") await new Promise((resolve) => response.once("close", resolve));
  else sendError(response, fault.status, `simulated ${fault.status}`, null, retryAfter(fault.retryAfter));
}

function retryAfter(seconds: number | null): Record<string, string> {
  return seconds === null ? {} : { "retry-after": String(seconds) };
}
