/** P(Z ≤ x) of the standard normal distribution, by Marsaglia's series (J. Stat. Software 11, 2004), exact to ~1e-15. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let odd = 3; sum !== sum + term || odd === 3; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
    if (term === 0) break;
  }
  return 0.5 + sum * Math.exp(-0.5 * x * x) * (1 / Math.sqrt(2 * Math.PI));
}

/** The x with P(Z ≤ x) = p, for 0 < p < 1. Newton's steps from 0 never overshoot, as the curve is concave above 0. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability lies between 0 and 1, not at ${p}`);
  if (p < 0.5) return -normalQuantile(1 - p);
  let x = 0;
  for (let step = 1, i = 0; Math.abs(step) > 1e-14 && i < 200; i++) {
    step = (p - normalCdf(x)) / (Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI));
    x += step;
  }
  return x;
}
