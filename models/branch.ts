import { optimizerWords } from "./intent/words.ts";
import type { OptimizerChoice, RunIntent } from "./intent.ts";

/** One cell of a run's matrix: what is compiled (or taken as built) and on which model. A plain run has one branch. */
export interface Branch {
  /** `a`, `b`, …, in the order asked; also the arm its evaluation stands for in a comparison. */
  id: string;
  /** "baseline" takes the program as its team wrote it, without a compile. */
  optimizer: OptimizerChoice;
  /** Alias from helix.yaml. */
  model: string;
  strategy: string | null;
  /** What differs from the model's own parameters in helix.yaml, such as `temperature` or `reasoning_effort`. */
  params: Record<string, number | string>;
  /** How a person calls it, such as `GEPA on gemini-flash, low effort`. */
  words: string;
}

/** More branches than a person can read in one table, or would want to pay for by a slip. */
export const mostBranches = 16;

type Lists = Pick<RunIntent, "optimizers" | "models" | "strategies" | "efforts" | "temperatures">;

/** How many branches the lists of a run make: their product, an empty list standing for one default. */
export function matrixSize({ optimizers, models, strategies, efforts, temperatures }: Lists): number {
  return [optimizers, models, strategies, efforts, temperatures].reduce(
    (size, list) => size * Math.max(1, list.length),
    1,
  );
}

/** Why these lists make too many branches, with the count; null when they do not. */
export function matrixProblem(lists: Lists): string | null {
  const size = matrixSize(lists);
  return size > mostBranches
    ? `These lists make ${size} branches; one run has at most ${mostBranches}, so shorten a list or make several runs.`
    : null;
}

/** The branches of a run in the order asked: model by model, and for each every optimizer. */
export function branchesOf(run: Lists, taskModel: string): Branch[] {
  const cells = or(run.models, taskModel).flatMap((model) =>
    or(run.strategies, null).flatMap((strategy) =>
      or(run.efforts, null).flatMap((effort) =>
        or(run.temperatures, null).flatMap((temperature) =>
          run.optimizers.map((optimizer) => ({ model, strategy, effort, temperature, optimizer })),
        ),
      ),
    ),
  );
  return cells
    .map(({ model, strategy, effort, temperature, optimizer }, n) => ({
      id: String.fromCharCode("a".charCodeAt(0) + n),
      optimizer,
      model,
      strategy,
      params: {
        ...(temperature !== null && { temperature }),
        ...(effort !== null && { reasoning_effort: effort }),
      },
      words: "",
    }))
    .map((branch) => ({ ...branch, words: wordsFor(branch) }));
}

/** How a branch asks its model, where that differs from helix.yaml: `low effort`, `temperature 0.2`. */
export function howAsked({ params: { reasoning_effort: effort, temperature } }: Pick<Branch, "params">): string[] {
  return [
    ...(effort === undefined ? [] : [`${effort} effort`]),
    ...(temperature === undefined ? [] : [`temperature ${temperature}`]),
  ];
}

const wordsFor = (branch: Omit<Branch, "words">): string =>
  [
    `${branch.strategy === null ? branch.optimizer : `${branch.optimizer} with ${branch.strategy}`} on ${branch.model}`,
    ...howAsked(branch),
  ].join(", ");

const or = <T, D>(list: T[], otherwise: D): (T | D)[] => (list.length > 0 ? list : [otherwise]);

export type Settings = RunIntent["set"];

/**
 * The arguments meant for one optimizer of a run: `key=value` goes to every optimizer, `gepa.key=value` to that one and first.
 * The rest of the matrix never sees it.
 */
export function settingsFor(set: Settings, optimizer: OptimizerChoice): Settings {
  const prefix = `${optimizer === "baseline" ? optimizer : optimizerWords[optimizer]}.`;
  const entries = Object.entries(set);
  return Object.fromEntries([
    ...entries.filter(([key]) => !key.includes(".")),
    ...entries.flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [])),
  ]);
}
