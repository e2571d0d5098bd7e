import prettyMs from "pretty-ms";

/** How amounts read to people; what is unknown says so and is never 0. */
export const unknown = "unknown";

/** Dollars with as many digits as a small amount needs. */
export function dollars(usd: number | null): string {
  if (usd === null) return unknown;
  if (usd === 0) return "$0";
  return `$${usd >= 1 ? usd.toFixed(2) : trimmed(usd)}`;
}

const trimmed = (usd: number): string =>
  usd.toFixed(Math.min(8, 1 - Math.floor(Math.log10(usd)))).replace(/(\.\d\d\d*?)0+$/, "$1");

export const milliseconds = (ms: number | null): string =>
  ms === null ? unknown : prettyMs(ms, { millisecondsDecimalDigits: 0, secondsDecimalDigits: 2 });

export const points = (score: number | null): string => (score === null ? unknown : score.toFixed(3));

export const interval = (low: number | null, high: number | null): string =>
  low === null || high === null ? unknown : `${points(low)} to ${points(high)}`;

export const whole = (value: number | null): string =>
  value === null ? unknown : Math.round(value).toLocaleString("en-US");

/** A ratio such as 1.18×, or unknown. */
export const ratio = (after: number | null, before: number | null): string =>
  after === null || before === null || before === 0 ? unknown : `${(after / before).toFixed(2)}×`;

export const plural = (n: number, word: string): string => `${n.toLocaleString("en-US")} ${word}${n === 1 ? "" : "s"}`;
