import { join } from "node:path";
import { openAuditLog } from "../jobs/audit-anchor.ts";
import { importRows } from "../jobs/datasets/import.ts";
import type { GoldRow } from "../jobs/importing.ts";
import { Examples, eachMember } from "../models/dataset.ts";
import { parseHelixYaml } from "../models/helix-yaml.ts";
import type { Program } from "../models/program.ts";
import { projectRoot } from "../src/setup/binaries.ts";
import { atMost, type Bench, exactly, type Figure, shown } from "./harness.ts";
import { Shop } from "./records.ts";
import { withStores } from "./stores.ts";

const rows = 100_000;
const megabytes = 1024 * 1024;

/** Imports a file of 100,000 rows that nobody holds in memory, then walks through the version and adds one more row. */
export const datasets: Bench = {
  name: "datasets",
  goal: "Importing 100,000 examples takes minutes, not hours, and memory for keys, not for contents; one more example is as quick as the first.",
  run: () => withStores(({ home }) => measureImport(home)),
};

async function measureImport(home: string): Promise<Figure[]> {
  const deps = {
    python: join(projectRoot, ".venv/bin/python"),
    packages: join(projectRoot, "jobs/dspy"),
    audit: openAuditLog(join(home, "audit.anchor")),
    now: () => new Date(),
  };
  const program = aProgram();
  const memory = watchMemory();
  const began = performance.now();
  const first = await importRows(deps, program, generate(1, rows), "bench");
  const seconds = (performance.now() - began) / 1000;
  const peak = memory.stop();
  const left = first.refused.length;
  const again = performance.now();
  const more = await importRows(deps, program, generate(2, 1), "bench");
  const oneMore = (performance.now() - again) / 1000;
  const walked = performance.now();
  let members = 0;
  for await (const _ of eachMember(first.version?._id ?? "")) members += 1;
  const walk = (performance.now() - walked) / 1000;
  return [
    atMost(300, { what: `import of ${rows} rows with near-duplicates looked for`, value: seconds, unit: "s" }),
    atMost(500, { what: "memory at the peak, over what the process had before", value: peak, unit: "MB" }),
    exactly(rows - left, { what: "examples in the version", value: members, unit: "" }),
    shown({ what: "rows left out because they would bridge two splits", value: left, unit: "" }),
    shown({ what: "examples stored", value: await Examples.countDocuments({}), unit: "" }),
    atMost(10, { what: "import of one more row", value: oneMore, unit: "s" }),
    shown({ what: "version after it", value: more.version?.number ?? 0, unit: "" }),
    shown({ what: "walking through the members", value: walk, unit: "s" }),
  ];
}

function* generate(seed: number, count: number): Generator<GoldRow> {
  const shop = new Shop(seed);
  for (let n = 0; n < count; n++) {
    const inputs = shop.record();
    yield { inputs, label: { suits: shop.roll() < 0.5 }, line: n + 1 };
  }
}

/** The resident memory above what it was, sampled ten times a second. */
function watchMemory(): { stop: () => number } {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 100);
  return {
    stop: () => {
      clearInterval(timer);
      return (peak - before) / megabytes;
    },
  };
}

function aProgram(): Program {
  const yaml = `
name: shop
program: shop:build
metric: shop:score
inputs: [wishes, product, question]
models: { small: { lm: openai/small, price: { input: 0.1, output: 0.4 } } }
roles: { task: small }
channel: C0BENCH01
approvers: { truth: [U0ANNA], promotion: [U0ANNA] }
`;
  const parsed = parseHelixYaml(yaml, { file: "helix.yaml" });
  if (!parsed.ok) throw new Error(parsed.problems.join("\n"));
  return { team: "T0BENCH", name: "shop", config: parsed.value } as Program;
}
