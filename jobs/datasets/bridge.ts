import type { Neighbour } from "./keep.ts";

type Cited = Pick<Neighbour, "inputs" | "split">;

/** Why an input cannot enter a dataset, with both neighbours named. */
export function bridgeOfLabel([a, b]: readonly [Cited, Cited]): string {
  const cited = ({ inputs, split }: Cited) => `${shortly(inputs)} (${split})`;
  return `an approved label was left out: its input resembles ${cited(a)} and ${cited(b)}, and would leak between the splits`;
}

function shortly(inputs: Record<string, unknown>): string {
  const text = JSON.stringify(inputs);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
