import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { processesFor } from "../jobs/evaluating/processes.ts";
import { atLeast, atMost, type Bench, exactly, type Figure, median, shown } from "./harness.ts";
import { type BenchLm, startBenchLm } from "./lm/process.ts";
import { ticketRows } from "./lm/rows.ts";
import { benchLm, benchSpec, jsonLines, runBenchJob, runPlain, withFolder } from "./runner.ts";

const pairs = 5;

/** One evaluation: seconds from the first LM call to the last row, what the server was asked, and every score. */
interface Side {
  seconds: number;
  calls: number;
  digest: string;
  scores: Record<string, number | null>;
}

interface Load {
  words: string;
  latencyMs: number;
  threads: number;
  rows: number;
}

async function byHelix(lm: BenchLm, folder: string, rowsFile: string, threads: number): Promise<Side> {
  const scores: Side["scores"] = {};
  let last = 0;
  const spec = benchSpec(join(folder, "work"), { task: benchLm(lm.url) }, threads);
  await runBenchJob({ ...spec, kind: "evaluate", rows: rowsFile, processes: processesFor(threads) }, (event) => {
    if (event.type !== "example") return;
    scores[event.id] = event.score;
    last = Date.now();
  });
  const { first, calls, digest } = await lm.seen();
  return { seconds: (last - first) / 1000, calls, digest, scores };
}

async function byDspy(lm: BenchLm, rowsFile: string, threads: number): Promise<Side> {
  const args = [lm.url, rowsFile, `${threads}`];
  const { ended, scores } = await runPlain<{ ended: number; scores: Side["scores"] }>("evaluate.py", args);
  const { first, calls, digest } = await lm.seen();
  return { seconds: (ended - first) / 1000, calls, digest, scores };
}

async function measurePairs({ latencyMs, threads, rows }: Load): Promise<{ plain: Side; helix: Side }[]> {
  const lm = await startBenchLm(latencyMs);
  try {
    return await withFolder(async (folder) => {
      const rowsFile = join(folder, "rows.jsonl");
      await writeFile(rowsFile, jsonLines(ticketRows(rows)));
      const found: { plain: Side; helix: Side }[] = [];
      for (let pair = 0; pair < pairs; pair++) {
        const plain = await byDspy(lm, rowsFile, threads);
        found.push({ plain, helix: await byHelix(lm, folder, rowsFile, threads) });
      }
      return found;
    });
  } finally {
    await lm.stop();
  }
}

/** Pairs whose scores and request bodies are the same, one by one. */
const equalPairs = (found: { plain: Side; helix: Side }[]): number =>
  found.filter(
    ({ plain, helix }) =>
      plain.digest === helix.digest &&
      plain.calls === helix.calls &&
      Object.keys(plain.scores).length === Object.keys(helix.scores).length &&
      Object.entries(plain.scores).every(([id, score]) => helix.scores[id] === score),
  ).length;

const lmBound: Load = { words: "250 ms, 16 in flight", latencyMs: 250, threads: 16, rows: 1_000 };
const cpuBound: Load = { words: "50 ms, 64 in flight", latencyMs: 50, threads: 64, rows: 2_000 };

async function run(): Promise<Figure[]> {
  const slow = await measurePairs(lmBound);
  const fast = await measurePairs(cpuBound);
  const rate = (side: Side) => cpuBound.rows / side.seconds;
  const walls = slow.map(({ plain, helix }) => helix.seconds / plain.seconds);
  const gains = fast.map(({ plain, helix }) => rate(helix) / rate(plain));
  return [
    atMost(1.02, { what: `wall against dspy.Evaluate, ${lmBound.words}`, value: median(walls), unit: "×" }),
    shown({ what: "… dspy.Evaluate", value: median(slow.map(({ plain }) => plain.seconds)), unit: "s" }),
    shown({ what: "… Helix", value: median(slow.map(({ helix }) => helix.seconds)), unit: "s" }),
    atLeast(3, { what: `throughput against dspy.Evaluate, ${cpuBound.words}`, value: median(gains), unit: "×" }),
    shown({ what: "… dspy.Evaluate", value: median(fast.map(({ plain }) => rate(plain))), unit: "rows/s" }),
    shown({ what: "… Helix", value: median(fast.map(({ helix }) => rate(helix))), unit: "rows/s" }),
    exactly(2 * pairs, {
      what: "pairs with equal scores and equal request bodies",
      value: equalPairs(slow) + equalPairs(fast),
      unit: `of ${2 * pairs}`,
    }),
  ];
}

export const evaluation: Bench = {
  name: "evaluation",
  goal:
    "An evaluation through Helix against plain `dspy.Evaluate` on the same rows, from the first LM call to the last row, " +
    "median of 5 pairs: 1,000 rows where the model is slow, 2,000 rows where it is fast and the processor is the limit.",
  run,
};
