import type { OptimizerName } from "../intent.ts";

export type Value = string | number | boolean | null;

/**
 * One argument of an optimizer, with DSPy's default (3.3.1). `at` says whether constructor or `compile` takes it, or Helix,
 * which acts on it before or around the optimizer.
 */
export type Argument = { at: "init" | "compile" | "helix"; default: Value; nullable?: boolean } & (
  | { type: "int"; min: number }
  | { type: "number"; min: number; max: number }
  | { type: "boolean" }
  | { type: "choice"; of: readonly string[] }
);

const int = (value: number | null, min = 0): Argument => ({
  type: "int",
  at: "init",
  default: value,
  min,
  ...(value === null && { nullable: true }),
});
const number = (value: number, min: number, max: number): Argument => ({
  type: "number",
  at: "init",
  default: value,
  min,
  max,
});
const yesNo = (value: boolean): Argument => ({ type: "boolean", at: "init", default: value });
const choice = (value: string, ...of: string[]): Argument => ({ type: "choice", at: "init", default: value, of });
const inCompile = (argument: Argument): Argument => ({ ...argument, at: "compile" });

const inHelix = (argument: Argument): Argument => ({ ...argument, at: "helix" });

const auto: Argument = { type: "choice", at: "init", default: null, nullable: true, of: ["light", "medium", "heavy"] };

/**
 * The arguments a person may set, by DSPy's names. What is missing is Helix's own: metric and threshold, threads, limits on
 * errors, teacher, the models of the roles, folders, val rows.
 */
export const offered: Record<OptimizerName, Record<string, Argument>> = {
  LabeledFewShot: { k: int(16), sample: inCompile(yesNo(true)) },
  BootstrapFewShot: {
    max_bootstrapped_demos: int(4),
    max_labeled_demos: int(16),
    max_rounds: int(1, 1),
  },
  BootstrapRS: {
    max_bootstrapped_demos: int(4, 1),
    max_labeled_demos: int(16),
    max_rounds: int(1, 1),
    num_candidate_programs: int(16),
    labeled_sample: inCompile(yesNo(true)),
  },
  MIPROv2: {
    auto,
    num_candidates: int(null, 2),
    num_trials: inCompile(int(null, 1)),
    max_bootstrapped_demos: int(4),
    max_labeled_demos: int(4),
    init_temperature: number(1, 0, 2),
    seed: int(9, 1),
    minibatch: inCompile(yesNo(true)),
    minibatch_size: inCompile(int(35, 1)),
    minibatch_full_eval_steps: inCompile(int(5, 1)),
    program_aware_proposer: inCompile(yesNo(true)),
    data_aware_proposer: inCompile(yesNo(true)),
    view_data_batch_size: inCompile(int(10, 1)),
    tip_aware_proposer: inCompile(yesNo(true)),
    fewshot_aware_proposer: inCompile(yesNo(true)),
  },
  GEPA: {
    auto,
    max_full_evals: int(null, 1),
    max_metric_calls: int(null, 1),
    reflection_minibatch_size: int(3, 1),
    candidate_selection_strategy: choice("pareto", "pareto", "current_best"),
    component_selector: choice("round_robin", "round_robin", "all"),
    skip_perfect_score: yesNo(true),
    perfect_score: number(1, 0, 1),
    add_format_failure_as_feedback: yesNo(false),
    use_merge: yesNo(true),
    max_merge_invocations: int(5),
    seed: int(0),
    /** Reasons people gave when they rejected candidates of the program are shown to the model that proposes. */
    use_rejections: inHelix(yesNo(false)),
  },
  SIMBA: {
    bsize: int(32, 1),
    num_candidates: int(6, 1),
    max_steps: int(8, 1),
    max_demos: int(4),
    demo_input_field_maxlen: int(100_000, 1),
    temperature_for_sampling: number(0.2, 0.01, 10),
    temperature_for_candidates: number(0.2, 0.01, 10),
    seed: inCompile(int(0)),
  },
  COPRO: { breadth: int(10, 2), depth: int(3, 1), init_temperature: number(1.4, 0, 2) },
};

/** What an argument takes, in words. */
export function takes(argument: Argument): string {
  const or = argument.nullable ? ", or none" : "";
  switch (argument.type) {
    case "int":
      return `a whole number of ${argument.min} or more${or}`;
    case "number":
      return `a number from ${argument.min} to ${argument.max}${or}`;
    case "boolean":
      return `true or false${or}`;
    case "choice":
      return `one of ${argument.of.join(", ")}${or}`;
  }
}

const nothing = new Set<unknown>(["none", "null", "None"]);

/** The value as the optimizer takes it; undefined when it does not fit. */
export function fitted(value: unknown, argument: Argument): Value | undefined {
  if (argument.nullable && nothing.has(value)) return null;
  switch (argument.type) {
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "choice":
      return argument.of.find((each) => each === value);
    case "int":
      return Number.isInteger(value) && (value as number) >= argument.min ? (value as number) : undefined;
    case "number": {
      const fits = typeof value === "number" && value >= argument.min && value <= argument.max;
      return fits ? value : undefined;
    }
  }
}
