import { z } from "zod";
import { JsonObject, Sha256 } from "./json.ts";
import { JournalEntry } from "./lines.ts";

/** Instructions, demos and fields of one predictor, for people and for diffs. */
export const PredictorView = z.strictObject({
  name: z.string(),
  module: z.string(),
  instructions: z.string(),
  fields: z.array(
    z.strictObject({ name: z.string(), io: z.enum(["input", "output"]), type: z.string(), desc: z.string() }),
  ),
  /** `source` is the row id the demo came from, else null; `augmented` demos were written by a model. */
  demos: z.array(z.strictObject({ source: z.string().nullable(), augmented: z.boolean(), fields: JsonObject })),
});
export type PredictorView = z.infer<typeof PredictorView>;

const Totals = z.strictObject({
  lm_calls: z.int(),
  cache_hits: z.int(),
  lm_errors: z.int(),
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  /** Dollars of this attempt; null when a call's cost is unknown. */
  usd: z.number().nullable(),
});
export type Totals = z.infer<typeof Totals>;

/** What an LM was asked and what it said: sha256 of the canonical JSON of the messages, and the text of the answer. */
const Call = z.strictObject({ prompt: Sha256, answer: z.string().nullable() });

export const ExampleStatus = z.enum(["ok", "program_error", "parse_error", "provider_error", "metric_error"]);
export type ExampleStatus = z.infer<typeof ExampleStatus>;

const Event = z.strictObject({ v: z.literal(1), seq: z.int().nonnegative(), ts: z.number() });

export const RunnerEvent = z.discriminatedUnion("type", [
  Event.extend({
    type: z.literal("job_start"),
    kind: z.enum(["describe", "evaluate", "compile"]),
    dspy: z.string(),
    python: z.string(),
    litellm: z.string(),
    gepa: z.string().nullable(),
    host: z.string(),
    program_source: Sha256,
    metric_source: Sha256.nullable(),
    /** Hash of the state the job starts from. */
    state_hash: Sha256,
    eval_contract: z.int(),
  }),
  Event.extend({ type: z.literal("heartbeat"), totals: Totals }),
  Event.extend({
    type: z.literal("described"),
    state: JsonObject,
    state_hash: Sha256,
    prompt_hash: Sha256,
    predictors: z.array(PredictorView),
    unsaved_predictors: z.array(z.string()),
    /** JSON schema of each field as pydantic writes it, by field name: labels are checked against these. */
    input_schemas: z.record(z.string(), JsonObject),
    output_schemas: z.record(z.string(), JsonObject),
    packages: z.record(z.string(), z.string()),
    /** Program or metric make language models of their own (`dspy.LM`): every job has to bring their prices. */
    own_models: z.boolean(),
    metric: z
      .strictObject({
        arity: z.int(),
        /** Score of gold rows given as predictions; about 1 is expected. */
        gold_scores: z.array(z.number().nullable()),
        empty_score: z.number().nullable(),
        deterministic: z.boolean(),
        /** Standard deviation of the score of one and the same answer; 0 for a metric that repeats itself. */
        noise: z.number().nonnegative(),
        /** It asks a language model: scoring costs money then. */
        asks_lm: z.boolean(),
        /** What is wrong, in words; empty when the metric passed. */
        problems: z.array(z.string()),
      })
      .nullable(),
  }),
  /** One example of a program's `data:` callable. */
  Event.extend({ type: z.literal("row"), inputs: JsonObject, label: JsonObject }),
  Event.extend({
    type: z.literal("example"),
    id: z.string(),
    repetition: z.int(),
    status: ExampleStatus,
    /** The metric's score; failure_score for program and parse errors; null where missing. */
    score: z.number().nullable(),
    feedback: z.string().nullable(),
    dimensions: z.record(z.string(), z.number()),
    prediction: JsonObject.nullable(),
    /** Wall time of the program call, milliseconds; null when the prediction was given. */
    latency_ms: z.number().nullable(),
    concurrency: z.int(),
    lm: z.strictObject({
      calls: z.int(),
      prompt_tokens: z.int(),
      completion_tokens: z.int(),
      usd: z.number().nullable(),
      /** Tries that failed, repeated or not; of these, refused with 429 and given up waiting for. */
      errors: z.int(),
      rate_limited: z.int(),
      timeouts: z.int(),
    }),
    /** What the metric's own calls cost, where it asked a model: money of the run, no cost of the program. */
    scoring: z.strictObject({ calls: z.int(), usd: z.number().nullable() }).nullable().optional(),
    /** Model id as the server reported it. */
    reported_model: z.string().nullable(),
    calls: z.array(Call),
    error: z.string().nullable(),
  }),
  /** A program the optimizer tried. `parents` are indexes of earlier candidates; the base program is 0. */
  Event.extend({
    type: z.literal("candidate"),
    index: z.int().nonnegative(),
    parents: z.array(z.int()),
    /** Mean score on val, 0 to 1; null where it was not measured in full. */
    val_score: z.number().nullable(),
    state: JsonObject,
    state_hash: Sha256,
    prompt_hash: Sha256,
    predictors: z.array(PredictorView),
  }),
  Event.extend({
    type: z.literal("progress"),
    /** Program runs so far and in all, as far as known. */
    done: z.int(),
    total: z.int().nullable(),
    best: z.number().nullable(),
    proposals: z.int(),
    accepted: z.int(),
    note: z.string(),
  }),
  /** What a search that ran to its end did not say aloud: see docs of the compile's facts. */
  Event.extend({
    type: z.literal("searched"),
    program_runs: z.int().nonnegative(),
    /** Runs that gave no prediction for another reason than the language model. */
    program_failures: z.int().nonnegative(),
    metric_calls: z.int().nonnegative(),
    metric_failures: z.int().nonnegative(),
    /** Reflection replies without a pair of fences: GEPA takes these whole as the new instruction. */
    unfenced: z.int().nonnegative(),
  }),
  Event.extend({ type: z.literal("journal"), entries: z.array(JournalEntry) }),
  Event.extend({
    type: z.literal("lm_error"),
    role: z.string(),
    model: z.string(),
    status: z.int().nullable(),
    message: z.string(),
  }),
  /** What the runner makes of its share of a model: it acts by `line`, and may come to `using` calls at once by it. */
  Event.extend({
    type: z.literal("limiter"),
    key: z.string(),
    line: z.int().nonnegative(),
    using: z.int().nonnegative(),
    /** The most calls that were wanted at once in the last two seconds. */
    wanted: z.int().nonnegative(),
    /** Why calls wait now; null when none does. */
    why: z.enum(["concurrency", "requests", "tokens", "asked", "no share"]).nullable(),
  }),
  /** The provider of a model answered 429 with Retry-After: nobody calls it for so many seconds. */
  Event.extend({ type: z.literal("throttled"), key: z.string(), seconds: z.number().positive() }),
  Event.extend({ type: z.literal("cancelling"), signal: z.string() }),
  Event.extend({
    type: z.literal("job_end"),
    status: z.enum(["ok", "cancelled", "aborted", "failed"]),
    /** A machine word such as `max_usd`, `lm_errors:task`, `import`, `timeout`; null when ok. */
    reason: z.string().nullable(),
    /** What happened, in words for a person; null when ok. */
    message: z.string().nullable(),
    /** Index of the best candidate by val score (compile only). */
    best: z.int().nullable(),
    totals: Totals,
  }),
]);
export type RunnerEvent = z.infer<typeof RunnerEvent>;
export type RunnerEventOf<T extends RunnerEvent["type"]> = Extract<RunnerEvent, { type: T }>;
