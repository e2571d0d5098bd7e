import { isHarmless } from "../meant.ts";
import { featuresOf } from "./features.ts";
import { bareId, isAgainst, wordsOf } from "./mentions.ts";
import type { Weigh } from "./model.ts";
import { isMeantAnyway } from "./outside.ts";
import type { Part } from "./parts.ts";
import type { Kind, Token } from "./tokens.ts";

const ids = new Set<Kind>(["run", "candidate", "deployment", "evaluation", "version", "gate", "comparison"]);
const asSaid = new Set<Kind>(["foreign", "setting"]);

/** Whether something was said that no line holds: an id, a setting, an amount, or a question of another kind. */
export function isLeftOver(parts: readonly Part[], lines: string, isInThread: boolean, weigh: Weigh): boolean {
  const sentences = parts.flatMap(({ verb, sentences: own }) => own.map(({ tokens }) => ({ verb, tokens })));
  if (parts.some(isMeantAnyway)) return true;
  return sentences.some(
    ({ verb, tokens }) =>
      tokens.some((token) => !isIn(token, lines)) ||
      (verb === "run" && options.some(([said, option]) => said.test(wished(tokens)) && !lines.includes(option))) ||
      asksOther(verb, tokens, isInThread, weigh) ||
      (!isHarmless(verb) && saysMore.test(wordsOf(tokens))),
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

/** "And email me", "but keep its candidates", "only the soy ones", "compare with c7 and d2", "tonight", "can I …?": no line holds that. */
const saysMore =
  /\btonight\b|^(?:and |so |hey |hi |hello |helix |, )*(?:can|may|am) i (?!get\b|have\b|ask\b)|\b(?:and|but|then|,) (?:also |then |please )*(?:e?mail|refund|send (?!(?:me|us) the (?:results?|numbers))|notify|inform|delete|dm|message|remind|invite|rename|lock|archive|forget|skip|exclude|ignore|save|export|upload|download|book|close|reopen|merge|tag|cc|change|increase|raise|lower|double|announce|(?:keep|leave|store) (?:its|all|every\w*|the (?!budget|costs?|effort|spend|bill|temp|rest)))\b|\band (?:the queue|all its|its|everything)\b|\bonly (?:on )?(?:the|those|these|some)\b|\b(?:quietly|secretly|silently|partially|partly)\b|\bcompar\w* (?:it |this |that |them |the results? )?(?:with|to|against) [cdre]\d+ and [cdre]\d/;

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
