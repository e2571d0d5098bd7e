import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { launcher, projectRoot } from "../src/setup/binaries.ts";
import { atMost, type Bench, exactly, type Figure } from "./harness.ts";
import { withStores } from "./stores.ts";

const examples = 100_000;
/** A heap that could not hold the examples, their answers and their rows. */
const heapMb = 128;

interface Found {
  seconds: Record<string, number>;
  rss: number;
}

async function run(): Promise<Figure[]> {
  const work = fileURLToPath(new URL("./scale/work.ts", import.meta.url));
  const { seconds, rss } = await withStores(async ({ mongoUrl, home }): Promise<Found> => {
    const args = [`--max-old-space-size=${heapMb}`, launcher, work, mongoUrl, home, `${examples}`];
    const { stdout } = await execa(process.execPath, args, { cwd: projectRoot });
    return JSON.parse(stdout) as Found;
  });
  const { filled = 0, ...parts } = seconds;
  const limits: Record<string, number> = { plan: 30, "keep results": 120 };
  return [
    ...Object.entries(parts).map(([what, value]) => atMost(limits[what] ?? 60, { what, value, unit: "s" })),
    exactly(examples, { what: "rows of a second evaluation filled without a call", value: filled, unit: "rows" }),
    atMost(450, { what: `most memory of the worker, with a heap of ${heapMb} MB`, value: rss, unit: "MB" }),
  ];
}

export const scale: Bench = {
  name: "scale",
  goal:
    "An evaluation of 100,000 examples on the worker's side (planning, looking up keys, writing the runner's rows, keeping " +
    "results, summing up) in bounded time and memory: nothing grows with the dataset but the database.",
  run,
};
