import { featuresOf } from "./features.ts";
import { bareId, isAgainst, wordsOf } from "./mentions.ts";
import type { Weigh } from "./model.ts";
import type { Part } from "./parts.ts";
import type { Kind, Token } from "./tokens.ts";

const ids = new Set<Kind>(["run", "candidate", "deployment", "evaluation", "version", "gate", "comparison"]);
const asSaid = new Set<Kind>(["foreign", "setting"]);

/** Whether something was said that no line holds: an id, a setting, an amount, or a question of another kind. */
export function isLeftOver(parts: readonly Part[], lines: string, isInThread: boolean, weigh: Weigh): boolean {
  const sentences = parts.flatMap(({ verb, sentences: own }) => own.map(({ tokens }) => ({ verb, tokens })));
  return sentences.some(
    ({ verb, tokens }) =>
      tokens.some((token) => !isIn(token, lines)) ||
      (verb === "run" && options.some(([said, option]) => said.test(wished(tokens)) && !lines.includes(option))) ||
      asksOther(verb, tokens, isInThread, weigh),
  );
}

/** Without what is spoken of only to say that there should be none. */
const wished = (tokens: readonly Token[]): string => wordsOf(tokens.filter((_, n) => !isAgainst(tokens, n, 3)));

/** What is spoken of and is in no line was not understood. */
const options: readonly (readonly [RegExp, string])[] = [
  [/\beffort\b/, "--effort"],
  [/\btemperatures?\b/, "--temperature"],
  [/\bbudget\b/, "--budget"],
  [/\breflect(?:ion|s|ing|or)?\b/, "--reflection"],
  [/\b(?:chain of thought|cot)\b/, "--strategy"],
  [/\brecommend\w*\b/, "--recommend"],
];

function isIn({ is, says }: Token, lines: string): boolean {
  if (ids.has(is)) return new RegExp(`\\b${bareId(says)}\\b`).test(lines);
  if (asSaid.has(is)) return lines.toLowerCase().includes(says);
  return is !== "money" || /--budget/.test(lines);
}

function asksOther(verb: string, tokens: readonly Token[], isInThread: boolean, weigh: Weigh): boolean {
  if (!tokens.some(({ says }) => says === "?")) return false;
  const [first] = weigh(featuresOf(tokens, isInThread));
  return first !== undefined && first.label !== verb && first.label !== "refuse" && first.chance > 0.9;
}
