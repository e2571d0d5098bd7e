import { z } from "zod";
import { JsonObject, Sha256 } from "./json.ts";

/** A line on the runner's stdin (whose end ends it): its share of one model's limits from now on. Null: no such limit. */
export const ShareLine = z.strictObject({
  key: z.string(),
  /** Counts up; a `limiter` event names the last one the runner acts by. */
  line: z.int().positive(),
  /** Calls at once. */
  concurrency: z.int().nonnegative().nullable(),
  /** Requests and tokens a minute. */
  requests: z.number().nonnegative().nullable(),
  tokens: z.number().nonnegative().nullable(),
  /** Milliseconds until it lapses, and until a pause the provider asked for is over. */
  valid_ms: z.number().nonnegative(),
  held_ms: z.number().nonnegative(),
});
export type ShareLine = z.infer<typeof ShareLine>;

/** A line on a compile's stdin: so many of its finished calls, in order, are kept. It goes on with an answer only then. */
export const KeptLine = z.strictObject({ kept: z.int().nonnegative() });
export type KeptLine = z.infer<typeof KeptLine>;

/** One finished LM call: the key covers the whole request, endpoint and rollout; the answer is the response body. */
export const JournalEntry = z.strictObject({
  key: Sha256,
  role: z.string(),
  answer: JsonObject,
  usd: z.number().nullable(),
});
export type JournalEntry = z.infer<typeof JournalEntry>;
