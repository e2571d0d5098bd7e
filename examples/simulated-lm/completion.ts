import { answer } from "./answer.ts";
import { chance } from "./chance.ts";
import { slipOf, thinkingOf } from "./effort.ts";
import { latencyOf } from "./latency.ts";
import type { Effort, Model } from "./model.ts";
import { type Message, textOf } from "./prompt/message.ts";
import { countTokens } from "./tokens.ts";

/** A chat request as far as it matters here. */
export interface ChatRequest {
  messages: readonly Message[];
  n: number;
  temperature: number;
  maxTokens: number;
  json: boolean;
  effort: Effort;
  /** From the header `x-helix-rollout`; empty when the caller wants the same answer to the same prompt. */
  rollout: string;
}

interface Completion {
  body: Record<string, unknown>;
  latencyMs: number;
}

/** The answer to a request, and how long it takes. A pure function of seed, model and request. */
export function complete(seed: number, model: Model, request: ChatRequest): Completion {
  const prompt = request.messages.map(textOf).join("\n");
  const texts = Array.from({ length: request.n }, (_, j) => answerOnce(seed, model, request, j));
  const promptTokens = countTokens(prompt);
  const thought = thinkingOf(model, request.effort);
  const completionTokens = texts.reduce((sum, text) => sum + thought + countTokens(text), 0);
  const key = `${request.rollout}|${prompt}`;
  const longest = thought + Math.max(...texts.map(countTokens));
  return {
    body: {
      id: `chatcmpl-${Math.floor(chance(seed, model.id, key) * 2 ** 48).toString(16)}`,
      object: "chat.completion",
      created: Math.floor(Date.now() / 1000),
      model: model.id,
      system_fingerprint: "simulated",
      choices: texts.map((text, index) => choice(text, index, request.maxTokens)),
      usage: {
        prompt_tokens: promptTokens,
        completion_tokens: completionTokens,
        total_tokens: promptTokens + completionTokens,
        ...(thought > 0 && { completion_tokens_details: { reasoning_tokens: thought * texts.length } }),
      },
    },
    latencyMs: latencyOf(model, promptTokens, longest, key),
  };
}

/** Rollout and position vary an answer only where sampling is on. */
function answerOnce(seed: number, model: Model, request: ChatRequest, j: number): string {
  const varied = request.temperature > 0 && (request.rollout !== "" || j > 0);
  const mind = {
    seed,
    model: model.id,
    salt: varied ? `${request.rollout}/${j}` : "",
    skill: slipOf(model, request.effort),
  };
  const text = answer(request.messages, mind, request.json);
  return text.slice(0, request.maxTokens * 4);
}

function choice(text: string, index: number, maxTokens: number): Record<string, unknown> {
  const cut = countTokens(text) >= maxTokens;
  return { index, message: { role: "assistant", content: text }, finish_reason: cut ? "length" : "stop" };
}
