import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { type Run, Runs, type Step } from "../../models/run.ts";
import type { HelixProcess } from "../support/helix/process.ts";
import { useHelix } from "../support/helix.ts";
import { isAlive } from "../support/processes.ts";
import { anna, answersNeeded, messageKeys } from "./support.ts";

const helix = useHelix({ latency: 6, env: { HELIX_THREADS: "4" } });
const workers: HelixProcess[] = [];

beforeAll(async () => void (await helix.set.startBot()));

it.each([
  ["an evaluation", null],
  ["a compile", "/helix run ticket-urgency --optimizer bootstrap-rs --set num_candidate_programs=1"],
])(
  "SIGTERM of a worker in %s: it leaves in time, a worker on another host goes on at once, and nothing is paid twice",
  async (_what, typed) => {
    const { set, registered } = helix;
    const before = typed ? await set.lm.calls() : 0;
    const another = { env: { HELIX_HOME: join(set.home, typed ? "a-third-host" : "another-host") } };
    workers.push(...(await Promise.all([set.startWorker(another), ...(typed ? [] : [set.startWorker()])])));
    const run = typed ? await anna(set, typed) : await Runs.findById(registered.run?._id).lean<Run>().orFail();
    const { steps } = await set.runWhen(run._id, "first results", (now) => (now.steps[0]?.results ?? 0) > 0);
    const leaving = workers.find(({ pid }) => steps[0]?.claim?.owner.endsWith(`-${pid}`));
    const runners = await set.runners();
    expect(runners).toHaveLength(1);

    const asked = Date.now();
    expect(await leaving?.stop()).toEqual({ code: 0, signal: null });
    expect(Date.now() - asked).toBeLessThan(5_000);
    expect(runners.some(isAlive)).toBe(false);
    const ended = await set.ended(run._id);

    expect(ended).toMatchObject({ status: "done", problem: null });
    const [step] = ended.steps as [Step];
    const { moves } = step;
    expect(moves.map(({ from, to, why }) => `${from} → ${to}: ${why}`)).toEqual([
      "queued → running: attempt 1",
      "running → queued: the worker is shutting down",
      "queued → running: attempt 2",
      "running → done: finished",
    ]);
    expect(Number(moves[2]?.at) - Number(moves[1]?.at)).toBeLessThan(1_000);
    const needed = await answersNeeded(step);
    const paid = (await set.lm.calls()) - before - (ended.steps[1]?.lmCalls ?? 0);
    // Calls in flight end within the grace and are kept.
    expect({ paid, counted: step.lmCalls }).toEqual({ paid: needed, counted: needed });

    const keys = await messageKeys(set);
    expect(keys).toEqual([...new Set(keys)]);
  },
  120_000,
);
