/** One measured value. `held` is null where nothing is promised and the value is only shown. */
export interface Figure {
  /** What was measured, such as `wall against dspy.Evaluate, 250 ms, 16 in flight`. */
  what: string;
  value: number;
  /** Such as `s`, `×`, `calls`, `MB`; empty for a bare number. */
  unit: string;
  /** The promise in words, such as `≤ 1.02`. */
  goal: string | null;
  held: boolean | null;
}

/** One question about how Helix performs; `npm run bench -- <name>` runs it alone. */
export interface Bench {
  /** As it is called on the command line, the same as its file. */
  name: string;
  /** What is shown and why it matters, in a sentence for somebody who has not read the code. */
  goal: string;
  /** Measures. Throws when it cannot: that is a bench that failed, not a figure. */
  run(): Promise<Figure[]>;
}

type Measured = Pick<Figure, "what" | "value" | "unit">;

/** A figure that has to be at most `limit`. */
export const atMost = (limit: number, { what, value, unit }: Measured): Figure => ({
  ...{ what, value, unit },
  goal: `≤ ${limit}`,
  held: value <= limit,
});

/** A figure that has to be at least `limit`. */
export const atLeast = (limit: number, { what, value, unit }: Measured): Figure => ({
  ...{ what, value, unit },
  goal: `≥ ${limit}`,
  held: value >= limit,
});

/** A figure that has to lie between two values, both included. */
export const between = (low: number, high: number, { what, value, unit }: Measured): Figure => ({
  ...{ what, value, unit },
  goal: `${low} to ${high}`,
  held: value >= low && value <= high,
});

/** A figure that has to be exactly this. */
export const exactly = (wanted: number, { what, value, unit }: Measured): Figure => ({
  ...{ what, value, unit },
  goal: `${wanted}`,
  held: value === wanted,
});

/** A figure that is only shown. */
export const shown = ({ what, value, unit }: Measured): Figure => ({ what, value, unit, goal: null, held: null });

/** The middle of the values; of an even number, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error("there is no median of nothing");
  return (low + high) / 2;
}
