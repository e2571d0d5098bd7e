import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobSpec, JournalEntry, RowSpec, RunnerEvent } from "../models/contract.ts";
import type { OptimizerName } from "../models/intent.ts";
import { planOptimizer } from "../models/optimizer.ts";
import { projectRoot } from "../src/setup/binaries.ts";
import { runnersUnder } from "../test/support/helix/runners.ts";
import { atMost, type Bench, exactly, type Figure } from "./harness.ts";
import { type SimulatedLm, startSimulated } from "./lm/simulated.ts";
import { benchLm, benchSpec, jsonLines, runBenchJob, withFolder } from "./runner.ts";

/** Small enough for half a minute each, with a search worth resuming. */
const cases: [OptimizerName, Record<string, string | number | boolean>][] = [
  ["LabeledFewShot", {}],
  ["BootstrapFewShot", {}],
  ["BootstrapRS", { num_candidate_programs: 3 }],
  ["MIPROv2", { auto: "light" }],
  ["GEPA", { max_metric_calls: 150 }],
  ["SIMBA", { bsize: 8, num_candidates: 3, max_steps: 2 }],
  ["COPRO", { breadth: 3, depth: 2 }],
];
const sizes = { train: 24, val: 16 };
const threads = 4;
const root = join(projectRoot, "examples", "ingredient-analyzer");
const inputs = ["dietary_preferences", "product_info"];

async function rows(): Promise<{ train: RowSpec[]; val: RowSpec[] }> {
  const text = await readFile(join(root, "data", "examples.jsonl"), "utf8");
  const all = text
    .trim()
    .split("\n")
    .slice(0, sizes.train + sizes.val)
    .map((line, n) => {
      const fields = Object.entries(JSON.parse(line) as RowSpec["inputs"]);
      const part = (isInput: boolean) =>
        Object.fromEntries(fields.filter(([name]) => inputs.includes(name) === isInput));
      return { id: `row-${n}`, inputs: part(true), label: part(false), repetition: 0, prediction: null };
    });
  return { train: all.slice(0, sizes.train), val: all.slice(sizes.train) };
}

/** One runner's way: what it handed on, and the state it ended in; null when it was killed. */
interface Attempted {
  kept: JournalEntry[];
  state: string | null;
}

/** A compile in a folder of its own, from the calls that were kept before, killed (-9) once `killAt` more are. */
async function attempt(
  lm: SimulatedLm,
  [name, set]: (typeof cases)[number],
  earlier: JournalEntry[],
  killAt: number | null,
): Promise<Attempted> {
  return withFolder(async (folder) => {
    const spec = await specIn(folder, lm, name, set, earlier);
    const kept = [...earlier];
    const states = new Map<number, string>();
    const take = async (event: RunnerEvent) => {
      if (event.type === "candidate") states.set(event.index, event.state_hash);
      if (event.type === "journal") kept.push(...event.entries);
      if (killAt === null || kept.length < earlier.length + killAt) return;
      for (const pid of await runnersUnder(folder)) process.kill(-pid, "SIGKILL");
    };
    const end = await runBenchJob(spec, take).catch((error: unknown) => {
      if (killAt === null) throw error;
      return null;
    });
    return { kept, state: end ? (states.get(end.best ?? -1) ?? null) : null };
  });
}

async function specIn(
  folder: string,
  lm: SimulatedLm,
  name: OptimizerName,
  set: Record<string, string | number | boolean>,
  earlier: JournalEntry[],
): Promise<JobSpec> {
  const planning = planOptimizer(name, set, { ...sizes, predictors: 1 });
  if (!planning.ok) throw new Error(planning.problem);
  const { train, val } = await rows();
  const file = async (called: string, text: string) => {
    await writeFile(join(folder, called), text);
    return join(folder, called);
  };
  const model = (of: string) => ({ ...benchLm("", `openai/${of}`), api_base: lm.url, params: {} });
  const reflection = name === "GEPA" ? { reflection_lm: "$lm:reflection" } : {};
  return {
    ...benchSpec(folder, { task: model("sim-flash"), reflection: model("sim-pro") }, threads),
    ...{ root, program: "ingredient_analyzer.program:build", metric: "ingredient_analyzer.metric:score" },
    ...{ input_fields: inputs, kind: "compile" },
    train: await file("train.jsonl", jsonLines(train)),
    val: await file("val.jsonl", jsonLines(val)),
    optimizer: {
      name,
      init: { ...planning.plan.init, ...reflection },
      compile: planning.plan.compile,
      metric_threshold: 1,
      planned_runs: planning.plan.runs,
      feedback: true,
    },
    journal:
      earlier.length > 0
        ? await file("kept.jsonl", earlier.map((entry) => `${JSON.stringify(entry)}\n`).join(""))
        : null,
  } as JobSpec;
}

/** Whole, then killed twice, each time resumed in an empty folder: how many calls were paid twice, and is the end the same? */
async function killed(lm: SimulatedLm, one: (typeof cases)[number]): Promise<Figure[]> {
  const whole = await attempt(lm, one, [], null);
  const before = await lm.calls();
  const third = Math.max(1, Math.floor(whole.kept.length / 3));
  const first = await attempt(lm, one, [], third);
  const second = await attempt(lm, one, first.kept, third);
  const last = await attempt(lm, one, second.kept, null);
  const again = (await lm.calls()) - before - whole.kept.length;
  const [name] = one;
  return [
    exactly(1, { what: `${name}: the same state hash`, value: Number(last.state === whole.state), unit: "" }),
    atMost(2 * threads, { what: `${name}: calls paid twice, of ${whole.kept.length}`, value: again, unit: "calls" }),
  ];
}

async function run(): Promise<Figure[]> {
  const lm = await startSimulated(0.3);
  try {
    const figures: Figure[] = [];
    for (const one of cases) figures.push(...(await killed(lm, one)));
    return figures;
  } finally {
    await lm.stop();
  }
}

export const kill: Bench = {
  name: "kill",
  goal:
    "Each optimizer, killed (-9) twice at a third and at two thirds of its calls and resumed each time with an empty " +
    "disk from the calls that were handed on: it ends in the same state and repeats at most what was in flight.",
  run,
};
