import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunnerEventOf } from "../models/contract.ts";
import type { OptimizerName } from "../models/intent.ts";
import type { OptimizerPlan } from "../models/optimizer.ts";
import { type Bench, exactly, type Figure } from "./harness.ts";
import { compileSpec, ingredientRows, ingredients, planFor, type Settings, threads, threshold } from "./ingredients.ts";
import { type SimulatedLm, startSimulated } from "./lm/simulated.ts";
import { runBenchJob, runPlain, withFolder } from "./runner.ts";

/** Large enough that every optimizer finds something, small enough for a minute. */
const cases: [OptimizerName, Settings][] = [
  ["GEPA", { max_metric_calls: 400 }],
  ["MIPROv2", { auto: "light" }],
  ["BootstrapRS", { num_candidate_programs: 4 }],
];

interface Side {
  state: string;
  calls: number;
}

type Plan = Pick<OptimizerPlan, "init" | "compile">;

async function counted(lm: SimulatedLm, work: () => Promise<string>): Promise<Side> {
  const before = await lm.calls();
  const state = await work();
  return { state, calls: (await lm.calls()) - before };
}

function byHelix(lm: SimulatedLm, name: OptimizerName, plan: Plan): Promise<Side> {
  return counted(lm, () =>
    withFolder(async (folder) => {
      const spec = await compileSpec(folder, lm.url, name, plan);
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
      const { init, compile } = plan;
      const job = { url: lm.url, ...ingredients, optimizer: name, init, compile, threads, threshold };
      const file = join(folder, "job.json");
      await writeFile(file, JSON.stringify({ ...job, ...(await ingredientRows()) }));
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
