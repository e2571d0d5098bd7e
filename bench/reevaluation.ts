import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { Attempt } from "../jobs/attempt.ts";
import { importRows } from "../jobs/datasets/import.ts";
import type { Deps } from "../jobs/deps.ts";
import { evaluateRelease } from "../jobs/evaluating/evaluate.ts";
import type { GoldRow } from "../jobs/importing.ts";
import { registerProgram } from "../jobs/programs/add.ts";
import { deployedRelease } from "../jobs/steps/evaluate.ts";
import { claimStep } from "../models/claim.ts";
import { theProgram } from "../models/program.ts";
import { createRun } from "../models/run.ts";
import { readConfig } from "../src/config.ts";
import { makeDeps } from "../src/deps.ts";
import { projectRoot } from "../src/setup/binaries.ts";
import { type Bench, exactly, type Figure, shown } from "./harness.ts";
import { type SimulatedLm, startSimulated } from "./lm/simulated.ts";
import { withStores } from "./stores.ts";

const [team, name, by] = ["T0BENCH", "ingredient-analyzer", "U0BENCH"];
const inputs = ["dietary_preferences", "product_info"];
/** Examples that are added later, all of them to test. */
const added = 20;

interface Ground {
  deps: Deps;
  lm: SimulatedLm;
  root: string;
  later: GoldRow[];
}

/** The example program in a folder of its own, without its last rows, registered. */
async function prepare(home: string, lm: SimulatedLm, mongoUrl: string, redisUrl: string): Promise<Ground> {
  const root = join(home, "program");
  await cp(join(projectRoot, "examples", name), root, { recursive: true });
  const data = join(root, "data", "examples.jsonl");
  const lines = (await readFile(data, "utf8")).trim().split("\n");
  await writeFile(data, `${lines.slice(0, -added).join("\n")}\n`);
  const keys = { SIMULATED_LM: lm.url, SIM_KEY: "simulated", LANGFUSE_URL: lm.url, LF_PUBLIC: "p", LF_SECRET: "s" };
  const env = { ...keys, HELIX_DEPLOY_DIR: join(home, "deploy"), HELIX_HOME: home };
  const stores = {
    MONGODB_URI: mongoUrl,
    REDIS_URL: redisUrl,
    SLACK_BOT_TOKEN: "xoxb-bench",
    SLACK_SIGNING_SECRET: "0123456789abcdef0123456789abcdef",
  };
  const config = readConfig({ ...env, ...stores });
  if (!config.ok) throw new Error(config.problems.join("; "));
  await mkdir(join(home, "deploy"), { recursive: true });
  const deps = { ...makeDeps(config.config, team, pino({ level: "silent" })), env };
  await registerProgram(deps, root, by);
  return { deps, lm, root, later: lines.slice(-added).map(rowOf) };
}

function rowOf(line: string): GoldRow {
  const fields = Object.entries(JSON.parse(line) as Record<string, unknown>);
  const part = (isInput: boolean) => Object.fromEntries(fields.filter(([key]) => inputs.includes(key) === isInput));
  return { inputs: part(true), label: part(false), split: "test" };
}

let evaluations = 0;

/** Evaluates what is deployed on a dataset version, in a run of its own. */
async function evaluate({ deps, lm }: Ground, dataset: number): Promise<{ calls: number; seconds: number; n: number }> {
  evaluations += 1;
  const steps = [{ kind: "evaluate" as const, params: {} }];
  const asked = {
    team,
    key: `bench-${evaluations}`,
    program: name,
    title: "a bench",
    requestedBy: by,
    channel: "C0BENCH",
  };
  const run = await createRun({ ...asked, limitUsd: 5, steps, at: new Date() });
  const claimed = await claimStep(run._id, 0, deps.owner, new Date(), 600_000);
  if (!claimed) throw new Error("the step could not be claimed");
  const attempt = new Attempt(deps, await theProgram(team, name), claimed, { runId: run._id, n: 0, epoch: 1 });
  const release = await deployedRelease(team, name, 0);
  const before = await lm.calls();
  const began = performance.now();
  const { summary } = await evaluateRelease(attempt, { release, dataset, split: "test" });
  const seconds = (performance.now() - began) / 1000;
  return { calls: (await lm.calls()) - before, seconds, n: summary?.n ?? 0 };
}

async function measured(ground: Ground): Promise<Figure[]> {
  const { deps, root, later } = ground;
  const first = await evaluate(ground, 1);
  const same = await evaluate(ground, 1);
  const grown = await importRows(deps, await theProgram(team, name), later, by);
  const more = await evaluate(ground, 2);
  const relabelled = later.slice(0, 5).map((row) => ({ ...row, label: { flagged_ingredients: [] } }));
  await importRows(deps, await theProgram(team, name), relabelled, by, { replace: true });
  const labels = await evaluate(ground, 3);
  const metric = join(root, "ingredient_analyzer", "metric.py");
  await writeFile(metric, `${await readFile(metric, "utf8")}\n# Reviewed again.\n`);
  await registerProgram(deps, root, by);
  const scored = await evaluate(ground, 3);
  const figure = (what: string, wanted: number, { calls, seconds }: typeof first) => [
    exactly(wanted, { what: `calls, ${what}`, value: calls, unit: "calls" }),
    shown({ what: "… it took", value: seconds, unit: "s" }),
  ];
  return [
    ...figure("first evaluation", first.n, first),
    ...figure("the same again", 0, same),
    ...figure("after new examples came to test", grown.added.length, more),
    ...figure("after labels were changed", 0, labels),
    ...figure("after the metric was changed", 0, scored),
  ];
}

export const reevaluation: Bench = {
  name: "reevaluation",
  goal:
    "What an evaluation costs when most of it is known: the example program's test split evaluated first, again, after 20 " +
    "new examples, after changed labels and after a changed metric. Only what is new is asked for.",
  run: () =>
    withStores(async ({ home, mongoUrl, redisUrl }) => {
      const lm = await startSimulated(0.2);
      try {
        return await measured(await prepare(home, lm, mongoUrl, redisUrl));
      } finally {
        await lm.stop();
        await rm(join(home, "work"), { recursive: true, force: true });
      }
    }),
};
