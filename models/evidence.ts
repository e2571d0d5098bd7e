import { hashOf } from "./canonical.ts";
import { Comparisons } from "./comparison.ts";
import { Deployments } from "./deployment.ts";
import { type Draft, findDraft } from "./draft.ts";
import { Evaluations } from "./evaluation.ts";
import { digestOf, type Parts, promotionParts } from "./evidence/promotion.ts";
import { rollbackParts } from "./evidence/rollback.ts";
import { type Gate, isRollback, type Revision } from "./gate.ts";
import { findProgram, type Program } from "./program.ts";

export { digestOf, type Parts, promotionParts } from "./evidence/promotion.ts";

/** What a truth card is drawn from. */
export interface TruthGround {
  draft: Draft;
  program: Program;
}

/** What a truth card shows, recomputed from what is stored now. */
export async function truthParts(draftId: string, label: Record<string, unknown>): Promise<Parts> {
  const draft = await findDraft(draftId);
  return partsOf(draft, draft && (await findProgram(draft.team, draft.program)), label);
}

function partsOf(draft: Draft | null, program: Program | null, label: Record<string, unknown>): Parts {
  return {
    program: draft?.program ?? "missing",
    example: draft ? hashOf(draft.inputs) : "missing",
    exampleKey: draft?.key ?? "missing",
    label: hashOf(label),
    production: draft ? hashOf(draft.output ?? null) : "missing",
    draftedBy: draft ? (draft.draftedBy ?? "") : "missing",
    // Where a person brought it: cards from before there was such a thing keep their digest.
    ...(draft?.added && { added: hashOf(JSON.parse(JSON.stringify(draft.added))) }),
    neighbours: draft ? hashOf(draft.neighbours ?? []) : "missing",
    outputSchemas: program ? hashOf(program.described.outputSchemas) : "missing",
  };
}

/** Was the comparison made with what these parts name as deployed? Something may have been deployed while a run measured. */
export async function isAgainstDeployed({ deployed }: Parts, comparisonId: string): Promise<boolean> {
  const comparison = await Comparisons.findById(comparisonId).lean();
  const baseline = comparison && (await Evaluations.findById(comparison.baseline).lean());
  if (!baseline) return false;
  const { team, program, release } = baseline;
  return (await Deployments.exists({ team, program, number: Number(deployed), release })) !== null;
}

/** The parts of a revision as they are now. */
export async function currentParts(gate: Gate, revision: Revision): Promise<Parts> {
  if (gate.kind === "truth") return truthParts(gate.draft ?? "", revision.label ?? {});
  if (isRollback(gate)) return rollbackParts(gate.team, gate.program, gate.rollbackTo);
  return promotionParts(revision.release ?? "", revision.comparison ?? "", revision.note);
}

const words: Record<string, string> = {
  deployed: "something else was deployed meanwhile",
  metricSource: "the metric changed",
  policy: "the policy changed",
  outputSchemas: "the program's outputs changed",
  approval: "what it was approved on is not what is recorded now",
  inUse: "the program was taken out of use",
};

export type Checked = { ok: true; ground: TruthGround | null } | { ok: false; because: string };

/** Does a revision still hash to what was shown? If not, what changed, in words. A missing digest refuses. */
export async function checkEvidence(
  gate: Gate,
  revision: Revision,
): Promise<{ ok: true } | { ok: false; because: string }> {
  const checked = await checkGround(gate, revision);
  return checked.ok ? { ok: true } : checked;
}

/** The same check; where a truth gate's revision holds, with what was read for it. */
export async function checkGround(gate: Gate, revision: Revision): Promise<Checked> {
  if (!revision.digest) return { ok: false, because: "the card carries no digest of its evidence" };
  return gate.kind === "truth" ? checkTruth(gate, revision) : holds(revision, await currentParts(gate, revision), null);
}

const readGround = ({ draft, team, program }: Gate) =>
  Promise.all([findDraft(draft ?? ""), findProgram(team, program)]);

/** What a truth card is drawn from; null where it is not stored any more. */
export async function truthGround(gate: Gate): Promise<TruthGround | null> {
  const [draft, program] = await readGround(gate);
  return draft && program && { draft, program };
}

async function checkTruth(gate: Gate, revision: Revision): Promise<Checked> {
  const [draft, program] = await readGround(gate);
  // Two reviews at once can ask about one draft; the card it names is the one that counts.
  if (draft?.gate && draft.gate !== gate._id)
    return { ok: false, because: "this input was asked about on another card" };
  return holds(revision, partsOf(draft, program, revision.label ?? {}), draft && program && { draft, program });
}

function holds(revision: Revision, now: Parts, ground: TruthGround | null): Checked {
  if (digestOf(now) === revision.digest && digestOf(revision.parts) === revision.digest) return { ok: true, ground };
  const changed = Object.keys(now).filter((part) => hashOf(now[part]) !== hashOf(revision.parts[part] ?? null));
  const named = changed.map((part) => words[part] ?? `the recorded ${part} is not what was shown`);
  return { ok: false, because: named.join("; ") || "the recorded evidence is not what was shown" };
}
