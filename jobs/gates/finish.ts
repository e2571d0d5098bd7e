import { type Gate, Gates } from "../../models/gate.ts";
import { toBeShown } from "../../models/unshown.ts";
import type { Deps } from "../deps.ts";
import { showGate } from "../show.ts";

type End = "done" | "failed";

/** Marks the effect of a decision, which is in the audit chain by then. Null: it was marked before. */
export function endEffect(gate: Gate, status: End, detail: string, now: Date): Promise<Gate | null> {
  const end = { "effect.status": status, "effect.detail": detail, "effect.at": now };
  return Gates.findOneAndUpdate(
    { _id: gate._id, "effect.status": { $in: ["pending", "applying"] } },
    { $set: { ...end, "effect.audited": gate.decision !== null }, $inc: toBeShown },
    { returnDocument: "after" },
  )
    .lean<Gate>()
    .exec();
}

/** Marks the effect of a decision, once, and shows the card anew. */
export async function finishEffect(gate: Gate, status: End, detail: string, now: Date): Promise<void> {
  const after = await endEffect(gate, status, detail, now);
  // What is written stands; a card that cannot be drawn now stays behind its gate, and the reconciler tries again and logs it.
  if (after) await showGate(after).catch(() => undefined);
}

/** A decision that is not carried out is recorded like a refused click: the evidence is not what was approved. */
export async function auditUnapplied(deps: Deps, gate: Gate, action: string, because: string): Promise<void> {
  const body = { gate: gate._id, program: gate.program, action, revision: gate.revision, code: "evidence", because };
  await deps.audit.append({
    team: gate.team,
    key: `refusal-${gate._id}-effect`,
    kind: "refusal",
    at: deps.now(),
    by: "helix",
    body,
  });
}
