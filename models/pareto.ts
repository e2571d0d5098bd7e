/** What an arm gains and costs; null where it is unknown. */
export interface TradeOff {
  quality: number | null;
  p95: number | null;
  usdPerCall: number | null;
}

type Known = { [Key in keyof TradeOff]: number };

const isKnown = (arm: TradeOff): arm is Known => Object.values(arm).every((value) => value !== null);

/** At least as good in everything, and better in something: higher quality, lower p95, lower cost. */
function dominates(a: Known, b: Known): boolean {
  const atLeast = a.quality >= b.quality && a.p95 <= b.p95 && a.usdPerCall <= b.usdPerCall;
  return atLeast && (a.quality > b.quality || a.p95 < b.p95 || a.usdPerCall < b.usdPerCall);
}

/**
 * Which arms no other arm beats in quality, p95 and cost at once (the Pareto front), in the order given; null for an arm
 * of which one of the three is unknown: it is neither on the front nor behind it.
 */
export function paretoFront(arms: readonly TradeOff[]): (boolean | null)[] {
  const known = arms.filter(isKnown);
  return arms.map((arm) => (isKnown(arm) ? !known.some((other) => dominates(other, arm)) : null));
}
