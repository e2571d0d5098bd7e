import { confidence, counted, pValue, score, signed } from "../figures.ts";
import type { Difference, Verdict } from "../verdict.ts";

type Judgement = { verdict: Verdict; because: string };
type Evidence = { difference: Difference; n: number; margin: number };

const alpha = 0.05;

/** The verdict over comparable arms, by DESIGN's rule: the interval against the margin, and the corrected p. */
export function judge(evidence: Evidence): Judgement {
  const { difference: d, margin } = evidence;
  const [isAbove, isBelow] = [d.low > margin, d.high < -margin];
  if ((isAbove || isBelow) && d.pHolm < alpha) return decided(isAbove ? "better" : "worse", evidence);
  if (isAbove || isBelow) return inconclusive(evidence, `the interval is clear of ${bound(margin)}, yet ${chance(d)}`);
  if (margin > 0 && reach(evidence) <= margin) return tie(evidence);
  if (d.mde === null && d.mean === 0) return inconclusive(evidence, "no example changed its score");
  return inconclusive(evidence, `the interval does not lie clear of ${bound(margin)}`);
}

/**
 * How far from 0 the true difference could be. A change that n examples did not show may still touch 3/n of all inputs
 * (the rule of three, 95 %), each by at most 1.
 */
function reach({ difference: d, n }: Evidence): number {
  const seen = Math.max(Math.abs(d.low), Math.abs(d.high));
  return d.mde === null ? Math.max(seen, 3 / n) : seen;
}

function decided(verdict: "better" | "worse", { difference: d, n, margin }: Evidence): Judgement {
  const side = verdict === "better" ? "higher" : "lower";
  const beyond = margin > 0 ? `, clear of the margin of ${score(margin)}` : "";
  return {
    verdict,
    because: `the score is ${score(Math.abs(d.mean))} ${side} (${interval(d)}${beyond}; ${chance(d)}; ${counted(n, "example")})`,
  };
}

function tie({ difference: d, n, margin }: Evidence): Judgement {
  const within = `within ±${score(margin)}`;
  return {
    verdict: "tie",
    because: `the difference is ${signed(d.mean)}, ${within} (${interval(d)}; ${counted(n, "example")})`,
  };
}

function inconclusive({ difference: d, n }: Evidence, why: string): Judgement {
  const found = `the difference is ${signed(d.mean)} (${interval(d)}; ${chance(d)}; ${counted(n, "example")})`;
  const power =
    d.mde === null ? "" : `; with this many, one of ${score(d.mde)} would be found 4 times in 5${needed(d, n)}`;
  return { verdict: "inconclusive", because: `${found}: ${why}${power}` };
}

/** How many examples would find a difference as large as the one seen 4 times in 5: the scatter falls with √n. */
export function neededExamples({ mean, mde }: Pick<Difference, "mean" | "mde">, n: number): number | null {
  if (mde === null || mean === 0) return null;
  return Math.ceil(n * (mde / Math.abs(mean)) ** 2);
}

function needed(d: Difference, n: number): string {
  const wanted = neededExamples(d, n);
  if (wanted === null || wanted <= n || wanted > mostWorthSaying) return "";
  return `, and one of the size seen would need about ${Number(wanted.toPrecision(2)).toLocaleString("en-US")} examples`;
}

/** A difference that only so many examples could show is none for a team. */
const mostWorthSaying = 1_000_000;

function bound(margin: number): string {
  return margin > 0 ? `±${score(margin)}` : "0";
}

function interval({ low, high }: Difference): string {
  return `${confidence} interval ${signed(low)} to ${signed(high)}`;
}

function chance({ pHolm, candidates }: Difference): string {
  return candidates > 1 ? `${pValue(pHolm)} corrected for ${candidates} candidates` : pValue(pHolm);
}
