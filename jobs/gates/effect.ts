import { asSentence } from "../../blocks/sentence.ts";
import { latestVersion } from "../../models/dataset.ts";
import { Drafts, findDraft } from "../../models/draft.ts";
import { type TruthGround, truthGround } from "../../models/evidence.ts";
import { type Gate, Gates, isRollback, theGate } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import type { Program } from "../../models/program.ts";
import { createRun, type Run } from "../../models/run.ts";
import { toBeShown } from "../../models/unshown.ts";
import { giveUpDeployment, hasShippedNothing } from "../deploying/ended.ts";
import type { Deps } from "../deps.ts";
import { failpoint } from "../failpoint.ts";
import { showGate, showRun } from "../show.ts";
import { auditUnapplied, endEffect } from "./finish.ts";
import { mayStore, storeLabel } from "./label.ts";

/** The gate after what follows from its decision; null where somebody else was faster. */
interface Applied {
  after: Gate | null;
  ground?: TruthGround;
}

/**
 * What follows from a decision, in order: the audit record, then the effect. Every part is keyed, so doing it again
 * (two processes, a crash, the reconciler) changes nothing.
 */
export async function completeEffect(deps: Deps, gate: Gate): Promise<void> {
  await auditDecision(deps, gate);
  const { after, ground } = await (gate.kind === "truth" ? applyTruth(deps, gate) : applyPromotion(deps, gate));
  await showGate(after ?? (await theGate(gate._id)), ground);
}

async function auditDecision(deps: Deps, gate: Gate): Promise<void> {
  const { decision } = gate;
  if (!decision || gate.effect.audited) return;
  failpoint("gate:decided");
  const body = {
    gate: gate._id,
    kind: gate.kind,
    program: gate.program,
    outcome: decision.outcome,
    revision: decision.revision,
    evidence: decision.digest,
    reason: decision.reason,
    requestedBy: gate.requestedBy,
    ...(isRollback(gate) && { rollbackTo: gate.rollbackTo }),
  };
  await deps.audit.append({
    team: gate.team,
    key: `decision-${gate._id}`,
    kind: "decision",
    at: new Date(decision.at),
    by: decision.by.join(", "),
    body,
  });
}

/** Approved: the label waits for the next dataset version. Rejected: remembered. Neither: the draft goes back to the queue. */
async function applyTruth(deps: Deps, gate: Gate): Promise<Applied> {
  if (gate.status === "approved") return applyApproval(deps, gate);
  const draft = await findDraft(gate.draft ?? "");
  if (!draft) return { after: await endEffect(gate, "failed", inputGone, deps.now()) };
  if (!gate.decision) return backToQueue(gate, "done", "The draft is back in the queue.", deps.now());
  await Drafts.updateOne({ _id: draft._id }, { $set: { status: "rejected" } });
  const said = "No label was stored; this input is not asked about again.";
  return { after: await endEffect(gate, "done", said, deps.now()) };
}

const inputGone = "No label was stored: its input is not stored any more.";

async function applyApproval(deps: Deps, gate: Gate): Promise<Applied> {
  const checked = await mayStore(gate);
  const ground = (checked.ok && checked.ground) || (await truthGround(gate));
  if (!ground) return { after: await endEffect(gate, "failed", inputGone, deps.now()) };
  if (!checked.ok) return refuseLabel(deps, gate, checked.because);
  const refused = await storeLabel(gate, ground.draft, deps.now());
  failpoint("truth:labelled");
  const said = refused ? asSentence(refused) : await batchWords(ground.program);
  return { after: await endEffect(gate, "done", said, deps.now()), ground };
}

async function backToQueue(gate: Gate, status: "done" | "failed", detail: string, now: Date): Promise<Applied> {
  await Drafts.updateOne({ _id: gate.draft ?? "", gate: gate._id }, { $set: { status: "drafted", gate: null } });
  return { after: await endEffect(gate, status, detail, now) };
}

async function refuseLabel(deps: Deps, gate: Gate, because: string): Promise<Applied> {
  await auditUnapplied(deps, gate, "store the label", because);
  return backToQueue(gate, "failed", `No label was stored: ${because}.`, deps.now());
}

async function batchWords({ team, name, config }: Program): Promise<string> {
  const next = ((await latestVersion(team, name))?.number ?? 0) + 1;
  return `The label is stored and goes into dataset v${next}, which is made after ${config.policy.truth.batch.labels} labels or a while of quiet.`;
}

/** Approved: a run that loads, checks and moves the pointer; it marks the effect as done. */
async function applyPromotion(deps: Deps, gate: Gate): Promise<Applied> {
  if (gate.status !== "approved")
    return { after: await endEffect(gate, "done", "Production stays as it is.", deps.now()) };
  const run = await deployRun(deps, gate);
  // It ended without shipping, and whoever ended it did not get to say so on the card.
  if (hasShippedNothing(run)) {
    await giveUpDeployment(deps, run);
    return { after: null };
  }
  const after = await Gates.findOneAndUpdate(
    { _id: gate._id, "effect.status": "pending" },
    { $set: { "effect.status": "applying", "effect.audited": true }, $inc: toBeShown },
    { returnDocument: "after" },
  ).lean<Gate>();
  if (run.shownRev < run.rev) await showRun(run);
  return { after };
}

const deployRun = (deps: Deps, gate: Gate): Promise<Run> =>
  createRun({
    team: gate.team,
    key: `deploy-${gate._id}-${gate.revision}`,
    program: gate.program,
    title: isRollback(gate)
      ? `Roll ${gate.program} back to d${gate.rollbackTo}, approved in ${shortId(gate._id)}`
      : `Deploy ${gate.program}, approved in ${shortId(gate._id)}`,
    requestedBy: gate.decision?.by[0] ?? gate.requestedBy,
    channel: gate.channel,
    threadTs: gate.threadTs,
    parentKey: gate.parentKey,
    limitUsd: 1,
    steps: [{ kind: "deploy", params: { gate: gate._id } }],
    at: deps.now(),
  });
