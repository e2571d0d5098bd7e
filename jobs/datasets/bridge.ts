import type { Neighbour } from "./keep.ts";

/** Why an input cannot enter a dataset, with both neighbours named. */
export function bridgeOfLabel([a, b]: readonly [Neighbour, Neighbour]): string {
  const cited = ({ inputs, split }: Neighbour) => `${shortly(inputs)} (${split})`;
  return `an approved label was left out: its input resembles ${cited(a)} and ${cited(b)}, and would leak between the splits`;
}

function shortly(inputs: Record<string, unknown>): string {
  const text = JSON.stringify(inputs);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
