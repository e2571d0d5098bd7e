import { hashOf } from "./canonical.ts";
import { Comparisons, comparisonHash } from "./comparison.ts";
import { type DatasetVersion, DatasetVersions } from "./dataset.ts";
import { Deployments } from "./deployment.ts";
import { Drafts } from "./draft.ts";
import { Evaluations, hashOfRows } from "./evaluation.ts";
import type { Gate, Revision } from "./gate.ts";
import { Programs } from "./program.ts";
import { Releases, States } from "./release.ts";

/** Parts by name; a part that is gone is "missing", which never equals what was shown. */
export type Parts = Record<string, unknown>;

export const digestOf = (parts: Parts): string => hashOf(parts);

/** What a truth card shows, recomputed from what is stored now. */
export async function truthParts(draftId: string, label: Record<string, unknown>): Promise<Parts> {
  const draft = await Drafts.findById(draftId).lean();
  const program = draft && (await Programs.findOne({ team: draft.team, name: draft.program }).lean());
  return {
    program: draft?.program ?? "missing",
    example: draft ? hashOf(draft.inputs) : "missing",
    exampleKey: draft?.key ?? "missing",
    label: hashOf(label),
    production: draft ? hashOf(draft.output ?? null) : "missing",
    draftedBy: draft ? (draft.draftedBy ?? "") : "missing",
    neighbours: draft ? hashOf(draft.neighbours ?? []) : "missing",
    outputSchemas: program ? hashOf(program.described.outputSchemas) : "missing",
  };
}

/** What a promotion card shows, recomputed from what is stored now: states, rows and statistics are hashed again. */
export async function promotionParts(releaseId: string, comparisonId: string, note: string | null): Promise<Parts> {
  const release = await Releases.findById(releaseId).lean();
  const state = release && (await States.findById(release.stateHash).lean());
  const comparison = await Comparisons.findById(comparisonId).lean();
  const program = release && (await Programs.findOne({ team: release.team, name: release.program }).lean());
  const dataset = comparison && (await datasetOf(comparison.candidate));
  return {
    release: releaseId,
    state: state ? hashOf(state.state) : "missing",
    programSource: release?.programSource ?? "missing",
    entry: release?.entry ?? "missing",
    snapshot: release?.snapshot ?? "missing",
    adapter: release?.adapter ?? "missing",
    lm: release ? hashOf(release.lm) : "missing",
    deployed: program?.deployed ?? "missing",
    metricSource: program?.described.metricSource ?? "missing",
    policy: program ? hashOf(program.config.policy) : "missing",
    comparison: comparison ? comparisonHash(comparison) : "missing",
    candidateRows: comparison ? await hashOfRows(comparison.candidate) : "missing",
    baselineRows: comparison ? await hashOfRows(comparison.baseline) : "missing",
    dataset: dataset ?? "missing",
    note: note ?? "",
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

async function datasetOf(evaluationId: string): Promise<string | null> {
  const evaluation = await Evaluations.findById(evaluationId).lean();
  if (!evaluation) return null;
  const { team, program, dataset: number } = evaluation;
  const version = await DatasetVersions.findOne({ team, program, number }).lean<DatasetVersion>();
  return version?.hash ?? null;
}

/** The parts of a revision as they are now. */
export async function currentParts(gate: Gate, revision: Revision): Promise<Parts> {
  if (gate.kind === "truth") return truthParts(gate.draft ?? "", revision.label ?? {});
  return promotionParts(revision.release ?? "", revision.comparison ?? "", revision.note);
}

const words: Record<string, string> = {
  deployed: "something else was deployed meanwhile",
  metricSource: "the metric changed",
  policy: "the policy changed",
  outputSchemas: "the program's outputs changed",
};

/** Does a revision still hash to what was shown? If not, what changed, in words. A missing digest refuses. */
export async function checkEvidence(
  gate: Gate,
  revision: Revision,
): Promise<{ ok: true } | { ok: false; because: string }> {
  if (!revision.digest) return { ok: false, because: "the card carries no digest of its evidence" };
  if (await isAskedElsewhere(gate)) return { ok: false, because: "this input was asked about on another card" };
  const now = await currentParts(gate, revision);
  if (digestOf(now) === revision.digest && digestOf(revision.parts) === revision.digest) return { ok: true };
  const changed = Object.keys(now).filter((part) => hashOf(now[part]) !== hashOf(revision.parts[part] ?? null));
  const named = changed.map((part) => words[part] ?? `the recorded ${part} is not what was shown`);
  return { ok: false, because: named.join("; ") || "the recorded evidence is not what was shown" };
}

/** Two reviews at once can ask about one draft; the card it names is the one that counts. */
async function isAskedElsewhere({ _id, kind, draft }: Gate): Promise<boolean> {
  if (kind !== "truth") return false;
  return (await Drafts.exists({ _id: draft ?? "", gate: { $nin: [null, _id] } })) !== null;
}
