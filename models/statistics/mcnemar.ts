import { normalQuantile } from "./normal.ts";

/** Exact two-sided McNemar test: `b` examples only the one got right, `c` only the other. Equals a binomial test at 1/2. */
export function mcnemarExact(b: number, c: number): number {
  return Math.min(1, 2 * lowerTail(b + c, 0.5, Math.min(b, c)));
}

/**
 * Power of the exact McNemar test for a gain (Miettinen 1968, unconditional): `n` examples, of which a share `gained` is
 * right only after and a share `lost` only before. The sum runs over how many of them come to differ at all.
 */
export function mcnemarPower(n: number, gained: number, lost: number, alpha = 0.05): number {
  const changing = gained + lost;
  if (changing <= 0) return 0;
  const spread = 8 * Math.sqrt(n * changing * (1 - changing)) + 1;
  const [from, to] = [Math.max(0, Math.ceil(n * changing - spread)), Math.min(n, Math.floor(n * changing + spread))];
  let power = 0;
  for (let m = from; m <= to; m++)
    power += probability(n, changing, m) * lowerTail(m, lost / changing, mostLosses(m, alpha));
  return power;
}

/**
 * The smallest gain that `n` examples show with this power where `changed` of them change their score. Up to 1,000 examples
 * by the exact power, beyond by its normal approximation with continuity correction, which is then within 1 %.
 */
export function mcnemarDetectable(n: number, changed: number, power = 0.8, alpha = 0.05): number {
  const share = changed / n;
  if (n > mostExact) return approximately(n, share, power, alpha);
  let [low, high] = [0, 1];
  // Halved 24 times: far finer than scores are shown.
  for (let i = 0; i < 24; i++) {
    const gain = (low + high) / 2;
    // No more can be gained than changes: a larger gain means that more changes.
    const lost = Math.max(0, share - gain) / 2;
    if (mcnemarPower(n, gain + lost, lost, alpha) < power) low = gain;
    else high = gain;
  }
  return high;
}

const mostExact = 1_000;

function approximately(n: number, share: number, power: number, alpha: number): number {
  return (normalQuantile(1 - alpha / 2) + normalQuantile(power)) * Math.sqrt(share / n) + 1 / n;
}

/** Of `m` examples that changed, the most that may be losses for the test to find a gain; -1 when none may. */
function mostLosses(m: number, alpha: number): number {
  let term = 0.5 ** m;
  let tail = term;
  let k = 0;
  while (k < m && 2 * tail <= alpha) {
    term *= (m - k) / (k + 1);
    tail += term;
    k += 1;
  }
  return k - 1;
}

/** P(B ≤ k) of `m` trials at probability `p`. */
function lowerTail(m: number, p: number, k: number): number {
  let sum = 0;
  for (let i = 0; i <= k; i++) sum += probability(m, p, i);
  return Math.min(1, sum);
}

/** P(B = k) of `n` trials at probability `p`, by logarithms: the factorials of 1,000 are beyond any number. */
function probability(n: number, p: number, k: number): number {
  if (p <= 0 || p >= 1) return Number(k === (p <= 0 ? 0 : n));
  return Math.exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

const logs = [0];

/** ln n!, each added to the one before. */
function logFactorial(n: number): number {
  while (logs.length <= n) logs.push((logs.at(-1) as number) + Math.log(logs.length));
  return logs[n] as number;
}
