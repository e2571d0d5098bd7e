import type { OptimizerName } from "../intent.ts";
import type { Value } from "./arguments.ts";

/** What the plan of a compile needs to know about the data and the program. */
export interface Sizes {
  train: number;
  val: number;
  predictors: number;
}

/** Program runs a compile will take, those it cannot exceed, and calls of the model that proposes. */
export interface Budget {
  runs: number;
  most: number;
  proposals: number;
}

export type Arguments = Readonly<Record<string, Value>>;

/** `n` of GEPA's and MIPROv2's `auto` settings, and the val rows MIPROv2 looks at [dspy teleprompt 3.3.1]. */
const autoSize: Record<string, number> = { light: 6, medium: 12, heavy: 18 };
export const miproValRows: Record<string, number> = { light: 100, medium: 300, heavy: 1_000 };

/** GEPA's `auto` budget in program runs [dspy teleprompt/gepa/gepa.py:490]. */
export function gepaAuto(auto: string, { predictors, val }: Pick<Sizes, "predictors" | "val">): number {
  const n = autoSize[auto] ?? 6;
  const trials = Math.trunc(Math.max(4 * predictors * Math.log2(n), 1.5 * n));
  const full = Math.floor((trials + 1) / 5) + 1 + (trials < 5 ? 1 : 0);
  return val + 5 * n + 35 * trials + full * val;
}

/** How many runs a set of arguments comes to. The arguments are complete and fit together. */
export function budgetOf(name: OptimizerName, args: Arguments, sizes: Sizes): Budget {
  const number = (key: string) => Number(args[key] ?? 0);
  return budgets[name](number, args, sizes);
}

type Formula = (number: (key: string) => number, args: Arguments, sizes: Sizes) => Budget;

/** Few rows fail the threshold in a row: about every second one gives a demo. */
const bootstraps = (train: number, demos: number, rounds: number): number => Math.min(train, 2 * demos) * rounds;

const budgets: Record<OptimizerName, Formula> = {
  LabeledFewShot: (_, __, { val }) => ({ runs: 2 * val, most: 2 * val, proposals: 0 }),
  BootstrapFewShot: (number, _, { train, val }) => {
    const demos = number("max_bootstrapped_demos");
    const rounds = number("max_rounds");
    return {
      runs: 2 * val + bootstraps(train, demos, rounds),
      most: 2 * val + (demos > 0 ? train * rounds : 0),
      proposals: 0,
    };
  },
  BootstrapRS: (number, _, { train, val }) => {
    const candidates = number("num_candidate_programs");
    const rounds = number("max_rounds");
    const sets = candidates + 1;
    // Each set bootstraps a random number of demos, up to the most.
    const demos = (number("max_bootstrapped_demos") + 1) / 2;
    return {
      runs: Math.round((candidates + 3) * val + sets * bootstraps(train, demos, rounds)),
      most: (candidates + 3) * val + sets * train * rounds,
      proposals: 0,
    };
  },
  MIPROv2: mipro,
  GEPA: (number, _, { val }) => {
    const batch = number("reflection_minibatch_size");
    const calls = number("max_metric_calls");
    return {
      runs: calls,
      // The limit is looked at between iterations.
      most: calls + val + 2 * batch - 1,
      proposals: Math.round((calls - val) / (2 * batch + val / 4)),
    };
  },
  SIMBA: (number, _, { train, val }) => {
    const [steps, size, candidates] = [number("max_steps"), number("bsize"), number("num_candidates")];
    const runs = steps * size * (2 * candidates + 1) + (candidates + 1) * train + 2 * val;
    return { runs, most: runs, proposals: Math.ceil((steps * (candidates + 1)) / 2) };
  },
  COPRO: (number, _, { val, predictors }) => {
    const [breadth, depth] = [number("breadth"), number("depth")];
    // With several predictors every earlier proposal is scored again at each depth.
    const rounds = predictors > 1 ? (depth * (depth + 1)) / 2 : depth;
    const runs = val + breadth * rounds * predictors * val;
    return { runs, most: runs, proposals: depth * predictors };
  },
};

function mipro(number: (key: string) => number, args: Arguments, { train, val, predictors }: Sizes): Budget {
  const auto = typeof args.auto === "string" ? args.auto : null;
  const isZeroShot = number("max_bootstrapped_demos") === 0 && number("max_labeled_demos") === 0;
  const n = auto ? (autoSize[auto] ?? 6) : number("num_candidates");
  const rows = auto ? Math.min(val, miproValRows[auto] ?? val) : val;
  const trials = auto ? miproTrials(n, isZeroShot ? predictors : 2 * predictors) : number("num_trials");
  const inMinibatches = auto ? rows > 50 : args.minibatch === true;
  const search = inMinibatches
    ? rows + number("minibatch_size") * trials + Math.ceil(trials / number("minibatch_full_eval_steps")) * rows
    : (trials + 1) * rows;
  // Of n demo sets two need no bootstrap; without demos in the prompt they still inform the proposals.
  const demos = isZeroShot ? 3 : (number("max_bootstrapped_demos") + 1) / 2;
  const settling = rows < val ? 2 * val : 0;
  const instructions = auto && !isZeroShot ? Math.floor(n / 2) : n;
  return {
    runs: Math.round(search + settling + (n - 2) * bootstraps(train, demos, 1)),
    most: search + settling + rows + (n - 2) * train,
    proposals: 10 + 3 * predictors * instructions,
  };
}

const miproTrials = (n: number, variables: number): number =>
  Math.trunc(Math.max(2 * variables * Math.log2(n), 1.5 * n));
