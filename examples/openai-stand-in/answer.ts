import type { IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { complete } from "../simulated-lm/completion.ts";
import { readEffort } from "../simulated-lm/effort.ts";
import { readBody as readJson } from "../simulated-lm/http.ts";
import { type Offer, offers } from "./offers.ts";
import type { Pace } from "./pace.ts";
import { badRequest, noModel, type Refusal, tooMany } from "./refusal.ts";
import { type Body, readBody, unfit } from "./request.ts";

/** What answers a request that brought the right key. */
export interface Desk {
  pace: Pace;
  /** Multiplies how long the simulated models take. */
  latency: number;
}

export type Answer = { ok: true; body: Record<string, unknown> } | { ok: false; refusal: Refusal };
const no = (refusal: Refusal): Answer => ({ ok: false, refusal });

/** `POST /v1/chat/completions`: checked as OpenAI checks it, then answered by a simulated model. */
export async function answer(desk: Desk, request: IncomingMessage): Promise<Answer> {
  const json = await readJson(request);
  if (json === null) return no(badRequest("We could not parse the JSON body of your request."));
  const read = readBody(json);
  if (!read.ok) return no(read.refusal);
  const { body } = read;
  const offer = offers.get(body.model);
  if (!offer) return no(noModel(body.model));
  const refusal = unfit(offer, body);
  if (refusal) return no(refusal);
  const seconds = desk.pace.take(Date.now());
  if (seconds !== null) return no(tooMany(body.model, desk.pace.perMinute, seconds));
  return completed(desk, offer, body, String(request.headers["x-helix-rollout"] ?? ""));
}

async function completed({ latency }: Desk, offer: Offer, asked: Body, rollout: string): Promise<Answer> {
  const limit = asked.max_completion_tokens ?? asked.max_tokens ?? 100_000;
  if (offer.reasons && limit <= offer.mind.thinking)
    return no(
      badRequest(
        "Could not finish the message because max_tokens or model output limit was reached. Please try again with higher max_tokens.",
      ),
    );
  const { body, latencyMs } = complete(1, offer.mind, {
    messages: asked.messages,
    n: asked.n ?? 1,
    temperature: asked.temperature ?? 1,
    maxTokens: limit,
    json: asked.response_format != null && asked.response_format.type !== "text",
    effort: readEffort(asked.reasoning_effort),
    rollout,
  });
  await wait(latencyMs * latency);
  return { ok: true, body: { ...body, model: offer.version, service_tier: "default" } };
}
