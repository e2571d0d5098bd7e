import { beforeAll, expect, it } from "vitest";
import { EvaluationRows } from "../../models/evaluation.ts";
import { JournalChunks } from "../../models/journal.ts";
import { type Run, Runs, runMessageKey, type Step } from "../../models/run.ts";
import type { HelixProcess } from "../support/helix/process.ts";
import { until } from "../support/helix/until.ts";
import { useHelix } from "../support/helix.ts";
import { isAlive } from "../support/processes.ts";
import { anna, answersNeeded, messageKeys, posted } from "./support.ts";

const helix = useHelix({ latency: 8, env: { HELIX_THREADS: "4", HELIX_LEASE_MS: "1500" } });

/** What the attempts of a step wrote, by the fence that each of them writes under. */
const writtenBy = async ({ _id }: Run, epoch: number): Promise<unknown[]> => {
  const fence = `${_id}-0-${epoch}`;
  const rows = await EvaluationRows.find({ fence, status: { $ne: "pending" } })
    .sort({ _id: 1 })
    .lean();
  const chunks = await JournalChunks.find({ _id: { $regex: `^${fence}-` } })
    .sort({ _id: 1 })
    .lean();
  return [...rows, ...chunks];
};

const workers: HelixProcess[] = [];
beforeAll(async () => void (await helix.set.startBot()));

/** The worker that has claimed a run's first step. */
async function atWorkOn({ _id }: Run): Promise<HelixProcess> {
  const { steps } = await helix.set.runWhen(_id, "claimed", (now) => now.steps[0]?.status === "running");
  const owner = workers.find(({ pid }) => steps[0]?.claim?.owner.endsWith(`-${pid}`));
  if (!owner) throw new Error("nobody has claimed the step");
  return owner;
}

it.each([
  ["an evaluation", null],
  ["a compile", "/helix run ticket-urgency --optimizer bootstrap-rs --set num_candidate_programs=1"],
])(
  "a worker stopped in %s until another took over writes nothing when it goes on, and its runner ends",
  async (_what, typed) => {
    const { set, registered } = helix;
    if (!typed) workers.push(await set.startWorker());
    const run = typed ? await anna(set, typed) : await Runs.findById(registered.run?._id).lean<Run>().orFail();
    const stopped = await atWorkOn(run);
    await until("first results", async () => (await writtenBy(run, 1)).length > 0);
    stopped.signal("SIGSTOP");
    const runners = await set.runners();
    expect(runners).toHaveLength(1);

    if (workers.length < 2) workers.push(await set.startWorker());
    await until("the other's first results", async () => (await writtenBy(run, 2)).length > 0);
    // A write that was under way when it was stopped has arrived by now; from the takeover on there must be none.
    const before = await writtenBy(run, 1);
    stopped.signal("SIGCONT");
    await until("the stopped worker's runner is gone", () => !runners.some(isAlive), 5_000);
    const ended = await set.ended(run._id);
    await posted(set, runMessageKey(ended), /done/);

    expect(ended).toMatchObject({ status: "done", problem: null });
    const [step] = ended.steps as [Step];
    // A result of the one that was stopped would have taken the place of one of the other's.
    expect(step).toMatchObject({ epoch: 2, results: await answersNeeded(step) });
    expect(await writtenBy(run, 1)).toEqual(before);
    const moves = step.moves.map(({ from, to }) => `${from} → ${to}`);
    expect(moves).toEqual(["queued → running", "running → queued", "queued → running", "running → done"]);
    const keys = await messageKeys(set);
    expect(keys).toEqual([...new Set(keys)]);
  },
  120_000,
);
