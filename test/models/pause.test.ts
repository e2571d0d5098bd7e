import { expect, it } from "vitest";
import { cancelRun, finishStep, handBack } from "../../models/claim/ending.ts";
import { claimStep, record } from "../../models/claim.ts";
import { mayCancel, mayPause, mayResume, pauseRun, resumeRun } from "../../models/run/pause.ts";
import { createRun, type Run, type RunStatus, Runs, type StepKind } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";

useDatabase();
const at = new Date("2026-01-01T00:00:00Z");
const leaseMs = 15_000;

const aRun = (kinds: StepKind[] = ["compile", "evaluate"]): Promise<Run> =>
  createRun({
    team: "T1",
    key: "a run",
    program: "p",
    title: "a run",
    requestedBy: "U1",
    channel: "C1",
    limitUsd: 1,
    steps: kinds.map((kind) => ({ kind, params: {} })),
    at,
  });
const now = (run: Run) => Runs.findById(run._id).lean<Run>().orFail();
const claim = (run: Run, n = 0) => claimStep(run._id, n, "a worker", at, leaseMs);

it.each<[RunStatus, boolean, boolean, boolean]>([
  ["waiting", true, false, false],
  ["queued", true, true, false],
  ["running", true, true, false],
  ["paused", true, false, true],
  ["done", false, false, false],
  ["failed", false, false, false],
  ["cancelled", false, false, false],
])("a run that is %s: cancel %s, pause %s, resume %s", (status, cancel, pause, resume) => {
  const run = { status, steps: [] };

  expect([mayCancel(run), mayPause(run), mayResume(run)].map(({ ok }) => ok)).toEqual([cancel, pause, resume]);
});

it("a deployment is neither paused nor cancelled, by rule and by write", async () => {
  const run = await aRun(["deploy"]);

  expect(mayPause(run)).toMatchObject({ ok: false, because: expect.stringContaining("between two programs") });
  expect(await pauseRun(run, "U1", at)).toBeNull();
});

it("no step of a paused run is claimed; resumed, it is due under a new job id", async () => {
  const run = await aRun();

  const paused = await pauseRun(run, "U1", at);
  const refused = await claim(run);
  const resumed = await resumeRun(paused ?? run, "U2", at);
  const claimed = await claim(run);

  expect([paused?.status, refused, resumed?.status]).toEqual(["paused", null, "queued"]);
  expect(claimed).toMatchObject({ status: "running", steps: [{ epoch: 1, enqueues: 1 }, { enqueues: 0 }] });
  expect(claimed?.moves.map(({ from, to, by }) => `${from} → ${to} by ${by}`)).toEqual([
    " → queued by U1",
    "queued → paused by U1",
    "paused → queued by U2",
  ]);
});

it("the worker of a paused run still writes what was paid for, and hands back; that is no attempt in vain", async () => {
  const run = await aRun();
  await claim(run);
  await pauseRun(run, "U1", at);
  const mine = { runId: run._id, n: 0, epoch: 1 };

  const seen = await record(mine, { usd: 0.5, journal: "chunk" }, at);
  const back = await handBack(mine, "a worker", at, { why: "the run was paused", onPurpose: true });
  await resumeRun(await now(run), "U1", at);
  const again = await claim(run);

  expect(seen?.status).toBe("paused");
  expect(back).toMatchObject({
    status: "paused",
    steps: [{ status: "queued", spentUsd: 0.5, journal: ["chunk"] }, {}],
  });
  expect(again).toMatchObject({ status: "running", steps: [{ epoch: 2, fruitless: 0 }, {}] });
});

it("a step that ends before its worker noticed the pause is done, and the next is not begun", async () => {
  const run = await aRun();
  await claim(run);
  await pauseRun(run, "U1", at);

  await finishStep({ runId: run._id, n: 0, epoch: 1 }, {}, "a worker", at);

  expect(await now(run)).toMatchObject({ status: "paused", steps: [{ status: "done" }, { status: "queued" }] });
  expect(await claim(run, 1)).toBeNull();
});

it("a paused run can be cancelled, and then not resumed", async () => {
  const run = await aRun();
  await pauseRun(run, "U1", at);

  const cancelled = await cancelRun(run._id, "U2", at);

  expect(cancelled).toMatchObject({ status: "cancelled", steps: [{ status: "cancelled" }, { status: "cancelled" }] });
  expect(cancelled?.moves.at(-1)).toMatchObject({ from: "paused", to: "cancelled", by: "U2" });
  expect(await resumeRun(run, "U1", at)).toBeNull();
});

it("of many who pause at once one does", async () => {
  const run = await aRun();

  const paused = await Promise.all(Array.from({ length: 10 }, (_, n) => pauseRun(run, `U${n}`, at)));

  expect(paused.filter(Boolean)).toHaveLength(1);
});
