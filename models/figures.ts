/** How figures read in a sentence. */

/** A score or a difference of scores: three decimals. */
export const score = (value: number): string =>
  value
    .toFixed(3)
    .replace(/^-(0\.000)$/, "$1")
    .replace("-", "−");

/** A difference with its sign, which 0 does not have. */
export const signed = (value: number): string =>
  score(value).match(/^[−]|^0\.000$/) ? score(value) : `+${score(value)}`;

export const pValue = (p: number): string =>
  (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`).replaceAll(" ", "\u00a0");

/** The no-break space keeps the figure and its sign on one line. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(2))}\u00a0%`;

/** The confidence that every interval has. */
export const confidence = percent(0.95);

/** A ratio; a third decimal appears only where two would read like the limit it is compared with. */
export function times(ratio: number, limit?: number): string {
  const short = ratio.toFixed(2);
  const misleads = limit !== undefined && ratio !== limit && Number(short) === limit;
  return `${misleads ? ratio.toPrecision(6) : short}×`;
}

export const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
