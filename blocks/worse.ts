import type { ChangedExample, Comparison } from "../models/comparison.ts";
import { shortId } from "../models/ids.ts";
import { changedButton } from "./comparison/changed.ts";
import { promptBlocks } from "./comparison/prompts.ts";
import { plural, points } from "./figures.ts";
import { bold, cut, type Message, message, preformatted, section } from "./kit.ts";
import { onOneLine } from "./readable.ts";

/** What got worse in a comparison: how many examples, the worst in full. */
export interface WorseView {
  run: string;
  /** Only examples that contain these words; null: all. */
  about: string | null;
  comparison: Comparison;
  worse: number;
  matching: number;
  lookedAt: number;
  examples: ChangedExample[];
}

/** Why something got worse, as far as it is known: the examples with both outputs, and what changed in the prompts. */
export function worseMessage(view: WorseView): Message {
  const { comparison, examples } = view;
  const said = `${countWords(view)} ${promptWords(comparison)}`;
  return message(`${said} ${examples.map(spoken).join(" ")}`, [
    section(said),
    ...(examples.length > 0 ? [section(bold(`Worst in ${shortId(comparison._id)}`))] : []),
    ...examples.map((example) => preformatted(inFull(example))),
    ...promptBlocks(comparison),
    ...changedButton(comparison),
  ]);
}

function countWords({ run, about, comparison, worse, matching, lookedAt }: WorseView): string {
  const where = `in ${shortId(comparison._id)} of ${run}`;
  if (worse === 0) return `No example got worse ${where}.`;
  if (about === null) return `${plural(worse, "example")} got worse ${where}.`;
  const searched = lookedAt < worse ? `, of the worst ${lookedAt}` : "";
  const held = matching === 0 ? "none contains" : matching === 1 ? "one contains" : `${matching} contain`;
  return `${plural(worse, "example")} got worse ${where}${searched}; ${held} “${about}”.`;
}

const promptWords = ({ prompt }: Comparison): string =>
  prompt.length === 0
    ? "The prompts are the same, so what differs is the model or its answers."
    : `What else changed is the prompt of ${prompt.map(({ predictor }) => predictor).join(" and ")}.`;

function inFull({ before, after, inputs, expected, beforeOutput, afterOutput, feedback }: ChangedExample): string {
  return [
    `${points(before)} → ${points(after)}  ${cut(onOneLine(inputs), 400)}`,
    `  expected  ${cut(onOneLine(expected), 300)}`,
    `  before    ${cut(onOneLine(beforeOutput), 300)}`,
    `  after     ${cut(onOneLine(afterOutput), 300)}`,
    ...(feedback ? [`  feedback  ${cut(onOneLine(feedback), 300)}`] : []),
  ].join("\n");
}

const spoken = ({ inputs, expected, beforeOutput, afterOutput, feedback }: ChangedExample): string =>
  `Of ${onOneLine(inputs)}: ${onOneLine(expected)} was expected; before it was ${onOneLine(beforeOutput)}, now ${onOneLine(afterOutput)}${feedback ? ` (${onOneLine(feedback)})` : ""}.`;
