import { type Label, Labels } from "../models/dataset.ts";
import { expireGates } from "../models/decide.ts";
import { findGate, type Gate, Gates } from "../models/gate.ts";
import { type Program, Programs } from "../models/program.ts";
import { expireWaiting } from "../models/run/ask.ts";
import { type Run, Runs } from "../models/run.ts";
import { isUnshown, toBeShown } from "../models/unshown.ts";
import { settleEndedDeployment } from "./deploying/ended.ts";
import { checkPointers } from "./deploying/pointer.ts";
import type { Deps } from "./deps.ts";
import { startDueDigests } from "./digests.ts";
import { completeEffect } from "./gates/effect.ts";
import { remindOfGates } from "./gates/remind.ts";
import { enqueueAnew, enqueueRun, jobId, type StepQueue } from "./queue.ts";
import { keepUp, type Rounds } from "./rounds.ts";
import { showGate, showRun } from "./show.ts";
import { versionRun } from "./version-run.ts";

const everyMs = 1_000;
/** Production's pointers are looked at in one round of so many: nobody waits for that. */
const pointerRounds = 15;
/** What is not shown, or not followed up, this long after it changed is not so by whoever changed it. */
const patienceMs = 1_000;

/** Re-creates what is missing: lost jobs, silent workers, unfinished effects, unshown messages, due dataset versions. */
export function startReconciler(deps: Deps, queue: StepQueue): Rounds {
  let rounds = 0;
  const round = () => reconcile(deps, queue, rounds++ % pointerRounds === 0);
  return keepUp(deps, round, { everyMs, failed: "a reconciling round failed" });
}

async function reconcile(deps: Deps, queue: StepQueue, withPointers: boolean): Promise<void> {
  const now = deps.now();
  const parts = [
    () => reviveSteps(deps, now),
    () => enqueueMissing(queue, deps.team),
    () => expireGates(now),
    () => giveUpWaiting(deps, now),
    () => remindOfGates(deps, now),
    () => startDueDigests(deps, now),
    () => finishEffects(deps, now),
    () => gatherLabels(deps, now),
    () => showUnshown(deps, now),
    ...(withPointers ? [() => checkPointers(deps)] : []),
  ];
  for (const part of parts) await part().catch((err) => deps.log.error({ err }, "part of a reconciling round failed"));
}

/** A step whose worker went silent goes back to the queue; its epoch goes up at the next claim. */
async function reviveSteps({ team, leaseMs }: Deps, now: Date): Promise<void> {
  const silent = new Date(now.getTime() - leaseMs);
  const filter = { status: "running", "claim.heartbeatAt": { $lt: silent } };
  // Of a paused run too: resumed, it must find its step free.
  const due = { status: { $in: ["running" as const, "paused" as const] }, steps: { $elemMatch: filter } };
  for (const run of await Runs.find({ team, ...due }).lean<Run[]>()) {
    await Runs.updateOne(
      { _id: run._id, ...due },
      {
        $set: { "steps.$.status": "queued", "steps.$.claim": null, "steps.$.held": null },
        $inc: { "steps.$.enqueues": 1, ...toBeShown },
        $push: {
          "steps.$.moves": { from: "running", to: "queued", by: "reconciler", at: now, why: "its worker went silent" },
        },
      },
    );
  }
}

async function enqueueMissing(queue: StepQueue, team: string): Promise<void> {
  const due = await Runs.find({
    team,
    status: { $in: ["queued", "running"] },
    steps: { $elemMatch: { status: "queued" } },
  }).lean<Run[]>();
  for (const run of due) {
    const step = run.steps.find(({ status }) => status === "queued");
    if (!step) continue;
    const job = await queue.getJob(jobId(run, step.n, step.enqueues));
    const state = await job?.getState();
    if (!job) await enqueueRun(queue, run);
    else if (state === "completed" || state === "failed") await enqueueAnew(queue, run, step.n);
  }
}

/** One that cannot be completed must not keep the others waiting. */
async function alone(deps: Deps, id: string, task: () => Promise<void>): Promise<void> {
  await task().catch((err) => deps.log.error({ err, id }, "something could not be completed; it is tried again"));
}

async function finishEffects(deps: Deps, now: Date): Promise<void> {
  const filter: Record<string, unknown> = {
    team: deps.team,
    "effect.status": { $in: ["pending", "applying"] },
    // Whoever decided a moment ago is at it; what expired was decided by nobody.
    "decision.at": { $not: { $gt: new Date(now.getTime() - patienceMs) } },
  };
  for (const { _id } of await Gates.find(filter, { _id: 1 }).lean<Gate[]>()) {
    // Whoever decided may be at it: of many, most are done by the time it is their turn here.
    const gate = await findGate(_id);
    if (gate?.effect.status !== "pending" && gate?.effect.status !== "applying") continue;
    // A promotion that is being applied belongs to its deploy run, as long as that has not ended badly.
    const applying = gate.effect.status === "applying" && gate.effect.audited;
    await alone(deps, gate._id, () => (applying ? settleEndedDeployment(deps, gate) : completeEffect(deps, gate)));
  }
}

/** What nobody started in time is over, and its message says so. */
async function giveUpWaiting({ team }: Deps, now: Date): Promise<void> {
  for (const run of await expireWaiting(team, now)) await showRun(run);
}

/** Makes the run that turns approved labels into a dataset version, once enough are there or it has been quiet. */
async function gatherLabels(deps: Deps, now: Date): Promise<void> {
  const { team } = deps;
  const waiting = await Labels.find({ team, source: "review", version: null, refused: null }).lean<Label[]>();
  const batches = await Runs.find({ _id: { $in: waiting.flatMap(({ batch }) => batch ?? []) } }).lean<Run[]>();
  const beingGathered = new Set(
    batches
      .filter(({ status }) => status === "queued" || status === "running" || status === "paused")
      .map(({ _id }) => _id),
  );
  const free = waiting.filter(({ batch }) => batch === null || !beingGathered.has(batch));
  for (const name of new Set(free.map((label) => label.program))) {
    const program = await Programs.findOne({ team, name }).lean<Program>();
    const labels = free.filter((label) => label.program === name);
    if (program && isDue(labels, program, now))
      await alone(deps, program._id, () => versionRun(program, labels.length, now));
  }
}

function isDue(labels: Label[], program: Program, now: Date): boolean {
  const { batch } = program.config.policy.truth;
  const newest = Math.max(...labels.map(({ at }) => at.getTime()));
  return labels.length >= batch.labels || now.getTime() - newest >= batch.quietMs;
}

async function showUnshown(deps: Deps, now: Date): Promise<void> {
  const { team } = deps;
  const isOld = (moves: { at: Date }[]) => now.getTime() - new Date(moves.at(-1)?.at ?? 0).getTime() > patienceMs;
  for (const run of await Runs.find(isUnshown(team)).lean<Run[]>())
    if (isOld(run.moves)) await alone(deps, run._id, () => showRun(run));
  for (const gate of await Gates.find(isUnshown(team)).lean<Gate[]>())
    if (isOld(gate.moves)) await alone(deps, gate._id, () => showGate(gate));
}
