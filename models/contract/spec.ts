import { z } from "zod";
import { JsonObject } from "./json.ts";

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
