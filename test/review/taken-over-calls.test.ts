import { expect, it } from "vitest";
import { CallKeeper } from "../../jobs/compiling/calls.ts";
import { countUncounted } from "../../jobs/compiling/taken-over.ts";
import { hashOf } from "../../models/canonical.ts";
import type { JournalEntry } from "../../models/contract.ts";
import { JournalChunks, journalOf } from "../../models/journal.ts";
import { createRun, type Run, Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, channel, program, rita, team } from "../support/gates.ts";
import { attemptAt, useDeps } from "./ground.ts";

useDatabase();
const deps = useDeps();

const call = (name: string): JournalEntry => ({ key: hashOf(name), role: "task", answer: {}, usd: 0.25 });

/** A search whose first attempt kept one call and was then stopped, and whose step somebody else has claimed. */
async function takenOver() {
  await aProgram();
  const asked = { requestedBy: rita, channel, limitUsd: 1, at: new Date(), title: "a search" };
  const steps = [{ kind: "compile" as const, params: {} }];
  const run = await createRun({ team, key: "a search", program, steps, ...asked });
  const first = await attemptAt(deps, run);
  const keeper = new CallKeeper(first);
  await keeper.keep([call("one")]);
  const again = async () => {
    await Runs.updateOne({ _id: run._id }, { $set: { "steps.0.status": "queued" } });
    return attemptAt(deps, run);
  };
  return { run, first, keeper, again };
}

const stepOf = async ({ _id }: Pick<Run, "_id">) => (await Runs.findById(_id).lean<Run>().orFail()).steps[0];

it("a call that was kept and not counted when its worker was stopped is counted by the next attempt", async () => {
  const { run, again } = await takenOver();
  const [chunk = ""] = (await stepOf(run))?.journal ?? [];
  await JournalChunks.updateOne({ _id: chunk }, { $push: { entries: call("two") } });

  await countUncounted(await again());

  expect(await stepOf(run)).toMatchObject({ results: 2, lmCalls: 2, spentUsd: 0.5 });
});

it("an attempt that was stopped after its last look adds nothing to what the next one started from", async () => {
  const { run, first, keeper, again } = await takenOver();
  await countUncounted(await again());
  first.requireClaim = async () => undefined;

  await expect(keeper.keep([call("late")])).rejects.toThrow(/belongs to somebody else/);

  const step = await stepOf(run);
  expect((await journalOf(step?.journal ?? [])).map(({ key }) => key)).toEqual([hashOf("one")]);
  expect(step).toMatchObject({ results: 1, lmCalls: 1, spentUsd: 0.25 });
});

it("where everything was counted nothing is counted twice", async () => {
  const { run, again } = await takenOver();

  await countUncounted(await again());

  expect(await stepOf(run)).toMatchObject({ results: 1, lmCalls: 1, spentUsd: 0.25 });
});
