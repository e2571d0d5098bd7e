import type { Label, Weights } from "../../src/phrases/scored/model.ts";

/** What was said, as features, and what it asks for. */
export type Lesson = { found: string[]; label: Label };

const rounds = 30;
const rate = 0.5;
const decay = 3e-4;
/** What occurs less often says more about who wrote the lessons than about what is meant. */
const oftenEnough = 5;

/** Multinomial logistic regression, by AdaGrad in a fixed order: the same lessons give the same weights. */
export function learn(lessons: readonly Lesson[], labels: Label[]): Weights {
  const names = frequent(lessons);
  const at = new Map(names.map((name, n) => [name, n]));
  const rows = lessons.map(({ found, label }) => ({
    ids: found.flatMap((each) => at.get(each) ?? []),
    label: labels.indexOf(label),
  }));
  const width = labels.length;
  const state = {
    weights: new Float64Array(names.length * width),
    slopes: new Float64Array(names.length * width).fill(1e-2),
    width,
  };
  for (let round = 0; round < rounds; round++)
    for (let k = 0; k < rows.length; k++) step(rows[(k * 7919) % rows.length] as Row, state);
  const features = names.map((name, n): [string, number[]] => [
    name,
    [...state.weights.slice(n * width, (n + 1) * width)],
  ]);
  return { labels, features: new Map(features) };
}

function frequent(lessons: readonly Lesson[]): string[] {
  const counts = new Map<string, number>();
  for (const { found } of lessons) for (const each of found) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= oftenEnough).map(([name]) => name);
}

type Row = { ids: number[]; label: number };
type State = { weights: Float64Array; slopes: Float64Array; width: number };

function step({ ids, label }: Row, { weights, slopes, width }: State): void {
  const scale = 1 / Math.sqrt(Math.max(1, ids.length));
  const chances = chancesOf(ids, scale, weights, width);
  for (let n = 0; n < width; n++) {
    const error = ((chances[n] ?? 0) - (n === label ? 1 : 0)) * scale;
    for (const id of ids) {
      const k = id * width + n;
      const slope = error + decay * (weights[k] ?? 0);
      slopes[k] = (slopes[k] ?? 0) + slope * slope;
      weights[k] = (weights[k] ?? 0) - (rate * slope) / Math.sqrt(slopes[k] ?? 1);
    }
  }
}

function chancesOf(ids: readonly number[], scale: number, weights: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (const id of ids) for (let n = 0; n < width; n++) sums[n] = (sums[n] ?? 0) + (weights[id * width + n] ?? 0);
  const most = Math.max(...sums);
  const shares = sums.map((sum) => Math.exp((sum - most) * scale));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / all);
}
