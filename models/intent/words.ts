import type { Intent, OptimizerName } from "../intent.ts";

/** The words of commands, in the order in which they are told. */
export const verbs = [
  "run",
  "eval",
  "compare",
  "runs",
  "programs",
  "datasets",
  "status",
  "why",
  "cancel",
  "pause",
  "resume",
  "review",
  "traces",
  "lineage",
  "promote",
  "rollback",
  "digest",
  "audit",
  "help",
] as const satisfies Intent["verb"][];
export type Verb = (typeof verbs)[number];

/** How each optimizer is written in a command. */
export const optimizerWords: Record<OptimizerName, string> = {
  LabeledFewShot: "labeled-few-shot",
  BootstrapFewShot: "bootstrap-few-shot",
  BootstrapRS: "bootstrap-rs",
  MIPROv2: "miprov2",
  GEPA: "gepa",
  SIMBA: "simba",
  COPRO: "copro",
};
