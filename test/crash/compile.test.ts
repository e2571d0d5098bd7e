import { rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import type { Run } from "../../models/run.ts";
import type { HelixProcess } from "../support/helix/process.ts";
import { until } from "../support/helix/until.ts";
import { useHelix } from "../support/helix.ts";
import { anna, dies, messageKeys } from "./support.ts";

const threads = 4;
const helix = useHelix({ latency: 0.6, env: { HELIX_THREADS: `${threads}` } });

beforeAll(async () => void (await helix.set.startBot()));

const bootstrap = "/helix run ticket-urgency --optimizer bootstrap-rs --set num_candidate_programs=3";
const gepa = "/helix run ticket-urgency --optimizer gepa --set max_metric_calls=60";

const hashesOf = ({ steps }: Run) => steps[0]?.candidates.map(({ stateHash }) => stateHash);

/** Kills a worker once the language model was asked so often: at any moment between two journal chunks. */
const killAt = (calls: number) => async (_: Run, worker: HelixProcess) => {
  const end = (await helix.set.lm.calls()) + calls;
  await until(`${calls} calls`, async () => (await helix.set.lm.calls()) >= end);
  await worker.kill();
};

it.each([
  ["at any moment of BootstrapRS", bootstrap, undefined, killAt(28)],
  ["after the first journal chunk of GEPA", gepa, "compile:journal", (_: Run, worker: HelixProcess) => dies(worker)],
])(
  "kill -9 of the worker in a compile, %s: resumed on an empty disk, only calls in flight are paid twice, the same candidates",
  async (_when, typed, failpoint, killed) => {
    const { set, registered } = helix;
    const victim = await set.startWorker(failpoint ? { failpoint } : {});
    await set.ended(registered.run?._id ?? "");
    const before = await set.lm.calls();
    const asked = await anna(set, typed);
    await killed(asked, victim);
    await until("the killed worker's runner is gone", async () => (await set.runners()).length === 0, 2_000);
    const elsewhere = join(set.home, "another-host");
    await rm(elsewhere, { recursive: true, force: true });
    const worker = await set.startWorker({ env: { HELIX_HOME: elsewhere } });
    const run = await set.ended(asked._id);
    const paid = (await set.lm.calls()) - before - (run.steps[1]?.lmCalls ?? 0);
    const whole = await set.ended((await anna(set, typed))._id);

    expect([run, whole]).toMatchObject([
      { status: "done", problem: null },
      { status: "done", problem: null },
    ]);
    expect(hashesOf(run)).toEqual(hashesOf(whole));
    expect(run.steps[0]).toMatchObject({ epoch: 2, outcome: { valScore: whole.steps[0]?.outcome?.valScore } });
    expect(paid - (whole.steps[0]?.lmCalls ?? 0)).toBeLessThanOrEqual(threads);
    const keys = await messageKeys(set);
    expect(keys).toEqual([...new Set(keys)]);
    await worker.stop();
  },
  120_000,
);
