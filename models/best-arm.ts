import type { Policy } from "./policy.ts";
import { mayPropose } from "./recommend.ts";
import type { ComparisonResult, Verdict } from "./verdict.ts";

/** An arm of a run as far as choosing needs it; `valScore` is null where nothing was selected on val. */
export interface Contender {
  result: ComparisonResult;
  valScore: number | null;
}

const rank: Record<Verdict, number> = { better: 4, tie: 3, inconclusive: 2, worse: 1, "not comparable": 0 };

/**
 * The arm people are asked about: of those for which the policy's sentence holds (after Holm), the one with the highest
 * score on val. Test scores only decide whether an arm stands, never which of those that stand is chosen; where none
 * stands, the one whose reason is worth telling. Index into the arms, in plan order.
 */
export function bestArm(arms: readonly Contender[], policy: Pick<Policy, "promotion">): number {
  const order = arms.map((arm, index) => ({
    index,
    proposes: Number(mayPropose(arm.result, policy).propose),
    verdict: rank[arm.result.verdict],
    val: arm.valScore ?? Number.NEGATIVE_INFINITY,
  }));
  const by = (a: (typeof order)[number], b: (typeof order)[number]) =>
    b.proposes - a.proposes || (a.proposes ? 0 : b.verdict - a.verdict) || compare(b.val, a.val) || a.index - b.index;
  const best = order.sort(by)[0];
  if (!best) throw new Error("there is no arm to choose from");
  return best.index;
}

/** Minus infinity twice is equal, and not NaN apart. */
const compare = (a: number, b: number): number => (a === b ? 0 : a - b);
