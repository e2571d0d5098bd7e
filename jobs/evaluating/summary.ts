import { canonicalJson } from "../../models/canonical.ts";
import type { RunnerEventOf } from "../../models/contract.ts";
import type { DatasetVersion } from "../../models/dataset.ts";
import { type MeasuredRow, measuredRows, RowsHash } from "../../models/evaluation/rows.ts";
import type { Evaluation, EvaluationSummary } from "../../models/evaluation.ts";
import type { Fingerprint } from "../../models/fingerprint.ts";
import type { Candidate, Release } from "../../models/release.ts";
import { splitDefinitionHash } from "../../models/split.ts";
import type { ArmRow } from "../../models/verdict.ts";
import { isAnswered, Sum } from "./sum.ts";

/** A row as one call of one arm. Latency is unknown where it was measured at another concurrency than `concurrency`. */
export function armRow(row: MeasuredRow, concurrency: number | null): ArmRow {
  const { measured } = row;
  if (row.status === "pending") throw new Error(`row ${row._id} has no result`);
  return {
    key: row.key,
    score: row.score,
    status: row.status,
    latencyMs: measured && isAnswered(row) && measured.concurrency === concurrency ? measured.latencyMs : null,
    usd: measured?.usd ?? null,
    promptTokens: measured?.promptTokens ?? null,
    completionTokens: measured?.completionTokens ?? null,
    rateLimited: measured?.rateLimited ?? null,
    timeouts: measured?.timeouts ?? null,
  };
}

/** The one concurrency at which all rows were measured, or null when they differ. */
export function commonConcurrency(sides: readonly MeasuredRow[][]): number | null {
  const seen = new Set<number>();
  for (const rows of sides) for (const { measured } of rows) if (measured) seen.add(measured.concurrency);
  return seen.size === 1 ? ([...seen][0] ?? null) : null;
}

/** What the rows of a finished evaluation say in one line. */
export function summarise(rows: Iterable<MeasuredRow>): EvaluationSummary {
  const sum = new Sum();
  for (const row of rows) sum.add(row);
  return sum.summary();
}

/** Summary, hash and reported models of an evaluation's rows, read once and one at a time. */
export async function readRows(
  evaluation: string,
): Promise<{ summary: EvaluationSummary; hash: string; reportedModels: string[] }> {
  const sum = new Sum();
  const hash = new RowsHash();
  const models = new Set<string>();
  for await (const row of measuredRows(evaluation)) {
    sum.add(row);
    hash.add(row);
    if (row.measured?.reportedModel) models.add(row.measured.reportedModel);
  }
  return { summary: sum.summary(), hash: hash.digest(), reportedModels: [...models].sort() };
}

export interface FingerprintParts {
  evaluation: Evaluation;
  version: DatasetVersion;
  release: Release;
  candidate: Candidate | null;
  environment: Pick<RunnerEventOf<"job_start">, "dspy" | "eval_contract" | "gepa" | "litellm" | "python" | "host">;
  /** Model ids as the servers reported them, sorted. */
  reportedModels: string[];
}

/** Everything that measures, what is measured, and what is merely shown (DESIGN 5). */
export function fingerprintOf(parts: FingerprintParts): Fingerprint {
  const { evaluation, version, release, candidate, environment, reportedModels } = parts;
  return {
    ruler: {
      dataset: version.splitHashes[evaluation.split],
      splitDefinition: splitDefinitionHash(version.splitDefinition),
      metricSource: evaluation.metricSource,
      repetitions: String(evaluation.repetitions),
      failurePolicy: `failures score ${evaluation.failureScore}, missing are left out`,
      dspy: environment.dspy,
      evalContract: String(environment.eval_contract),
    },
    subject: {
      state: release.stateHash,
      programSource: release.programSource,
      model: release.lm.model,
      reportedModel: reportedModels.length > 0 ? reportedModels.join(", ") : null,
      endpoint: release.lm.endpoint,
      params: canonicalJson(release.lm.params),
      adapter: release.adapter,
      optimizer: candidate?.optimizer ? canonicalJson(candidate.optimizer) : "none",
    },
    shown: { gepa: environment.gepa, litellm: environment.litellm, python: environment.python, host: environment.host },
  };
}
