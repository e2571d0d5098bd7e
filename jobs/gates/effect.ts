import { asSentence } from "../../blocks/sentence.ts";
import { latestVersion } from "../../models/dataset.ts";
import { type Draft, Drafts } from "../../models/draft.ts";
import { type Gate, Gates, isRollback } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import { theProgram } from "../../models/program.ts";
import { createRun } from "../../models/run.ts";
import { giveUpDeployment, hasShippedNothing } from "../deploying/ended.ts";
import type { Deps } from "../deps.ts";
import { failpoint } from "../failpoint.ts";
import { showGate, showRun } from "../show.ts";
import { auditUnapplied, finishEffect } from "./finish.ts";
import { storeLabel, whyNoLabel } from "./label.ts";

/**
 * What follows from a decision, in order: the audit record, then the effect. Every part is keyed, so doing it again
 * (two processes, a crash, the reconciler) changes nothing.
 */
export async function completeEffect(deps: Deps, gate: Gate): Promise<void> {
  await auditDecision(deps, gate);
  if (gate.kind === "truth") await applyTruth(deps, gate);
  else await applyPromotion(deps, gate);
  const now = await Gates.findById(gate._id).lean<Gate>();
  if (now) await showGate(now);
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
  await Gates.updateOne({ _id: gate._id }, { $set: { "effect.audited": true } });
}

/** Approved: the label waits for the next dataset version. Rejected: remembered. Neither: the draft goes back to the queue. */
async function applyTruth(deps: Deps, gate: Gate): Promise<void> {
  const draft = await Drafts.findById(gate.draft).lean<Draft>();
  if (!draft) return finishEffect(gate, "failed", "No label was stored: its input is not stored any more.", deps.now());
  if (!gate.decision) return backToQueue(gate, "done", "The draft is back in the queue.", deps.now());
  if (gate.status === "rejected") {
    await Drafts.updateOne({ _id: draft._id }, { $set: { status: "rejected" } });
    return finishEffect(gate, "done", "No label was stored; this input is not asked about again.", deps.now());
  }
  const refusal = await whyNoLabel(gate);
  if (refusal) return refuseLabel(deps, gate, refusal);
  const refused = await storeLabel(gate, draft, deps.now());
  failpoint("truth:labelled");
  await finishEffect(gate, "done", refused ? asSentence(refused) : await batchWords(gate), deps.now());
}

async function backToQueue(gate: Gate, status: "done" | "failed", detail: string, now: Date): Promise<void> {
  await Drafts.updateOne({ _id: gate.draft ?? "", gate: gate._id }, { $set: { status: "drafted", gate: null } });
  await finishEffect(gate, status, detail, now);
}

async function refuseLabel(deps: Deps, gate: Gate, because: string): Promise<void> {
  await auditUnapplied(deps, gate, "store the label", because);
  await backToQueue(gate, "failed", `No label was stored: ${because}.`, deps.now());
}

async function batchWords(gate: Gate): Promise<string> {
  const { labels } = (await theProgram(gate.team, gate.program)).config.policy.truth.batch;
  const next = ((await latestVersion(gate.team, gate.program))?.number ?? 0) + 1;
  return `The label is stored and goes into dataset v${next}, which is made after ${labels} labels or a while of quiet.`;
}

/** Approved: a run that loads, checks and moves the pointer; it marks the effect as done. */
async function applyPromotion(deps: Deps, gate: Gate): Promise<void> {
  if (gate.status !== "approved") {
    await finishEffect(gate, "done", "Production stays as it is.", deps.now());
    return;
  }
  const run = await createRun({
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
  // It ended without shipping, and whoever ended it did not get to say so on the card.
  if (hasShippedNothing(run)) return giveUpDeployment(deps, run);
  await Gates.updateOne(
    { _id: gate._id, "effect.status": "pending" },
    { $set: { "effect.status": "applying" }, $inc: { rev: 1 } },
  );
  if (run.shownRev < run.rev) await showRun(run);
}
