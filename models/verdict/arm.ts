import { meanInterval, quantile, quantileInterval } from "../statistics.ts";
import type { ArmRow } from "../verdict.ts";
import { meanOrNull } from "./pairs.ts";

/** One arm in figures; null where something is unknown, which is never the same as 0. */
export type ArmSummary = {
  /** Mean score over the paired examples, with its 95 % interval. */
  mean: number | null;
  low: number | null;
  high: number | null;
  /** Milliseconds per call. */
  p50: number | null;
  p95: number | null;
  usdPerCall: number | null;
  tokensPerCall: number | null;
  /** Where p95 lies with 95 % confidence. */
  p95Low: number | null;
  p95High: number | null;
  /** Calls that did not end well, of any kind, per 1,000. */
  errorsPer1000: number | null;
  /** Tries refused with 429, and tries nobody answered in time, per 1,000 calls: repeated ones too. */
  rateLimitedPer1000: number | null;
  timeoutsPer1000: number | null;
};

const unknown = { mean: null, low: null, high: null };

/** Scores are those of the paired examples; all else is taken over the arm's own calls. */
export function summariseArm(rows: readonly ArmRow[], scores: readonly number[]): ArmSummary {
  // A provider that did not answer says nothing about what an answer costs.
  const answered = rows.filter((row) => row.status !== "provider_error");
  const latencies = allOrNone(answered.map((row) => row.latencyMs));
  const p95 = latencies ? quantileInterval(latencies, 0.95) : unknown;
  const interval = scores.length > 0 ? meanInterval(scores) : unknown;
  return {
    ...interval,
    p50: latencies && quantile(latencies, 0.5),
    p95: p95.mean,
    p95Low: p95.low,
    p95High: p95.high,
    usdPerCall: meanOrNull(answered.map((row) => row.usd)),
    tokensPerCall: meanOrNull(answered.map(tokens)),
    errorsPer1000: perThousand(rows.map(({ status }) => Number(status !== "ok"))),
    rateLimitedPer1000: perThousand(rows.map(({ rateLimited }) => rateLimited)),
    timeoutsPer1000: perThousand(rows.map(({ timeouts }) => timeouts)),
  };
}

function perThousand(counts: readonly (number | null)[]): number | null {
  const each = meanOrNull(counts);
  return each === null ? null : 1000 * each;
}

function tokens({ promptTokens, completionTokens }: ArmRow): number | null {
  return promptTokens === null || completionTokens === null ? null : promptTokens + completionTokens;
}

/** A part of the latencies would be a biased sample, so one unknown makes all unknown. */
function allOrNone(values: readonly (number | null)[]): number[] | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 && known.length === values.length ? known : null;
}
