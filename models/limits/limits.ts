import { hashOf } from "../canonical.ts";
import type { HelixYaml } from "../helix-yaml.ts";

/** An amount per kind of limit: calls at once, requests a minute, tokens a minute. Null: no such limit. */
export interface Limits {
  concurrency: number | null;
  requests: number | null;
  tokens: number | null;
}

export const kinds = ["concurrency", "requests", "tokens"] as const satisfies (keyof Limits)[];

export const noLimits: Limits = { concurrency: null, requests: null, tokens: null };

export const hasLimits = (limits: Limits): boolean => kinds.some((kind) => limits[kind] !== null);

/** A model as everybody who calls it knows it: its name and its endpoint as written, before variables are filled in. */
export interface Called {
  model: string;
  endpoint: string | null;
}

/** One limiter per model over all programs and workers. */
export const limiterKey = ({ model, endpoint }: Called): string => hashOf({ model, endpoint }).slice(0, 32);

/** What helix.yaml allows of a model; where several aliases name the same one, the strictest of what they say. */
export function limitsOf({ models }: Pick<HelixYaml, "models">, called: Called): Limits {
  const same = Object.values(models).filter(
    ({ lm, api_base }) => lm === called.model && (api_base ?? null) === called.endpoint,
  );
  return same
    .map(({ limits }) => limits)
    .reduce<Limits>((strictest, stated) => {
      const said: Limits = {
        concurrency: stated?.concurrency ?? null,
        requests: stated?.requests_per_minute ?? null,
        tokens: stated?.tokens_per_minute ?? null,
      };
      return {
        concurrency: least(strictest.concurrency, said.concurrency),
        requests: least(strictest.requests, said.requests),
        tokens: least(strictest.tokens, said.tokens),
      };
    }, noLimits);
}

/** The alias people know a model by; its own name when helix.yaml does not hold it. */
export function aliasOf({ models }: Pick<HelixYaml, "models">, { model, endpoint }: Called): string {
  const found = Object.entries(models).find(([, { lm, api_base }]) => lm === model && (api_base ?? null) === endpoint);
  return found?.[0] ?? model;
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));
