import { classesOf } from "./classes.ts";
import { wordsOf } from "./mentions.ts";
import type { Kind, Token } from "./tokens.ts";

/**
 * "Don't cancel r12, just let it rest", "please don't ask me again, run gepa on P": what is not to be done, and behind it
 * what is to be done instead. The first goes, but for what it names and the second only points at.
 */
export function withoutForbidden(tokens: readonly Token[]): Token[] {
  const starts = tokens.flatMap((_, n) => (n === 0 || /^[.;!?:]$/.test(tokens[n - 1]?.says ?? "") ? [n] : []));
  for (const from of starts) {
    const length = tokens.slice(from).findIndex(({ is }, n) => is === "mark" && n > 1);
    const right = tokens.slice(from + length + 1);
    const own = tokens.slice(from, from + Math.max(0, length));
    if (!forbidding.test(wordsOf(own)) || own.some(isValue) || !isInstead(right) || isNeeded(own, right)) continue;
    return [...tokens.slice(0, from), ...withNames(own, right)];
  }
  return [...tokens];
}

/** "Don't spend more than $5", "don't be stingy with effort": said against it, and yet how it is to be done. */
const isValue = ({ is, says }: Token): boolean =>
  is === "money" ||
  is === "setting" ||
  /^(?:effort|temperature|budget|reflection|money|cost|costs|spend|recommend\w*|limit)$/.test(says);

/** "I can't start gepa myself, please run it" */
const isNeeded = (own: readonly Token[], right: readonly Token[]): boolean =>
  own.some(({ is }) => (is === "optimizer" || is === "model") && right.every((token) => token.is !== is));

/** "Instead of promoting c5, compare it to c6": the one thing named is "it", or is named ahead. */
function withNames(own: readonly Token[], right: readonly Token[]): Token[] {
  const names = own.filter(({ is }) => kept.has(is));
  const [name, another] = names.filter(({ is }) => is !== "program");
  const at = right.findIndex(({ says }) => /^(?:it|that|this)$/.test(says));
  if (name !== undefined && another === undefined && at >= 0)
    return right.map((token, n) => (n === at ? { ...name } : token));
  return [...names.filter(({ is }) => right.every((token) => token.is !== is)), ...right];
}

const kept = new Set<Kind>(["program", "run", "candidate", "deployment", "evaluation"]);

const forbidding =
  /^(?:(?:hi|hey|hello|helix|please|ok|okay|so|no|well|and|,) )*(?:don't|do not|no need to|let's not|we (?:won't|don't|aren't|are not|shouldn't|can't)|we're not|i'm not|i (?:won't|don't|can't|am not)|rather than|instead of|forget (?:what i said|about|the idea of|that i)) /;

const isInstead = (tokens: readonly Token[]): boolean =>
  beginning.test(wordsOf(tokens)) &&
  !goesOn.test(wordsOf(tokens)) &&
  tokens.some(
    ({ is, says }) =>
      is === "optimizer" || /^(?:let|put)$/.test(says) || classesOf(says).some((each) => orders.has(each)),
  );
const orders = new Set("start improve evaluate compare cancel pause resume promote rollback show".split(" "));

/** How what is to be done instead begins. */
const beginning =
  /^(?:(?:but|and|so|instead|rather|only|just|please|simply|,|better|first|ok|can you|could you) )*(?:run|start|launch|kick|do|try|use|evaluate|eval|measure|score|compare|put|cancel|kill|stop|pause|resume|continue|promote|ship|deploy|roll|revert|show|tell|give|what|let|check|optimi[sz]e|tune|compile|gepa|simba|copro|mipro\w*|bootstrap\w*) /;
/** "Don't cancel r12, let it run", "let me check the labels first": nothing is to be done. */
const goesOn =
  /^(?:\S+ ){0,3}?(?:let (?:it|r\d+|them|that|this|the run) (?:run|finish|be|go|continue|complete|end|do)\b|let's (?:wait|see|hold|leave|think|talk)\b|let (?:me|us)\b|tell (?!me|us)\w+|do nothing|stop (?:it|that)\b)/;
