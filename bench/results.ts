import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../src/setup/binaries.ts";
import type { Bench, Figure } from "./harness.ts";
import { performancePage } from "./page.ts";

/** What one run of a bench found; `problem` says why there are no figures. */
export interface Result {
  name: string;
  goal: string;
  at: string;
  seconds: number;
  machine: { cpu: string; cores: number; node: string };
  /** Mean number of processes that ran or waited for a processor in the minute before: what ran beside it. */
  load?: number;
  figures: Figure[];
  problem: string | null;
}

const file = join(projectRoot, "bench", "results.json");
const page = join(projectRoot, "docs", "performance.md");

/** Runs one bench to its result; what it throws is a result too. */
export async function measure(bench: Bench): Promise<Result> {
  const began = performance.now();
  const load = loadavg()[0] ?? 0;
  const found = await bench.run().then(
    (figures) => ({ figures, problem: null }),
    (error: unknown) => ({ figures: [], problem: error instanceof Error ? error.message : String(error) }),
  );
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const { name, goal } = bench;
  return { name, goal, at: new Date().toISOString(), seconds, machine: machine(), load, ...found };
}

function machine(): Result["machine"] {
  return { cpu: cpus()[0]?.model ?? "unknown", cores: availableParallelism(), node: process.versions.node };
}

/** Puts a result in the place of the bench's earlier one and writes the page anew. The only writer of both files. */
export async function keepResult(result: Result, order: readonly string[]): Promise<void> {
  const others = (await readResults()).filter(({ name }) => name !== result.name && order.includes(name));
  const all = [...others, result].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  await writeFile(file, `${JSON.stringify(all, null, 2)}\n`);
  await writeFile(page, performancePage(all));
}

async function readResults(): Promise<Result[]> {
  const text = await readFile(file, "utf8").catch(() => "[]");
  return JSON.parse(text) as Result[];
}
