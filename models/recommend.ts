import { times } from "./figures.ts";
import type { Policy } from "./policy.ts";
import type { ComparisonResult } from "./verdict.ts";

export type Proposal = { propose: boolean; because: string };

/** What a tie has to save, in cost or in p95, to be worth a change. */
const tieSaves = 0.8;

const no = (because: string): Proposal => ({ propose: false, because });
const yes = (because: string): Proposal => ({ propose: true, because });

/**
 * Whether people are asked to promote: quality better with p95 and cost within the policy's ratios, or quality tied
 * with one of the two at most 0.8 times what it was and the other within its ratio.
 */
export function mayPropose(result: ComparisonResult, policy: Pick<Policy, "promotion">): Proposal {
  if (result.verdict !== "better" && result.verdict !== "tie")
    return no(`quality is ${result.verdict}: ${result.because}`);
  const quality = `quality is ${result.verdict === "tie" ? "tied" : "better"}`;
  const prices = [p95Of(result, policy), costOf(result, policy)];
  const failing = prices.filter(({ ratio, limit }) => ratio === null || ratio > limit);
  if (failing.length > 0) return no(`${quality}, but ${failing.map(({ words }) => words).join(", and ")}`);
  const words = prices.map((price) => price.words).join(", ");
  if (result.verdict === "better") return yes(`${quality}: ${result.because}; ${words}`);
  const saves = prices.some(({ ratio }) => ratio !== null && ratio <= tieSaves);
  if (saves) return yes(`${quality} and it saves: ${words}`);
  return no(`${quality}, and neither p95 nor cost is at most ${times(tieSaves)} what it was: ${words}`);
}

/** What one line of the trade-off costs: after / before, null where that is unknown. */
type Price = { ratio: number | null; limit: number; words: string };

function p95Of({ baseline, candidate }: ComparisonResult, { promotion }: Pick<Policy, "promotion">): Price {
  return price("p95 latency", baseline.p95, candidate.p95, promotion.p95Ratio);
}

function costOf({ baseline, candidate }: ComparisonResult, { promotion }: Pick<Policy, "promotion">): Price {
  return price("cost per call", baseline.usdPerCall, candidate.usdPerCall, promotion.costRatio);
}

function price(name: string, before: number | null, after: number | null, limit: number): Price {
  if (before === null || after === null) {
    const sides = before === null && after === null ? "both sides" : before === null ? "the baseline" : "the candidate";
    return { ratio: null, limit, words: `${name} is not known for ${sides}, and the policy needs it` };
  }
  if (before === 0 && after > 0) return { ratio: Infinity, limit, words: `${name} was 0 and no longer is` };
  const ratio = before === 0 ? 1 : after / before;
  const words =
    ratio > limit
      ? `${name} is ${times(ratio, limit)} what it was, above the policy's ${times(limit)}`
      : `${name} ${times(ratio, limit)} (at most ${times(limit)})`;
  return { ratio, limit, words };
}
