import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobSpec, LmSpec, RowSpec } from "../models/contract.ts";
import type { OptimizerName } from "../models/intent.ts";
import { type OptimizerPlan, planOptimizer } from "../models/optimizer.ts";
import { projectRoot } from "../src/setup/binaries.ts";
import { benchLm, benchSpec, jsonLines } from "./runner.ts";

/** The example program, as a compile's job names it. */
export const ingredients = {
  root: join(projectRoot, "examples", "ingredient-analyzer"),
  program: "ingredient_analyzer.program:build",
  metric: "ingredient_analyzer.metric:score",
  inputs: ["dietary_preferences", "product_info"],
};

export const sizes = { train: 60, val: 40, predictors: 1 };
export const threads = 8;
export const threshold = 1;

export type Settings = Record<string, string | number | boolean>;

/** The first rows of the example's data: those of train, then those of val. */
export async function ingredientRows(): Promise<{ train: RowSpec[]; val: RowSpec[] }> {
  const text = await readFile(join(ingredients.root, "data", "examples.jsonl"), "utf8");
  const rows = text
    .trim()
    .split("\n")
    .slice(0, sizes.train + sizes.val)
    .map(rowOf);
  return { train: rows.slice(0, sizes.train), val: rows.slice(sizes.train) };
}

function rowOf(line: string, n: number): RowSpec {
  const fields = Object.entries(JSON.parse(line) as RowSpec["inputs"]);
  const part = (isInput: boolean) =>
    Object.fromEntries(fields.filter(([name]) => ingredients.inputs.includes(name) === isInput));
  return { id: `row-${n}`, inputs: part(true), label: part(false), repetition: 0, prediction: null };
}

/** Every argument filled in; throws where the settings do not fit. */
export function planFor(name: OptimizerName, set: Settings): OptimizerPlan {
  const planning = planOptimizer(name, set, sizes);
  if (!planning.ok) throw new Error(planning.problem);
  return planning.plan;
}

/** A model of the simulated LM. */
export const simulated = (url: string, model: string): LmSpec => ({
  ...benchLm("", `openai/${model}`),
  api_base: url,
  params: {},
});

const common = (folder: string, url: string) => ({
  ...benchSpec(folder, { task: simulated(url, "sim-flash"), reflection: simulated(url, "sim-pro") }, threads),
  ...{ root: ingredients.root, program: ingredients.program, metric: ingredients.metric },
  input_fields: ingredients.inputs,
});

/** A compile of the example program in a folder. */
export async function compileSpec(
  folder: string,
  url: string,
  name: OptimizerName,
  plan: Pick<OptimizerPlan, "init" | "compile">,
): Promise<JobSpec> {
  const rows = await ingredientRows();
  const [train, val] = [join(folder, "train.jsonl"), join(folder, "val.jsonl")];
  await writeFile(train, jsonLines(rows.train));
  await writeFile(val, jsonLines(rows.val));
  const { init, compile } = plan;
  const optimizer = { name, init, compile, metric_threshold: threshold, feedback: true };
  return { ...common(folder, url), kind: "compile", journal: null, train, val, optimizer } as JobSpec;
}

/** An evaluation of the program as built on val, in a folder. */
export async function evaluateSpec(folder: string, url: string): Promise<JobSpec> {
  const rows = join(folder, "rows.jsonl");
  await writeFile(rows, jsonLines((await ingredientRows()).val));
  return { ...common(folder, url), kind: "evaluate", rows };
}
