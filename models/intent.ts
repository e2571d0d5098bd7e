import { z } from "zod";

/** What a person asks Helix to do, however it was said: typed after `/helix`, said in plain words, or pressed. */

const Program = z.string("which program?").min(1, "which program?").describe("name of a registered program");
const MaybeProgram = Program.nullable().describe("name of a registered program; null means all of them");
const Model = z.string().min(1).nullable().describe("alias from the program's helix.yaml; null means its task role");
const ShortId = z.string().min(1).describe("a short id as Helix shows it, such as c7f3 or d3");

export const OptimizerName = z.enum(
  ["LabeledFewShot", "BootstrapRS", "GEPA"],
  "which optimizer? LabeledFewShot, BootstrapRS or GEPA",
);
export type OptimizerName = z.infer<typeof OptimizerName>;

export const Split = z.enum(["test", "val"], "which split? test or val");
export type Split = z.infer<typeof Split>;

const Setting = z.union([z.string(), z.number(), z.boolean()]);

export const RunIntent = z.strictObject({
  verb: z.literal("run"),
  program: Program,
  optimizer: OptimizerName,
  model: Model,
  compare: z.literal("deployed").nullable().describe("compare the result against what is deployed"),
  recommend: z.boolean().describe("ask the approvers when the policy's sentence holds"),
  budgetUsd: z
    .number()
    .positive("a budget is more than 0 dollars")
    .nullable()
    .describe("US dollars for the whole run; null means the limit in helix.yaml"),
  set: z.record(z.string(), Setting).describe("arguments of the optimizer, by its own names"),
  reflection: z.string().min(1).nullable().describe("alias of the model that proposes instructions"),
  strategy: z.string().min(1).nullable().describe("one of the strategies in helix.yaml"),
});
export type RunIntent = z.infer<typeof RunIntent>;

export const EvalIntent = z.strictObject({
  verb: z.literal("eval"),
  program: Program,
  target: ShortId.describe("deployed, or the short id of a candidate or deployment"),
  model: Model.describe("alias from helix.yaml; null means the release's own"),
  split: Split,
  version: z.int().positive().nullable().describe("dataset version; null means the newest"),
});
export type EvalIntent = z.infer<typeof EvalIntent>;

const aboutPrograms = <V extends string>(verb: V) => z.strictObject({ verb: z.literal(verb), program: MaybeProgram });

export const Intent = z.discriminatedUnion("verb", [
  RunIntent,
  EvalIntent,
  aboutPrograms("status"),
  aboutPrograms("review"),
  aboutPrograms("digest"),
  z.strictObject({
    verb: z.literal("lineage"),
    program: MaybeProgram,
    of: ShortId.nullable().describe("null means what is deployed"),
  }),
  z.strictObject({ verb: z.literal("help"), topic: z.string().nullable().describe("a command; null means all") }),
]);
export type Intent = z.infer<typeof Intent>;

export type IntentOf<V extends Intent["verb"]> = Extract<Intent, { verb: V }>;

export const verbs = [
  "run",
  "eval",
  "status",
  "review",
  "lineage",
  "digest",
  "help",
] as const satisfies Intent["verb"][];
export type Verb = (typeof verbs)[number];

/** How each optimizer is written in a command. */
export const optimizerWords: Record<OptimizerName, string> = {
  LabeledFewShot: "labeled-few-shot",
  BootstrapRS: "bootstrap-rs",
  GEPA: "gepa",
};

/** The `/helix` line that means the same as the intent; reading it gives the intent back. */
export function intentToLine(intent: Intent): string {
  return ["/helix", intent.verb, ...wordsOf(intent)].join(" ");
}

function wordsOf(intent: Intent): string[] {
  switch (intent.verb) {
    case "run":
      return runWords(intent);
    case "eval":
      return evalWords(intent);
    case "lineage":
      return [...given(intent.program), ...given(intent.of)];
    case "help":
      return given(intent.topic);
    case "status":
    case "review":
    case "digest":
      return given(intent.program);
  }
}

function runWords(run: RunIntent): string[] {
  return [
    quoted(run.program),
    ...option("optimizer", optimizerWords[run.optimizer]),
    ...option("strategy", run.strategy),
    ...option("model", run.model),
    ...option("reflection", run.reflection),
    ...option("compare", run.compare),
    ...(run.recommend ? ["--recommend"] : []),
    ...option("budget", run.budgetUsd),
    ...Object.entries(run.set).flatMap(([key, value]) => option("set", `${key}=${value}`)),
  ];
}

function evalWords(asked: EvalIntent): string[] {
  return [
    quoted(asked.program),
    ...option("target", asked.target === "deployed" ? null : asked.target),
    ...option("model", asked.model),
    ...option("split", asked.split === "test" ? null : asked.split),
    ...option("version", asked.version === null ? null : `v${asked.version}`),
  ];
}

function given(word: string | null): string[] {
  return word === null ? [] : [quoted(word)];
}

function option(name: string, value: string | number | null): string[] {
  return value === null ? [] : [`--${name}`, quoted(String(value))];
}

/** Quotes only what a shell-like reader would split or unquote; a double quote inside goes into single ones. */
function quoted(word: string): string {
  if (/^[^\s"']+$/.test(word)) return word;
  return word === ""
    ? '""'
    : word
        .split('"')
        .map((part) => (part === "" ? "" : `"${part}"`))
        .join(`'"'`);
}
