import { z } from "zod";

/**
 * The contract between TypeScript and the Python runner (`jobs/dspy/helix_dspy`).
 * TypeScript writes one `JobSpec` file per job; the runner answers with one `RunnerEvent` per line on file descriptor 3.
 * `jobs/dspy/helix_dspy/contract.json` is generated from these schemas (`npm run contract`); Python checks against that file.
 */

const Json = z.json();
const JsonObject = z.record(z.string(), Json);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One language model as the runner is to call it. `api_base` is already filled in; the key is read from the named environment variable. */
export const LmSpec = z.strictObject({
  /** litellm's name, such as `openai/sim-flash`. */
  model: z.string(),
  api_base: z.string().nullable(),
  /** `api_base` as written in helix.yaml, before variables are filled in: the endpoint's part of every key. */
  endpoint: z.string().nullable(),
  api_key_env: z.string().nullable(),
  /** Sampling parameters, such as `temperature` and `max_tokens`. */
  params: JsonObject,
  timeout_s: z.number().positive(),
  /** US dollars per one million tokens. */
  price: z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() }),
  /** Who asks for a turn before each call; without it calls pass freely. `waits`: nothing begins before a first share. */
  limiter: z.strictObject({ key: z.string(), waits: z.boolean() }).optional(),
});
export type LmSpec = z.infer<typeof LmSpec>;

/** One row: inputs and, when known, its reviewed label. A row that already has a `prediction` is only scored. */
export const RowSpec = z.strictObject({
  id: z.string(),
  inputs: JsonObject,
  label: JsonObject.nullable(),
  repetition: z.int().nonnegative(),
  prediction: JsonObject.nullable(),
});
export type RowSpec = z.infer<typeof RowSpec>;

const Guard = z.strictObject({
  /** Dollars this attempt may still spend, all language models together. */
  max_usd: z.number().nonnegative(),
  max_lm_calls: z.int().positive(),
  /** Errors in a row of one role that stop the job. */
  max_consecutive_errors: z.int().positive(),
  /** Share of errors, after 20 calls of one role, that stops the job. */
  max_error_rate: z.number().positive().max(1),
});

const Common = z.strictObject({
  v: z.literal(1),
  work_dir: z.string(),
  seed: z.int(),
  timeout_s: z.number().positive(),
  heartbeat_s: z.number().positive(),
  threads: z.int().positive(),
  guard: Guard,
  /** By role: `task`, `reflection`, … and `own:<name>`: a model that the team's own code may make and call. */
  lms: z.record(z.string(), LmSpec),
  /** Root of the materialised snapshot; it goes first on sys.path. */
  root: z.string(),
  /** `module:callable` that returns a `dspy.Module`. */
  program: z.string(),
  adapter: z.enum(["chat", "json"]),
  /** Inputs and files by which rows become `dspy.Example`s. */
  input_fields: z.array(z.string()),
  /** `module:function`; null where nothing is scored (drafting a label). */
  metric: z.string().nullable(),
  /** Root of the snapshot the metric is read from, where that is another one than the program's. */
  metric_root: z.string().nullable().optional(),
  /** What a program or parse failure scores. */
  failure_score: z.number(),
  /** Files, relative to the root, that the program reads besides its modules; part of the program source. */
  files: z.array(z.string()),
  /** State-only JSON as an earlier `candidate` event gave it; null means the program as built. */
  state: JsonObject.nullable(),
});

const Optimizer = z.strictObject({
  name: z.enum(["LabeledFewShot", "BootstrapFewShot", "BootstrapRS", "MIPROv2", "GEPA", "SIMBA", "COPRO"]),
  /** Constructor arguments; `"$lm:reflection"` stands for the language model of that role. */
  init: JsonObject,
  compile: JsonObject,
  /** From which score a trace may become a demo (0 to 1). */
  metric_threshold: z.number(),
  /** Program runs the plan comes to: the total of progress where the optimizer does not say one. */
  planned_runs: z.int().nonnegative().optional(),
  /** False hides the metric's feedback from the optimizer (a control experiment). */
  feedback: z.boolean(),
  /** Why people rejected earlier candidates, in their words; they are shown to the model that proposes. */
  rejections: z.array(z.string()).optional(),
});

/** One job of the runner. Rows are JSON lines files of `RowSpec`. */
export const JobSpec = z.discriminatedUnion("kind", [
  /** Contract test of a program: loads it, hashes it, tries the metric. */
  Common.extend({
    kind: z.literal("describe"),
    rows: z.string().nullable(),
    /** `module:callable` that gives the data as `dspy.Example`s: each becomes one `row` event. */
    data: z.string().nullable().optional(),
    /** A state as DSPy's `save` writes it, to be checked and taken over. */
    adopt: JsonObject.nullable().optional(),
  }),
  /** Predict and score every row; each finished row is one `example` event. */
  Common.extend({
    kind: z.literal("evaluate"),
    rows: z.string(),
    /** Processes that share the rows; one when left out. */
    processes: z.int().positive().optional(),
  }),
  /** Run one optimizer; each program it shows is one `candidate` event. */
  Common.extend({
    kind: z.literal("compile"),
    train: z.string(),
    val: z.string(),
    optimizer: Optimizer,
    /** Finished calls of earlier attempts, JSON lines of `JournalEntry`; null on a first attempt. */
    journal: z.string().nullable(),
  }),
]);
export type JobSpec = z.infer<typeof JobSpec>;

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
      errors: z.int(),
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

/** `helix.lock.json` beside a deployed artifact: what `helix_loader` checks before it loads. Hashes are sha256, hex. */
export const Lock = z.strictObject({
  v: z.literal(1),
  program: z.string(),
  deployment: z.int().nonnegative(),
  /** sha256 over the other files of the artifact and this lock without the field. */
  digest: Sha256,
  entry: z.string(),
  files: z.array(z.string()),
  program_source: Sha256,
  state_hash: Sha256,
  prompt_hash: Sha256,
  adapter: z.enum(["chat", "json"]),
  dspy: z.string(),
  eval_contract: z.int(),
  lm: z.strictObject({
    model: z.string(),
    endpoint: z.string().nullable(),
    api_key_env: z.string().nullable(),
    params: JsonObject,
    timeout_s: z.number(),
  }),
  release: Sha256,
  candidate: z.string(),
  run: z.string().nullable(),
  gate: z.strictObject({
    id: z.string(),
    revision: z.int(),
    evidence: Sha256,
    approved_by: z.array(z.string()),
    approved_at: z.string(),
  }),
  dataset: z.strictObject({ version: z.int(), hash: Sha256 }),
  metric_source: Sha256,
});
export type Lock = z.infer<typeof Lock>;

/** The contract as JSON Schema, as Python reads it: one definition per name. */
export function contractJson(): string {
  const definitions = { JobSpec, RunnerEvent, ShareLine, KeptLine, JournalEntry, RowSpec, Lock };
  const schemas = Object.entries(definitions).map(([name, schema]) => [name, z.toJSONSchema(schema)]);
  return `${JSON.stringify(Object.fromEntries(schemas), null, 1)}\n`;
}
