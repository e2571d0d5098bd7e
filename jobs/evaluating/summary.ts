import { canonicalJson } from "../../models/canonical.ts";
import type { RunnerEventOf } from "../../models/contract.ts";
import type { DatasetVersion } from "../../models/dataset.ts";
import type { Evaluation, EvaluationRow, EvaluationSummary } from "../../models/evaluation.ts";
import type { Fingerprint } from "../../models/fingerprint.ts";
import type { Candidate, Release } from "../../models/release.ts";
import { splitDefinitionHash } from "../../models/split.ts";
import { meanInterval, quantile } from "../../models/statistics.ts";
import { meanOrNull } from "../../models/verdict/pairs.ts";
import type { ArmRow } from "../../models/verdict.ts";

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const known = (values: (number | null | undefined)[]): number[] =>
  values.filter((value) => value !== null && value !== undefined);

/** A row as one call of one arm. Latency is unknown where it was measured at another concurrency than `concurrency`. */
export function armRow(row: EvaluationRow, concurrency: number | null): ArmRow {
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
  };
}

/** Did the model answer? How long a failing provider keeps people waiting says nothing about a release. */
const isAnswered = ({ status }: { status: EvaluationRow["status"] }): boolean => status !== "provider_error";

/** The one concurrency at which all rows were measured, or null when they differ. */
export function commonConcurrency(rows: EvaluationRow[]): number | null {
  const seen = new Set(rows.flatMap(({ measured }) => (measured ? [measured.concurrency] : [])));
  return seen.size === 1 ? ([...seen][0] ?? null) : null;
}

/** What the rows of a finished evaluation say in one line. */
export function summarise(rows: EvaluationRow[]): EvaluationSummary {
  const concurrency = commonConcurrency(rows);
  const arms = rows.map((row) => armRow(row, concurrency));
  const scores = scoresByExample(arms);
  const latencies = known(arms.map((arm) => arm.latencyMs));
  const answered = arms.filter(isAnswered);
  const costs = answered.map((arm) => arm.usd);
  const tokens = known(
    answered.map((arm) => (arm.promptTokens === null ? null : arm.promptTokens + (arm.completionTokens ?? 0))),
  );
  const interval = scores.length > 0 ? meanInterval(scores) : null;
  const fresh = rows.filter((row) => row.fresh);
  const freshCosts = fresh.map((row) => row.measured?.usd ?? null);
  return {
    n: rows.length,
    missing: arms.filter(({ score }) => score === null).length,
    mean: interval?.mean ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    p50: latencies.length > 0 ? quantile(latencies, 0.5) : null,
    p95: latencies.length > 0 ? quantile(latencies, 0.95) : null,
    usdPerCall: costs.length > 0 && costs.every((cost) => cost !== null) ? mean(known(costs)) : null,
    tokensPerCall: tokens.length > 0 ? mean(tokens) : null,
    byStatus: countStatuses(rows),
    freshPredictions: arms.filter((arm, n) => isAnswered(arm) && rows[n]?.fresh).length,
    knownPredictions: arms.filter((arm, n) => isAnswered(arm) && !rows[n]?.fresh).length,
    freshLmCalls: fresh.reduce((sum, row) => sum + (row.measured?.lmCalls ?? 0), 0),
    usd: freshCosts.every((cost) => cost !== null) ? known(freshCosts).reduce((sum, cost) => sum + cost, 0) : null,
  };
}

/** One score per example: repetitions of an example are averaged, as they tell nothing about other examples. */
function scoresByExample(arms: ArmRow[]): number[] {
  const byKey = new Map<string, (number | null)[]>();
  for (const { key, score } of arms) byKey.set(key, [...(byKey.get(key) ?? []), score]);
  return [...byKey.values()].flatMap((scores) => meanOrNull(scores) ?? []);
}

function countStatuses(rows: EvaluationRow[]): EvaluationSummary["byStatus"] {
  const counts: EvaluationSummary["byStatus"] = {};
  for (const { status } of rows) if (status !== "pending") counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export interface FingerprintParts {
  evaluation: Evaluation;
  version: DatasetVersion;
  release: Release;
  candidate: Candidate | null;
  start: Pick<RunnerEventOf<"job_start">, "dspy" | "eval_contract" | "gepa" | "litellm" | "python" | "host">;
  rows: EvaluationRow[];
}

/** Everything that measures, what is measured, and what is merely shown (DESIGN 5). */
export function fingerprintOf({ evaluation, version, release, candidate, start, rows }: FingerprintParts): Fingerprint {
  const reported = new Set(rows.flatMap((row) => (row.measured?.reportedModel ? [row.measured.reportedModel] : [])));
  return {
    ruler: {
      dataset: version.splitHashes[evaluation.split],
      splitDefinition: splitDefinitionHash(version.splitDefinition),
      metricSource: evaluation.metricSource,
      repetitions: String(evaluation.repetitions),
      failurePolicy: `failures score ${evaluation.failureScore}, missing are left out`,
      dspy: start.dspy,
      evalContract: String(start.eval_contract),
    },
    subject: {
      state: release.stateHash,
      programSource: release.programSource,
      model: release.lm.model,
      reportedModel: reported.size > 0 ? [...reported].sort().join(", ") : null,
      endpoint: release.lm.endpoint,
      params: canonicalJson(release.lm.params),
      adapter: release.adapter,
      optimizer: candidate?.optimizer ? canonicalJson(candidate.optimizer) : "none",
    },
    shown: { gepa: start.gepa, litellm: start.litellm, python: start.python, host: start.host },
  };
}
