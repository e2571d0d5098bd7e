import mongoose from "mongoose";
import { expect, it } from "vitest";
import { startReconciler } from "../../jobs/reconciler.ts";
import { Gates } from "../../models/gate.ts";
import { homeStamp } from "../../models/home-stamp.ts";
import { createRun, Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, aTruth, channel, program, rita, team } from "../support/gates.ts";
import { useDeps } from "./ground.ts";

useDatabase();
const deps = useDeps();
const over = 300;

/** Many runs and gates that are over and shown, as they stand after a year. */
async function aYear(): Promise<void> {
  const { gate } = await aTruth(await aProgram(), { channel, parentKey: null });
  const asked = { team, key: "a run", program, title: "a run", requestedBy: rita, channel, limitUsd: 1 };
  const run = await createRun({ ...asked, steps: [], at: new Date() });
  const shown = { rev: 4, shownRev: 4, unshown: 0 };
  const decided = { status: "approved" as const, effect: { status: "done" } };
  const each = <T>(make: (n: number) => T) => Array.from({ length: over }, (_, n) => make(n));
  const named = (n: number) => ({ _id: `past ${n}`, n: 100 + n, key: `past ${n}`, draft: null });
  await Runs.insertMany(each((n) => ({ ...run, ...shown, ...named(n), status: "done" })));
  await Gates.insertMany(
    each((n) => ({
      ...gate,
      ...shown,
      ...decided,
      ...named(n),
      decision: { at: new Date(n).toISOString(), by: [rita] },
    })),
  );
}

/** How many documents others than the profile itself were read, while `work` ran. */
async function readDuring(work: () => Promise<unknown>): Promise<number> {
  const { db } = mongoose.connection;
  if (!db) throw new Error("not connected");
  await db.command({ profile: 2 });
  await work();
  await db.command({ profile: 0 });
  const [sum] = await db
    .collection("system.profile")
    .aggregate([{ $group: { _id: null, docs: { $sum: "$docsExamined" } } }])
    .toArray();
  await db.dropCollection("system.profile");
  return sum?.docs ?? 0;
}

it("what is looked at each second reads nothing of what is over", async () => {
  await aYear();
  const reconciler = startReconciler(deps, { getJob: async () => undefined, add: async () => undefined } as never);
  await reconciler.round();

  const read = await readDuring(async () => {
    await reconciler.round();
    await homeStamp(team);
  });
  await reconciler.stop();

  expect(read).toBeLessThan(over / 4);
});
