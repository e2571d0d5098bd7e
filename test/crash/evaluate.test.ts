import { expect, it } from "vitest";
import { type EvaluationRow, EvaluationRows, Evaluations } from "../../models/evaluation.ts";
import { until } from "../support/helix/until.ts";
import type { HelixSet } from "../support/helix.ts";
import { dies, messageKeys, useFreshHelix } from "./support.ts";

const threads = 4;
const helix = useFreshHelix({ latency: 3, env: { HELIX_THREADS: `${threads}` } });

const results = () => EvaluationRows.find({ status: { $ne: "pending" } }).lean<EvaluationRow[]>();

/** How often the language model was asked for each of these rows. */
const countsOf = (rows: EvaluationRow[], prompts: string[]) =>
  rows.map(({ measured }) => prompts.filter((each) => each === measured?.calls[0]?.prompt).length);

/** What a killed worker leaves behind, once its runner is gone. */
async function keptSoFar(set: HelixSet) {
  await until("the killed worker's runner is gone", async () => (await set.runners()).length === 0, 2_000);
  const rows = await results();
  return { rows, asked: countsOf(rows, await set.lm.prompts()) };
}

/** Once so many rows have a result. */
const when = (n: number) => until(`${n} results`, async () => (await results()).length >= n);

it("kill -9 of the worker in an evaluation: only rows without a result are paid for again", async () => {
  const { set, first } = helix;
  const victim = await set.startWorker({ failpoint: "evaluate:result" });
  await dies(victim);
  const one = await keptSoFar(set);
  const second = await set.startWorker();
  await when(one.rows.length + 5);
  await second.kill();
  const two = await keptSoFar(set);

  await set.startWorker();
  const run = await set.ended(first);

  expect(run).toMatchObject({ status: "done", problem: null, steps: [{ epoch: 3, results: 15 }] });
  const evaluation = await Evaluations.findOne({ run: first }).lean().orFail();
  expect(evaluation.summary).toMatchObject({ n: 15, missing: 0, byStatus: { ok: 15 } });
  const rows = await results();
  for (const { rows: kept, asked } of [one, two]) {
    expect(rows).toEqual(expect.arrayContaining(kept));
    expect(countsOf(kept, await set.lm.prompts())).toEqual(asked);
  }
  const known = rows.reduce((sum, { measured }) => sum + (measured?.usd ?? 0), 0);
  expect(run.steps[0]?.spentUsd).toBeCloseTo(known, 9);
  const keys = await messageKeys(set);
  expect(keys).toEqual([...new Set(keys)]);
}, 60_000);
