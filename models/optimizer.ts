import type { OptimizerName } from "./intent.ts";

/** What the plan of a compile needs to know about the data and the program. */
export interface Sizes {
  train: number;
  val: number;
  predictors: number;
}

export interface OptimizerPlan {
  init: Record<string, string | number | boolean | null>;
  compile: Record<string, string | number | boolean | null>;
  /** Program runs it will take, about. */
  runs: number;
}

type Argument = { type: "int" | "number" | "boolean"; at: "init" | "compile"; default: number | boolean | null };

/** The arguments offered now, with DSPy's defaults (3.3.1). */
const offered: Record<OptimizerName, Record<string, Argument>> = {
  LabeledFewShot: {
    k: { type: "int", at: "init", default: 16 },
    sample: { type: "boolean", at: "compile", default: true },
  },
  BootstrapRS: {
    max_bootstrapped_demos: { type: "int", at: "init", default: 4 },
    max_labeled_demos: { type: "int", at: "init", default: 16 },
    max_rounds: { type: "int", at: "init", default: 1 },
    num_candidate_programs: { type: "int", at: "init", default: 16 },
  },
  GEPA: {
    max_metric_calls: { type: "int", at: "init", default: null },
    reflection_minibatch_size: { type: "int", at: "init", default: 3 },
    use_merge: { type: "boolean", at: "init", default: true },
    seed: { type: "int", at: "init", default: 0 },
  },
};

/** GEPA's `auto="light"` budget in program runs [dspy teleprompt/gepa/gepa.py:490], for P predictors and V val rows. */
export function gepaLight({ predictors, val }: Pick<Sizes, "predictors" | "val">): number {
  const n = 6;
  const trials = Math.trunc(Math.max(4 * predictors * Math.log2(n), 1.5 * n));
  const full = Math.floor((trials + 1) / 5) + 1 + (trials < 5 ? 1 : 0);
  return val + 5 * n + 35 * trials + full * val;
}

/** Fills in every argument of an optimizer, or says in words what does not fit. */
export function planOptimizer(
  name: OptimizerName,
  set: Record<string, string | number | boolean>,
  sizes: Sizes,
): { ok: true; plan: OptimizerPlan } | { ok: false; problem: string } {
  const known = offered[name];
  const plan: OptimizerPlan = { init: {}, compile: {}, runs: 0 };
  for (const [key, value] of Object.entries(set)) {
    const argument = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!argument)
      return { ok: false, problem: `${name} has no argument ${key}; it takes ${Object.keys(known).join(", ")}` };
    if (!fits(value, argument))
      return { ok: false, problem: `${key} of ${name} has to be ${words[argument.type]}, not ${value}` };
  }
  for (const [key, argument] of Object.entries(known)) plan[argument.at][key] = set[key] ?? argument.default;
  return name === "GEPA" ? planGepa(plan, sizes) : { ok: true, plan: { ...plan, runs: runsOf(name, plan, sizes) } };
}

const words = { int: "a whole number of 0 or more", number: "a number", boolean: "true or false" };

function fits(value: unknown, { type }: Argument): boolean {
  if (type === "boolean") return typeof value === "boolean";
  return typeof value === "number" && (type === "number" || (Number.isInteger(value) && value >= 0));
}

/** Below this GEPA has no room for one accepted proposal [dspy notes, gepa #375]. */
function planGepa(plan: OptimizerPlan, sizes: Sizes): ReturnType<typeof planOptimizer> {
  const batch = Number(plan.init.reflection_minibatch_size);
  if (batch < 1) return { ok: false, problem: "reflection_minibatch_size of GEPA has to be at least 1" };
  const runs = Number(plan.init.max_metric_calls ?? gepaLight(sizes));
  const least = sizes.val + 3 * (batch + sizes.val);
  if (runs < least)
    return {
      ok: false,
      problem: `max_metric_calls of ${runs} is too small: with ${sizes.val} val examples GEPA needs at least ${least}`,
    };
  return { ok: true, plan: { ...plan, init: { ...plan.init, max_metric_calls: runs }, runs: runs + sizes.val } };
}

function runsOf(name: OptimizerName, plan: OptimizerPlan, { train, val }: Sizes): number {
  if (name === "LabeledFewShot") return 2 * val;
  const candidates = Number(plan.init.num_candidate_programs);
  return (candidates + 3) * val + (candidates + 1) * Math.min(train, 4 * Number(plan.init.max_bootstrapped_demos));
}
