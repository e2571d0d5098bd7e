import type { ContextBlock, KnownBlock } from "@slack/types";
import { limits } from "../limits.ts";
import { filled } from "./objects.ts";
import { clean, cut } from "./text.ts";

/** The last border before Slack: whatever the builders made, what leaves here is taken. */

/** Cleans every text, fills the empty ones, and brings the blocks below Slack's number and size. */
export function fitBlocks(blocks: KnownBlock[]): KnownBlock[] {
  return fitSize(fitCount(blocks.map((block) => cleanTexts(block) as KnownBlock)));
}

/** Ids and values are never touched: only what people read is in `text` and `alt_text`. */
function cleanTexts(node: unknown, key = ""): unknown {
  if (typeof node === "string") return key === "text" || key === "alt_text" ? filled(clean(node)) : node;
  if (Array.isArray(node)) return node.map((item) => cleanTexts(item));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, cleanTexts(value, name)]));
}

/** Drops from the end, never a block that people press. */
function fitCount(blocks: KnownBlock[]): KnownBlock[] {
  const over = blocks.length - limits.messageBlocks;
  return over <= 0 ? blocks : withoutLast(blocks, over + 1);
}

function withoutLast(blocks: KnownBlock[], count: number): KnownBlock[] {
  const droppable = blocks.map((block, i) => (block.type === "actions" ? -1 : i)).filter((i) => i >= 0);
  const dropped = new Set(droppable.slice(-count));
  const firstGone = Math.min(...dropped);
  return blocks.flatMap((block, i) => (i === firstGone ? [leftOut(dropped.size)] : dropped.has(i) ? [] : [block]));
}

function leftOut(count: number): ContextBlock {
  const text = `${count} ${count === 1 ? "part" : "parts"} left out: Slack takes no more in one message.`;
  return { type: "context", elements: [{ type: "plain_text", text, emoji: false }] };
}

/** Cuts the longest text, again and again; what is short already is dropped from the end. */
function fitSize(blocks: KnownBlock[]): KnownBlock[] {
  let fitted = blocks;
  for (let over = excess(fitted); over > 0; over = excess(fitted)) {
    const longest = longestText(fitted);
    if (longest.length < shortest) return dropUntilItFits(fitted);
    const shorter = cut(longest, Math.max(shortest - 1, longest.length - over));
    fitted = fitted.map((block) => replaceText(block, longest, shorter) as KnownBlock);
  }
  return fitted;
}

/** Below this many code units, cutting hurts more than leaving a part out. */
const shortest = 400;

function excess(blocks: KnownBlock[]): number {
  return JSON.stringify(blocks).length - limits.messageJson;
}

function dropUntilItFits(blocks: KnownBlock[]): KnownBlock[] {
  for (let count = 1; count <= blocks.length; count++) {
    const fewer = withoutLast(blocks, count);
    if (excess(fewer) <= 0) return fewer;
  }
  throw new RangeError("the buttons alone are more than Slack takes in one message");
}

function longestText(node: unknown): string {
  if (Array.isArray(node)) return longer(node.map(longestText));
  if (typeof node !== "object" || node === null) return "";
  const own = "text" in node && typeof node.text === "string" ? [node.text] : [];
  return longer([...own, ...Object.values(node).map(longestText)]);
}

function longer(texts: string[]): string {
  return texts.reduce((a, b) => (b.length > a.length ? b : a), "");
}

function replaceText(node: unknown, from: string, to: string): unknown {
  if (Array.isArray(node)) return node.map((item) => replaceText(item, from, to));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === "text" && value === from ? to : replaceText(value, from, to),
    ]),
  );
}
