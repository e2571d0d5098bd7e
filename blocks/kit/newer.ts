import type { KnownBlock } from "@slack/types";
import { limits } from "../limits.ts";

/** A block of a newer kind, and what is shown where Slack does not take it: both made from the same data. */
export class Newer {
  readonly block: KnownBlock;
  readonly plain: KnownBlock[];
  constructor(block: { type: string }, plain: KnownBlock[]) {
    // @slack/types does not know all kinds of blocks that Slack takes.
    this.block = block as KnownBlock;
    this.plain = plain;
  }
}

/** What a message is made of. */
export type Part = KnownBlock | Newer;

export const hasNewer = (parts: readonly Part[]): boolean => parts.some((part) => part instanceof Newer);

/** All parts as blocks that every Slack takes. */
export const plainBlocks = (parts: readonly Part[]): KnownBlock[] =>
  parts.flatMap((part) => (part instanceof Newer ? part.plain : [part]));

/** The newer blocks, as far as one message holds them: the last ones give way to plain ones before any text is cut. */
export function newestBlocks(parts: readonly Part[]): KnownBlock[] {
  const blocks = parts.map((part) => (part instanceof Newer ? part.block : part));
  const last = parts.findLastIndex((part) => part instanceof Newer);
  if (last < 0 || fits(blocks)) return blocks;
  return newestBlocks(parts.flatMap((part, n) => (n === last ? plainBlocks([part]) : [part])));
}

function fits(blocks: KnownBlock[]): boolean {
  const all = blocks as { type: string; rows?: { text: string }[][] }[];
  const cells = all.flatMap(({ type, rows = [] }) => (type === "data_table" ? rows.flat() : []));
  return (
    JSON.stringify(blocks).length <= limits.messageJson &&
    cells.reduce((sum, { text }) => sum + text.length, 0) <= limits.tableText &&
    all.filter(({ type }) => type === "data_visualization").length <= limits.charts
  );
}
