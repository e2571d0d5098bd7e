import { bridgeIn } from "../../blocks/neighbours.ts";
import { hashOf } from "../../models/canonical.ts";
import { type Label, Labels } from "../../models/dataset.ts";
import { type Draft, Drafts } from "../../models/draft.ts";
import { type Checked, checkGround } from "../../models/evidence.ts";
import { currentRevision, type Gate } from "../../models/gate.ts";
import { gathering } from "../../models/gathering.ts";
import { bridgeOfLabel } from "../datasets/bridge.ts";

const labelId = (gate: Gate): string => `${gate._id}-label`;

/** Checked again at the effect: what was approved must be what is stored. A label that is there already was checked. */
export async function mayStore(gate: Gate): Promise<Checked> {
  const checked = await stillApproved(gate);
  return checked.ok || !(await Labels.exists({ _id: labelId(gate) })) ? checked : { ok: true, ground: null };
}

async function stillApproved(gate: Gate): Promise<Checked> {
  const revision = currentRevision(gate);
  if (gate.decision?.digest !== revision.digest)
    return { ok: false, because: "what was approved is not what the card shows" };
  const evidence = await checkGround(gate, revision);
  if (evidence.ok) return evidence;
  return { ok: false, because: `${evidence.because}, and it is asked about anew at the next review` };
}

/**
 * Stores the label of an approved gate, once, to wait for the next dataset version. One whose input would bridge two splits,
 * as its card said, waits for none. Answers with why it does not enter, or null.
 */
export async function storeLabel(gate: Gate, draft: Draft, at: Date): Promise<string | null> {
  const { team, program } = gate;
  const _id = labelId(gate);
  const label = currentRevision(gate).label ?? {};
  const from = { source: "review" as const, gate: gate._id, by: gate.decision?.by.join(", ") ?? "", at };
  const bridge = bridgeIn(draft.neighbours ?? []);
  const refused = bridge && bridgeOfLabel(bridge);
  const content = { key: draft.key, labelHash: hashOf(label), label };
  await kept({ draft, label: { _id, team, program, ...content, ...from, batch: null, version: null, refused } });
  return refused;
}

/** The labels first: a draft that says it is labelled has one. */
const kept = gathering(async (decided: { draft: Draft; label: Label }[]) => {
  const labels = decided.map(({ label }) => ({
    updateOne: { filter: { _id: label._id }, update: { $setOnInsert: label }, upsert: true },
  }));
  await Labels.bulkWrite(labels, { ordered: false });
  const drafts = decided.map(({ draft }) => draft._id);
  await Drafts.updateMany({ _id: { $in: drafts } }, { $set: { status: "labelled" } });
  return decided;
});
