import { join } from "node:path";
import mongoose from "mongoose";
import { batches } from "../../jobs/datasets/batches.ts";
import { writeDueRows } from "../../jobs/evaluating/due.ts";
import { keepResults } from "../../jobs/evaluating/keep.ts";
import { fillKnown, pendingRows } from "../../jobs/evaluating/known.ts";
import { fenceRows, planRows } from "../../jobs/evaluating/plan.ts";
import { readRows } from "../../jobs/evaluating/summary.ts";
import { exactKey, hashOf } from "../../models/canonical.ts";
import type { RunnerEventOf } from "../../models/contract.ts";
import { DatasetVersions, Examples, exampleId, Labels, MemberChunks } from "../../models/dataset.ts";
import type { Evaluation } from "../../models/evaluation.ts";
import type { Program } from "../../models/program.ts";
import type { Release } from "../../models/release.ts";

/**
 * Everything an evaluation of many examples does on the worker, without the runner: in a process of its own, whose heap the
 * bench bounds. Prints what each part took, in seconds, and the most memory it held, in MB.
 */
const [mongoUrl, folder, size] = process.argv.slice(2) as [string, string, string];
const count = Number(size);
const [team, program, version] = ["T0BENCH", "bench", "T0BENCH-bench-v1"];
const label = { urgency: "high" };
const labelHash = hashOf(label);
const release = { stateHash: hashOf("state"), programSource: hashOf("source"), entry: "p:build", adapter: "chat" };
const lm = { model: "openai/bench", endpoint: null, params: {} };

const evaluationOf = (_id: string) =>
  ({
    _id,
    team,
    program,
    split: "test",
    metricSource: hashOf("metric"),
    repetitions: 1,
    failureScore: 0,
  }) as Evaluation;

const answer = (id: string): RunnerEventOf<"example"> => ({
  ...{ v: 1, seq: 1, ts: 0, type: "example", id, repetition: 0, status: "ok", score: 1, feedback: "Right." },
  ...{ dimensions: {}, prediction: label, latency_ms: 900, concurrency: 16, reported_model: "bench", error: null },
  lm: { calls: 1, prompt_tokens: 700, completion_tokens: 60, usd: 0.001, errors: 0, rate_limited: 0, timeouts: 0 },
  calls: [{ prompt: hashOf(id), answer: `[[ ## urgency ## ]]\n${"high ".repeat(40)}` }],
});

/** A dataset version of so many examples, all in test. */
async function writeDataset(): Promise<void> {
  const numbers = Array.from({ length: count }, (_, n) => n);
  const inputsOf = (n: number) => ({ ticket: `Ticket ${n}: ${"the printer does not start. ".repeat(20)}` });
  let n = 0;
  for await (const piece of batches(numbers, 1_000)) {
    const keys = piece.map((each) => ({ key: exactKey(inputsOf(each)), inputs: inputsOf(each) }));
    const scope = { team, program };
    await Examples.insertMany(
      keys.map(({ key, inputs }) => ({
        _id: exampleId(team, program, key),
        ...scope,
        key,
        foldedKey: key,
        inputs,
        splits: {},
      })),
      { lean: true },
    );
    await Labels.insertMany(
      keys.map(({ key }) => ({ _id: key, ...scope, key, labelHash, label, source: "import", version: 1 })),
      { lean: true },
    );
    const members = keys.map(({ key }) => ({ key, label: labelHash, split: "test" }));
    await MemberChunks.insertMany([{ _id: `${version}-${n}`, version, n, members }], { lean: true });
    n += 1;
  }
  await DatasetVersions.insertMany([{ _id: version, team, program, number: 1, memberSet: version }], { lean: true });
}

const seconds: Record<string, number> = {};
let most = 0;

async function timed<T>(part: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const found = await work();
  seconds[part] = (performance.now() - began) / 1000;
  return found;
}

async function evaluateOnce(): Promise<void> {
  const registered = { described: { dspy: "3.3.1", evalContract: 1 } } as Program;
  const asked = { ...release, lm } as unknown as Release;
  const [first, second] = [evaluationOf("e1"), evaluationOf("e2")];
  await timed("plan", () => planRows(first, version, registered, asked));
  await timed("fence", () => fenceRows(first, "f", 1));
  await timed("look up, nothing known", () => fillKnown(first, "f"));
  await timed("write the runner's rows", () => writeDueRows(first, "f", join(folder, "rows.jsonl")));
  await timed("keep results", async () => {
    for await (const rows of pendingRows(first, "f"))
      for await (const piece of batches(rows, 200))
        await keepResults(
          piece.map(({ _id }) => answer(_id)),
          { fence: "f", host: "bench", last: false },
        );
  });
  await timed("sum up", () => readRows(first._id));
  await planRows(second, version, registered, asked);
  await fenceRows(second, "g", 1);
  seconds.filled = await timed("look up, all known", () => fillKnown(second, "g"));
}

const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 20);
await mongoose.connect(mongoUrl, { dbName: "scale", autoIndex: false });
await Promise.all(Object.values(mongoose.models).map((model) => model.createIndexes()));
await writeDataset();
await evaluateOnce();
clearInterval(watch);
await mongoose.connection.dropDatabase();
await mongoose.disconnect();
console.log(JSON.stringify({ seconds, rss: most / 1024 / 1024 }));
