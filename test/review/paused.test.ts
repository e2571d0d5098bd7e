import { expect, it } from "vitest";
import { startReconciler } from "../../jobs/reconciler.ts";
import { claimStep } from "../../models/claim.ts";
import { pauseRun, resumeRun } from "../../models/run/pause.ts";
import { createRun, type Run, Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { channel, program, rita, team } from "../support/gates.ts";
import { useDeps } from "./ground.ts";

useDatabase();
const deps = useDeps();

it("a worker that dies while its run is paused leaves the step free, and nothing is given to the queue before it is resumed", async () => {
  const asked = { team, key: "a run", program, title: "a run", requestedBy: rita, channel, limitUsd: 1 };
  const longAgo = new Date(Date.now() - 10 * deps.leaseMs);
  const run = await createRun({ ...asked, steps: [{ kind: "compile", params: {} }], at: longAgo });
  await claimStep(run._id, 0, "a worker that dies", longAgo, deps.leaseMs);
  await pauseRun(run, rita, longAgo);
  const given: unknown[] = [];
  const queue = { getJob: async () => undefined, add: async (...job: unknown[]) => void given.push(job) };
  await Runs.updateOne({ _id: run._id }, { $set: { shownRev: 1_000, unshown: 0 } }); // what it shows is another's concern
  const reconciler = startReconciler(deps, queue as never);

  await reconciler.round();
  const paused = await Runs.findById(run._id).lean<Run>().orFail();
  const before = given.length;
  await resumeRun(paused, rita, new Date());
  await reconciler.round();
  await reconciler.stop();

  expect(paused).toMatchObject({ status: "paused", steps: [{ status: "queued", claim: null, epoch: 1 }] });
  expect(before).toBe(0);
  expect(given.length).toBeGreaterThan(0);
});
