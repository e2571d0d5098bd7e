import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobSpec, RowSpec, RunnerEventOf } from "../models/contract.ts";
import type { OptimizerName } from "../models/intent.ts";
import { planOptimizer } from "../models/optimizer.ts";
import { projectRoot } from "../src/setup/binaries.ts";
import { type Bench, exactly, type Figure } from "./harness.ts";
import { type SimulatedLm, startSimulated } from "./lm/simulated.ts";
import { benchLm, benchSpec, jsonLines, runBenchJob, runPlain, withFolder } from "./runner.ts";

/** Large enough that every optimizer finds something, small enough for a minute. */
const cases: [OptimizerName, Record<string, string | number | boolean>][] = [
  ["GEPA", { max_metric_calls: 400 }],
  ["MIPROv2", { auto: "light" }],
  ["BootstrapRS", { num_candidate_programs: 4 }],
];
const sizes = { train: 60, val: 40 };
const threads = 8;
const threshold = 1;
const root = join(projectRoot, "examples", "ingredient-analyzer");
const program = "ingredient_analyzer.program:build";
const metric = "ingredient_analyzer.metric:score";
const inputs = ["dietary_preferences", "product_info"];

interface Side {
  state: string;
  calls: number;
}

/** The first rows of the example's data: those of train, then those of val. */
async function dataset(): Promise<{ train: RowSpec[]; val: RowSpec[] }> {
  const text = await readFile(join(root, "data", "examples.jsonl"), "utf8");
  const lines = text
    .trim()
    .split("\n")
    .slice(0, sizes.train + sizes.val);
  const rows = lines.map((line, n): RowSpec => {
    const fields = JSON.parse(line) as RowSpec["inputs"];
    const part = (of: (name: string) => boolean) =>
      Object.fromEntries(Object.entries(fields).filter(([name]) => of(name)));
    const is = (name: string) => inputs.includes(name);
    return { id: `row-${n}`, inputs: part(is), label: part((name) => !is(name)), repetition: 0, prediction: null };
  });
  return { train: rows.slice(0, sizes.train), val: rows.slice(sizes.train) };
}

type Plan = { init: Record<string, unknown>; compile: Record<string, unknown> };

function planFor(name: OptimizerName, set: Record<string, string | number | boolean>): Plan {
  const planning = planOptimizer(name, set, { ...sizes, predictors: 1 });
  if (!planning.ok) throw new Error(planning.problem);
  return planning.plan;
}

async function counted(lm: SimulatedLm, work: () => Promise<string>): Promise<Side> {
  const before = await lm.calls();
  const state = await work();
  return { state, calls: (await lm.calls()) - before };
}

function byHelix(lm: SimulatedLm, name: OptimizerName, plan: Plan): Promise<Side> {
  return counted(lm, () =>
    withFolder(async (folder) => {
      const rows = await dataset();
      await writeFile(join(folder, "train.jsonl"), jsonLines(rows.train));
      await writeFile(join(folder, "val.jsonl"), jsonLines(rows.val));
      const model = (of: string) => ({ ...benchLm("", `openai/${of}`), api_base: lm.url, params: {} });
      const spec = {
        ...benchSpec(folder, { task: model("sim-flash"), reflection: model("sim-pro") }, threads),
        ...{ root, program, metric, input_fields: inputs, kind: "compile", journal: null },
        train: join(folder, "train.jsonl"),
        val: join(folder, "val.jsonl"),
        optimizer: { name, init: plan.init, compile: plan.compile, metric_threshold: threshold, feedback: true },
      } as JobSpec;
      const candidates = new Map<number, RunnerEventOf<"candidate">>();
      const end = await runBenchJob(spec, (event) => {
        if (event.type === "candidate") candidates.set(event.index, event);
      });
      return candidates.get(end.best ?? -1)?.state_hash ?? "nothing was found";
    }),
  );
}

function byDspy(lm: SimulatedLm, name: OptimizerName, plan: Plan): Promise<Side> {
  return counted(lm, () =>
    withFolder(async (folder) => {
      const job = { url: lm.url, root, program, metric, inputs, optimizer: name, threads, threshold };
      const file = join(folder, "job.json");
      await writeFile(file, JSON.stringify({ ...job, ...plan, ...(await dataset()) }));
      return (await runPlain<{ state: string }>("compile.py", [file])).state;
    }),
  );
}

async function run(): Promise<Figure[]> {
  const lm = await startSimulated(0);
  try {
    const figures: Figure[] = [];
    for (const [name, set] of cases) figures.push(...(await compareOne(lm, name, planFor(name, set))));
    return figures;
  } finally {
    await lm.stop();
  }
}

async function compareOne(lm: SimulatedLm, name: OptimizerName, plan: Plan): Promise<Figure[]> {
  const plain = await byDspy(lm, name, plan);
  const helix = await byHelix(lm, name, plan);
  const isSame = plain.state === helix.state;
  if (!isSame) console.error(`${name}: plain ${plain.state}, Helix ${helix.state}`);
  return [
    exactly(1, { what: `${name}: the same state hash`, value: Number(isSame), unit: "" }),
    exactly(plain.calls, { what: `${name}: LM calls, as plain DSPy makes them`, value: helix.calls, unit: "calls" }),
  ];
}

export const fidelity: Bench = {
  name: "fidelity",
  goal:
    "GEPA, MIPROv2 and BootstrapRS through Helix's runner against a plain DSPy script with the same arguments on the " +
    "example program: the optimizer ends in the same state after the same number of LM calls.",
  run,
};
