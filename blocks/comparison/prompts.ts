import type { Comparison, DemoChange, PromptChange } from "../../models/comparison.ts";
import { type ChangedLine, changedLines } from "../../models/word-diff.ts";
import { plural, whole } from "../figures.ts";
import { bold, cut, joined, mrkdwn, preformatted, section } from "../kit.ts";
import { asSentence } from "../sentence.ts";

const diffLength = 1_600;
const mostDemos = 8;

/** What changed in the prompts: instructions word by word, demos with where they come from, copied text, tokens. */
export function promptBlocks({ prompt, result }: Pick<Comparison, "prompt" | "result">) {
  if (prompt.length === 0) return [section("The prompts are the same.")];
  return [...prompt.flatMap(changeBlocks), section(`With these prompts: ${tokenWords(result)}.`)];
}

/** How much changed, predictor by predictor, in a sentence. */
export function promptWords({ prompt, result }: Pick<Comparison, "prompt" | "result">): string {
  if (prompt.length === 0) return "The prompts are the same.";
  const changes = prompt.map((change) => `prompt of ${change.predictor}: ${wordsWords(change)}, ${demoWords(change)}`);
  return asSentence(`${changes.join("; ")}; ${tokenWords(result)}`);
}

const tokenWords = ({ baseline, candidate }: Comparison["result"]): string =>
  `${whole(baseline.tokensPerCall)} → ${whole(candidate.tokensPerCall)} tokens per call`;

function changeBlocks(change: PromptChange) {
  const lines = [...diffText(change), ...demoLines(change.demos ?? [])];
  return [
    section(joined([bold(`Prompt of ${change.predictor}`), wordsWords(change), demoWords(change)], " · ")),
    ...(lines.length > 0 ? [preformatted(lines.join("\n"))] : []),
    ...copiedBlocks(change),
  ];
}

const wordsWords = ({ wordsAdded, wordsRemoved }: PromptChange): string =>
  wordsAdded + wordsRemoved === 0
    ? "same instructions"
    : `${plural(wordsAdded, "word")} added, ${wordsRemoved} removed (changed words in [brackets])`;

const demoWords = ({ demosAdded, demosRemoved }: PromptChange): string =>
  demosAdded + demosRemoved === 0 ? "same demos" : `${plural(demosAdded, "demo")} added, ${demosRemoved} removed`;

function diffText({ before, after }: PromptChange): string[] {
  if (before === after) return [];
  return [cut(changedLines(before, after).map(lineText).join("\n"), diffLength)];
}

const lineText = ({ sign, parts }: ChangedLine): string =>
  `${sign} ${parts.map(({ text, changed }) => (changed ? bracketed(text) : text)).join("")}`;

/** Spaces at the ends stay outside, so that words keep their distance. */
const bracketed = (text: string): string => text.replace(/^(\s*)([\s\S]*?\S)(\s*)$/, "$1[$2]$3");

function demoLines(demos: DemoChange[]): string[] {
  const lines = demos.slice(0, mostDemos).map((demo) => `${demo.change === "added" ? "+" : "−"} ${originWords(demo)}`);
  const more = demos.length - lines.length;
  return more > 0 ? [...lines, `… and ${plural(more, "demo")} more`] : lines;
}

function originWords({ source, augmented }: DemoChange): string {
  if (source === null) return augmented ? "demo written by a model" : "demo of no example of the dataset";
  return `demo from example ${source.slice(0, 8)}${augmented ? ", its answer written by a model" : ""}`;
}

function copiedBlocks({ copied = [] }: PromptChange) {
  if (copied.length === 0) return [];
  const quotes = copied.map(({ key, words }) => `“${cut(words, 200)}” (example ${key.slice(0, 8)})`);
  const what = "The new instructions copy inputs of the train split word by word";
  return [section(mrkdwn`${bold("Copied text")} ${what}: ${quotes.join("; ")}. Others may see them in the prompt.`)];
}
