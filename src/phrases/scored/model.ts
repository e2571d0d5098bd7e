import type { Verb } from "../../../models/intent/words.ts";

/** What a message may ask for; `refuse` stands for one that asks for nothing Helix may do. */
export type Label = Verb | "refuse";

/** What was learnt: for each feature, how much it speaks for each label, in their order. */
export type Weights = { taughtBy?: string | undefined; labels: Label[]; features: Map<string, number[]> };

export type Likely = { label: Label; chance: number };

/** Weighs words: every label with its chance, the likeliest first. */
export type Weigh = (features: readonly string[]) => Likely[];

/** The lessons hold more talk than what is said to Helix does. */
const shareOfTalk = 0.5;

/** Every label with its chance, the likeliest first. */
export function likely({ labels, features }: Weights, found: readonly string[]): Likely[] {
  const known = found.flatMap((each) => [features.get(each) ?? []]).filter(({ length }) => length > 0);
  const scale = 1 / Math.sqrt(Math.max(1, known.length));
  const sums = labels.map((_, n) => known.reduce((sum, weights) => sum + (weights[n] ?? 0), 0) * scale);
  const most = Math.max(...sums);
  const shares = sums.map((sum, n) => Math.exp(sum - most) * (labels[n] === "refuse" ? shareOfTalk : 1));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return labels.map((label, n) => ({ label, chance: (shares[n] ?? 0) / all })).sort((a, b) => b.chance - a.chance);
}

/** Weights as they are kept: for each feature the labels it speaks for (a small letter) or against (a capital), in quarters. */
export type Kept = { taughtBy?: string; labels: Label[]; features: Record<string, string> };

const letters = "abcdefghijklmnopqrstuvwxyz";
const quarters = 4;
/** What speaks for nothing this much is left out. */
const least = 0.4;
const leastMost = 1.25;

export function kept({ labels, features }: Weights): Kept {
  const written = [...features].flatMap(([name, weights]): [string, string][] => {
    const rounded = weights.map((weight) => (Math.abs(weight) < least ? 0 : Math.round(weight * quarters)));
    if (Math.max(...rounded.map(Math.abs)) < leastMost * quarters) return [];
    return [[name, rounded.map(lettered).join("")]];
  });
  return { labels, features: Object.fromEntries(written.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function lettered(figure: number, label: number): string {
  const letter = letters[label] ?? "";
  return figure === 0 ? "" : `${figure < 0 ? letter.toUpperCase() : letter}${Math.abs(figure)}`;
}

export function unkept({ taughtBy, labels, features }: Kept): Weights {
  const read = (written: string): number[] => {
    const weights = labels.map(() => 0);
    for (const [, letter = "", figure] of written.matchAll(/([a-z])(\d+)/gi)) {
      const label = letters.indexOf(letter);
      weights[label < 0 ? letters.indexOf(letter.toLowerCase()) : label] =
        (label < 0 ? -1 : 1) * (Number(figure) / quarters);
    }
    return weights;
  };
  return {
    taughtBy,
    labels,
    features: new Map(Object.entries(features).map(([name, written]) => [name, read(written)])),
  };
}
