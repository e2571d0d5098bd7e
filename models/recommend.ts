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
  const prices = [p95Of(result, policy), costOf(result, policy)];
  const words = prices.map((price) => price.words).join(", ");
  const failing = prices.filter((price) => price.ratio === null || price.ratio > price.limit);
  if (failing.length > 0)
    return no(`quality is ${result.verdict}, but ${failing.map((price) => price.words).join(", and ")}`);
  if (result.verdict === "better") return yes(`quality is better: ${result.because}; ${words}`);
  if (prices.some(({ ratio }) => ratio !== null && ratio <= tieSaves))
    return yes(`quality is tied and it saves: ${words}`);
  return no(`quality is tied, and neither p95 nor cost is at most ${times(tieSaves)} what it was: ${words}`);
}

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
  const verb =
    ratio > limit
      ? `is ${times(ratio, limit)} what it was, above the policy's ${times(limit)}`
      : `${times(ratio, limit)}`;
  return { ratio, limit, words: ratio > limit ? `${name} ${verb}` : `${name} ${verb} (at most ${times(limit)})` };
}
