import mongoose from "mongoose";
import { expect, it } from "vitest";
import { isStoreTrouble, Trouble } from "../../jobs/trouble.ts";
import { createRun, Runs, spentUsd } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, channel, program, rita, team } from "../support/gates.ts";
import { attemptAt, useDeps } from "./ground.ts";

useDatabase();
const deps = useDeps();

async function anAttempt() {
  await aProgram();
  const steps = [{ kind: "evaluate" as const, params: {} }];
  const asked = { requestedBy: rita, channel, limitUsd: 1, at: new Date(), title: "spending" };
  const run = await createRun({ team, key: "spending", program, steps, ...asked });
  return { run, attempt: await attemptAt(deps, run) };
}

const spent = async (id: string): Promise<number> => spentUsd(await Runs.findById(id).lean().orFail());

/** Deeper than MongoDB stores: a write that is refused as one on a lost connection would be. */
const unwritable = JSON.parse(`${'{"a":'.repeat(200)}1${"}".repeat(200)}`);

it("money whose write failed is written with the next one", async () => {
  const { run, attempt } = await anAttempt();
  attempt.add({ usd: 0.25, results: 1, progress: unwritable });

  await expect(attempt.flush()).rejects.toThrow(/depth/);
  attempt.add({ usd: 0.5, progress: { done: 1, total: 2, best: null, note: "" } });
  await attempt.flush();

  expect(await spent(run._id)).toBe(0.75);
});

it("money spent just before a shutdown is counted", async () => {
  const { run, attempt } = await anAttempt();
  attempt.add({ usd: 0.25 });
  attempt.stop(new Error("the worker is shutting down"));

  await expect(attempt.flush()).rejects.toThrow("shutting down");
  attempt.add({ usd: 0.5 });
  await attempt.settle();

  expect(await spent(run._id)).toBe(0.75);
});

it("an attempt whose step was taken over counts nothing", async () => {
  const { run, attempt } = await anAttempt();
  await Runs.updateOne({ _id: run._id }, { $inc: { "steps.0.epoch": 1 } });
  attempt.add({ usd: 0.25 });

  await attempt.settle();

  expect(await spent(run._id)).toBe(0);
});

it("a database that is gone is told apart from what went wrong in the work itself", async () => {
  const nowhere = { serverSelectionTimeoutMS: 50 };
  const gone = await mongoose
    .createConnection("mongodb://127.0.0.1:1/none", nowhere)
    .asPromise()
    .catch((error: unknown) => error);
  const refused = await Runs.updateOne({ _id: "x" }, { $set: { title: unwritable } }).catch((error: unknown) => error);

  expect([gone, refused, new Trouble("a", "b", "c")].map(isStoreTrouble)).toEqual([true, false, false]);
});
