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
  /** Of the runs, those in groups that wait for each other: so many groups, each so many runs side by side. */
  inTurn: { groups: number; width: number };
  /** Demos that a run shows on average. */
  demos: number;
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

const none = { groups: 0, width: 1 };
/** Most demos of a bootstrapped program: labelled rows fill up what traces leave. */
const mostDemos = (number: (key: string) => number, train: number): number =>
  Math.min(train, Math.max(number("max_bootstrapped_demos"), number("max_labeled_demos")));

type Formula = (number: (key: string) => number, args: Arguments, sizes: Sizes) => Budget;

/** Few rows fail the threshold in a row: about every second one gives a demo. */
const bootstraps = (train: number, demos: number, rounds: number): number => Math.min(train, 2 * demos) * rounds;

const budgets: Record<OptimizerName, Formula> = {
  LabeledFewShot: (number, _, { train, val }) => ({
    ...{ runs: 2 * val, most: 2 * val, proposals: 0, inTurn: none },
    demos: Math.min(train, number("k")) / 2,
  }),
  BootstrapFewShot: (number, _, { train, val }) => {
    const demos = number("max_bootstrapped_demos");
    const rounds = number("max_rounds");
    const traced = bootstraps(train, demos, rounds);
    return {
      runs: 2 * val + traced,
      most: 2 * val + (demos > 0 ? train * rounds : 0),
      proposals: 0,
      inTurn: { groups: traced, width: 1 },
      demos: mostDemos(number, train) / 2,
    };
  },
  BootstrapRS: (number, _, { train, val }) => {
    const candidates = number("num_candidate_programs");
    const rounds = number("max_rounds");
    const sets = candidates + 1;
    // Each set bootstraps a random number of demos, up to the most.
    const demos = (number("max_bootstrapped_demos") + 1) / 2;
    const traced = Math.round(sets * bootstraps(train, demos, rounds));
    return {
      runs: (candidates + 3) * val + traced,
      most: (candidates + 3) * val + sets * train * rounds,
      proposals: 0,
      inTurn: { groups: traced, width: 1 },
      // The first of its programs has none.
      demos: (mostDemos(number, train) * (candidates + 2)) / (candidates + 3),
    };
  },
  MIPROv2: mipro,
  GEPA: (number, _, { val }) => {
    const batch = number("reflection_minibatch_size");
    const calls = number("max_metric_calls");
    // About every second proposal is accepted, and then measured on all of val.
    const proposals = Math.max(1, Math.round((calls - val) / (2 * batch + val / 2)));
    return {
      runs: calls,
      // The limit is looked at between iterations.
      most: calls + val + 2 * batch - 1,
      proposals,
      inTurn: { groups: 2 * proposals, width: batch },
      demos: 0,
    };
  },
  SIMBA: (number, _, { train, val }) => {
    const [steps, size, candidates] = [number("max_steps"), number("bsize"), number("num_candidates")];
    const runs = steps * size * (2 * candidates + 1) + (candidates + 1) * train + 2 * val;
    const proposals = Math.ceil((steps * (candidates + 1)) / 2);
    return { runs, most: runs, proposals, inTurn: none, demos: number("max_demos") / 2 };
  },
  COPRO: (number, _, { val, predictors }) => {
    const [breadth, depth] = [number("breadth"), number("depth")];
    // With several predictors every earlier proposal is scored again at each depth.
    const rounds = predictors > 1 ? (depth * (depth + 1)) / 2 : depth;
    const runs = val + breadth * rounds * predictors * val;
    return { runs, most: runs, proposals: depth * predictors, inTurn: none, demos: 0 };
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
  const traced = Math.round((n - 2) * bootstraps(train, demos, 1));
  return {
    runs: search + settling + traced,
    most: search + settling + rows + (n - 2) * train,
    proposals: 10 + 3 * predictors * instructions,
    inTurn: { groups: traced, width: 1 },
    demos: isZeroShot ? 0 : (mostDemos(number, train) * (n - 1)) / n,
  };
}

const miproTrials = (n: number, variables: number): number =>
  Math.trunc(Math.max(2 * variables * Math.log2(n), 1.5 * n));
