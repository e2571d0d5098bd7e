import { hashOf } from "../canonical.ts";
import { Comparisons, comparisonHash } from "../comparison.ts";
import { type DatasetVersion, DatasetVersions } from "../dataset.ts";
import { hashOfRows } from "../evaluation/rows.ts";
import { Evaluations } from "../evaluation.ts";
import { Programs } from "../program.ts";
import { Releases, States } from "../release.ts";

/** Parts by name; a part that is gone is "missing", which never equals what was shown. */
export type Parts = Record<string, unknown>;

export const digestOf = (parts: Parts): string => hashOf(parts);

/** What a promotion card shows, recomputed from what is stored now: states, rows and statistics are hashed again. */
export async function promotionParts(releaseId: string, comparisonId: string, note: string | null): Promise<Parts> {
  const release = await Releases.findById(releaseId).lean();
  const comparison = await Comparisons.findById(comparisonId).lean();
  const program = release && (await Programs.findOne({ team: release.team, name: release.program }).lean());
  const dataset = comparison && (await datasetOf(comparison.candidate));
  return {
    ...(await releaseParts(releaseId)),
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

/** What would ship, hashed again from what is stored. */
export async function releaseParts(releaseId: string): Promise<Parts> {
  const release = await Releases.findById(releaseId).lean();
  const state = release && (await States.findById(release.stateHash).lean());
  return {
    release: releaseId,
    state: state ? hashOf(state.state) : "missing",
    programSource: release?.programSource ?? "missing",
    entry: release?.entry ?? "missing",
    snapshot: release?.snapshot ?? "missing",
    adapter: release?.adapter ?? "missing",
    lm: release ? hashOf(release.lm) : "missing",
  };
}

async function datasetOf(evaluationId: string): Promise<string | null> {
  const evaluation = await Evaluations.findById(evaluationId).lean();
  if (!evaluation) return null;
  const { team, program, dataset: number } = evaluation;
  const version = await DatasetVersions.findOne({ team, program, number }).lean<DatasetVersion>();
  return version?.hash ?? null;
}
