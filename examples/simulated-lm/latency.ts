import { chance } from "./chance.ts";
import type { Model } from "./model.ts";

/** Milliseconds an answer takes: a function of model and tokens, with a jitter of ±15 % that the request alone decides. */
export function latencyOf(model: Model, promptTokens: number, completionTokens: number, request: string): number {
  const { base, perPrompt, perCompletion } = model.latency;
  const jitter = 0.85 + 0.3 * chance("latency", model.id, request);
  return (base + perPrompt * promptTokens + perCompletion * completionTokens) * jitter;
}
