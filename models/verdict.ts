import type { ExampleStatus } from "./contract.ts";
import { counted, percent } from "./figures.ts";
import { compareFingerprints, type Fingerprint } from "./fingerprint.ts";
import {
  differenceInterval,
  holm,
  isZeroOrOne,
  mcnemarDetectable,
  mcnemarExact,
  minimumDetectableEffect,
  type Resampling,
  signFlip,
} from "./statistics.ts";
import { type ArmSummary, summariseArm } from "./verdict/arm.ts";
import { judge } from "./verdict/judge.ts";
import { type Pair, pairArms } from "./verdict/pairs.ts";

/** One call of one arm: one example, one repetition. Null means missing (score) or unknown (all else). */
export type ArmRow = {
  key: string;
  score: number | null;
  /** Of the one fresh call; null where the arms did not run at equal concurrency. */
  latencyMs: number | null;
  usd: number | null;
  promptTokens: number | null;
  completionTokens: number | null;
  /** Tries refused with 429, and tries nobody answered in time. */
  rateLimited: number | null;
  timeouts: number | null;
  status: ExampleStatus;
};

export type Verdict = "better" | "worse" | "tie" | "inconclusive" | "not comparable";

/** Candidate minus baseline, per example; `pHolm` is `p` corrected for the candidates of one run. */
export type Difference = {
  mean: number;
  low: number;
  high: number;
  p: number;
  pHolm: number;
  test: "mcnemar" | "sign flip";
  candidates: number;
  /** Minimum detectable effect at 80 % power; null where nothing scatters. */
  mde: number | null;
};

export type ComparisonResult = {
  verdict: Verdict;
  because: string;
  /** Examples that both arms scored. */
  n: number;
  /** Examples left out of both arms. */
  missing: number;
  margin: number;
  baseline: ArmSummary;
  candidate: ArmSummary;
  /** Null where there is nothing to subtract: the rulers differ, or no example was scored by both. */
  difference: Difference | null;
  improved: number;
  regressed: number;
  unchanged: number;
  /** The examples that changed, the largest change first. */
  changes: Pair[];
};

export type Arms = {
  baseline: readonly ArmRow[];
  candidate: readonly ArmRow[];
  /** Differences within ± this score do not matter to the team. */
  margin: number;
  seed: number;
  /** Of the bootstrap and the sign flips; 10,000 unless told. */
  resamples?: number;
  fingerprints?: { baseline: Fingerprint; candidate: Fingerprint };
};

const missingAllowed = 0.02;

/** Compares two arms example by example; the same arms and seed always give the same result. */
export function compareArms(arms: Arms): ComparisonResult {
  const { baseline, candidate, margin, fingerprints } = arms;
  const rulers = fingerprints && compareFingerprints(fingerprints.baseline, fingerprints.candidate);
  const { pairs, missing } = pairArms(baseline, candidate);
  const comparedPairs = rulers?.comparable === false ? [] : pairs;
  const difference = comparedPairs.length > 0 ? measure(comparedPairs, resampling(arms)) : null;
  const found = {
    n: pairs.length,
    missing,
    margin,
    baseline: summariseArm(
      baseline,
      pairs.map((pair) => pair.baseline),
    ),
    candidate: summariseArm(
      candidate,
      pairs.map((pair) => pair.candidate),
    ),
    difference,
    ...countChanges(comparedPairs),
  };
  const refusal = rulers?.because ?? whyIncomplete(pairs.length, missing);
  if (refusal || !difference)
    return { verdict: "not comparable", because: refusal ?? "nothing was compared", ...found };
  return { ...judge({ ...found, difference }), ...found };
}

/** Corrects the candidates of one run for each other (Holm) and judges each again. Order is kept. */
export function applyHolm(results: readonly ComparisonResult[]): ComparisonResult[] {
  const judged = results.filter((result) => result.verdict !== "not comparable");
  const corrected = holm(judged.map((result) => result.difference?.p ?? 1));
  return results.map((result) => {
    const pHolm = corrected[judged.indexOf(result)];
    if (pHolm === undefined || !result.difference) return result;
    const difference = { ...result.difference, pHolm, candidates: judged.length };
    return { ...result, difference, ...judge({ ...result, difference }) };
  });
}

const resampling = ({ seed, resamples }: Arms): Resampling => ({ seed, ...(resamples && { resamples }) });

function measure(pairs: readonly Pair[], how: Resampling): Difference {
  const differences = pairs.map((pair) => pair.d);
  const isRightOrWrong = pairs.every((pair) => isZeroOrOne(pair.baseline) && isZeroOrOne(pair.candidate));
  const found = isRightOrWrong ? byMcNemar(differences) : bySignFlip(differences, how);
  return { ...differenceInterval(differences, how), ...found, pHolm: found.p, candidates: 1 };
}

type Tested = Pick<Difference, "p" | "test" | "mde">;

const bySignFlip = (differences: readonly number[], how: Resampling): Tested => ({
  p: signFlip(differences, how),
  test: "sign flip",
  mde: minimumDetectableEffect(differences),
});

/** The exact test finds less than the normal approximation says, so what it can find is computed for the test itself. */
function byMcNemar(differences: readonly number[]): Tested {
  const lost = differences.filter((d) => d < 0).length;
  const gained = differences.filter((d) => d > 0).length;
  const mde = lost + gained > 0 ? mcnemarDetectable(differences.length, lost + gained) : null;
  return { p: mcnemarExact(lost, gained), test: "mcnemar", mde };
}

function countChanges(
  pairs: readonly Pair[],
): Pick<ComparisonResult, "improved" | "regressed" | "unchanged" | "changes"> {
  const changes = pairs.filter((pair) => pair.d !== 0).sort((a, b) => Math.abs(b.d) - Math.abs(a.d));
  const improved = changes.filter((pair) => pair.d > 0).length;
  return { improved, regressed: changes.length - improved, unchanged: pairs.length - changes.length, changes };
}

function whyIncomplete(n: number, missing: number): string | null {
  if (n + missing === 0) return "there are no examples to compare";
  const share = missing / (n + missing);
  if (share <= missingAllowed) return null;
  const lost = `${counted(missing, "example")} of ${n + missing} (${percent(share)})`;
  return `${lost} could not be scored on both sides; up to ${percent(missingAllowed)} may be left out`;
}
