const few = 10;

/**
 * Where fewer than ten of many examples changed, a bootstrap cannot show what it hardly saw: two pseudo-examples are added,
 * a gain and a loss of half a weight each (Agresti & Min 2005, for matched pairs; there by adding a half to each count). Their
 * size is the largest change seen, or a whole point where none was.
 */
export function withPseudoPairs(differences: readonly number[]): readonly number[] {
  const changed = differences.filter((d) => d !== 0).map(Math.abs);
  if (changed.length >= few || changed.length >= differences.length / 2) return differences;
  const size = Math.max(...changed, changed.length > 0 ? 0 : 1) * Math.SQRT1_2;
  return [...differences, size, -size];
}
