/** The q-quantile (0 to 1) of sorted values, linear between ranks, as numpy's default. */
export function atRank(sorted: Float64Array, q: number): number {
  const rank = q * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] as number;
  const above = sorted[Math.ceil(rank)] as number;
  return below + (above - below) * (rank - Math.floor(rank));
}

/** How many values there are. Throws when there are none. */
export function refuseNone(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("there are no values to measure");
  return values.length;
}
