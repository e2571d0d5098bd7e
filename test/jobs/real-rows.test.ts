import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ingredients, simulated } from "../../bench/ingredients.ts";
import { startSimulated } from "../../bench/lm/simulated.ts";
import { benchSpec, jsonLines, runBenchJob, withFolder } from "../../bench/runner.ts";
import type { JobSpec } from "../../models/contract.ts";
import { type ArmRow, compareArms } from "../../models/verdict.ts";
import { projectRoot } from "../../src/setup/binaries.ts";

const file = join(projectRoot, "..", "shared", "data", "ingredient-analyzer.jsonl");

/** Scores of the example program on the real rows, on one of the simulated models. */
async function armOn(url: string, model: string): Promise<ArmRow[]> {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const rows = lines.map((line, n) => {
    const { inputs, outputs } = JSON.parse(line);
    return { id: `row-${n}`, inputs, label: outputs, repetition: 0, prediction: null };
  });
  const measured: ArmRow[] = [];
  await withFolder(async (folder) => {
    const path = join(folder, "rows.jsonl");
    await writeFile(path, jsonLines(rows));
    const { root, program, metric, inputs: input_fields } = ingredients;
    const basis = benchSpec(folder, { task: simulated(url, model) }, 8);
    const spec = { ...basis, root, program, metric, input_fields, kind: "evaluate", rows: path } as JobSpec;
    await runBenchJob(spec, (event) => {
      if (event.type !== "example") return;
      const { id: key, score, status, lm } = event;
      const tokens = { promptTokens: lm.prompt_tokens, completionTokens: lm.completion_tokens };
      const tries = { rateLimited: lm.rate_limited, timeouts: lm.timeouts };
      measured.push({ key, score, status, latencyMs: null, usd: lm.usd, ...tokens, ...tries });
    });
  });
  return measured;
}

it.skipIf(!existsSync(file))(
  "28 real rows cannot tell a better model from a good one, and say how many could (skipped where ../shared/data is not there)",
  async () => {
    const lm = await startSimulated(0);
    try {
      const [baseline, candidate] = [await armOn(lm.url, "sim-flash"), await armOn(lm.url, "sim-mini")];

      const { verdict, n, because } = compareArms({ baseline, candidate, margin: 0, seed: 1 });

      expect({ verdict, n }, because).toEqual({ verdict: "inconclusive", n: 28 });
      expect(because).toMatch(/one of the size seen would need about [\d,]+ examples/);
    } finally {
      await lm.stop();
    }
  },
);
