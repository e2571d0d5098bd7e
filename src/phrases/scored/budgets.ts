import { amountOf } from "../money.ts";
import { type Sentence, wordsOf } from "./mentions.ts";
import type { Token } from "./tokens.ts";

/** What may be spent, where it was said; more than one where several amounts were. */
export function budgetsIn(sentences: readonly Sentence[]): string[] {
  return amountsIn(sentences, isShare) ?? amountsIn(sentences, isAmount) ?? amountsIn(sentences, isBareAmount) ?? [];
}

type Is = (tokens: readonly Token[], n: number) => boolean;

function amountsIn(sentences: readonly Sentence[], is: Is): string[] | null {
  for (const { tokens } of sentences.toSorted((a, b) => b.weight - a.weight)) {
    const said = tokens.filter(
      (_, n) => is(tokens, n) && !isPast(tokens, n) && !isCentMore(tokens, n) && !isBet(tokens, n),
    );
    if (said.length > 0) return [...new Set(said.map(({ says }) => amount(says)))];
  }
  return null;
}

/** "Finance gave me 20 dollars, put 6 of them into P" */
const isShare: Is = (tokens, n) =>
  tokens[n]?.is === "number" &&
  ((/^of (?:them|those|it|that|which) /.test(wordsOf(tokens.slice(n + 1, n + 3))) &&
    tokens.slice(0, n).some(({ is }) => is === "money")) ||
    (/^(?:instead of|rather than) /.test(wordsOf(tokens.slice(n + 1, n + 3))) && tokens[n + 3]?.is === "money"));

const isAmount: Is = (tokens, n) => tokens[n]?.is === "money";

/** "Stop at 3.50", "2.25 at the outside": a figure without its unit, where it is written as a price or a limit is spoken of. */
function isBareAmount(tokens: readonly Token[], n: number): boolean {
  const token = tokens[n];
  if (token?.is !== "number" || !/^\d/.test(token.says) || Number(token.says) <= 0) return false;
  const start = tokens.slice(0, n).findLastIndex(({ is, says }) => is === "mark" && says !== ":") + 1;
  const length = tokens.slice(n).findIndex(({ is }) => is === "mark");
  const clause = wordsOf(tokens.slice(start, length < 0 ? undefined : n + length));
  if (otherFigure.test(clause)) return false;
  const isPrice =
    /^\d+\.\d\d$/.test(token.says) &&
    !/^(?:at|by|till?|until|before|from|around|since|after)$/.test(tokens[n - 1]?.says ?? "");
  return isPrice || ((spending.test(clause) || isInstead(tokens, clause)) && !counted.test(tokens[n + 1]?.says ?? ""));
}

/** "The last run cost 8 dollars, this one gets 4" */
const isInstead = (tokens: readonly Token[], clause: string): boolean =>
  /\b(?:this|now|today)\b/.test(clause) && tokens.some(({ is }, n) => is === "money" && isPast(tokens, n));

const otherFigure = /\b(?:temp\w*|sampl\w*|t|score\w*|accuracy|percent|points?|f1|metric|threshold)\b/;
const spending =
  /\b(?:purse|wallet|bill|pot|kitty|funds?|money|cash|cost\w*|spend\w*|burn\w*|afford|ceiling|cap|capped|limit\w*|max|maximum|tops|outside|plug|budget\w*|allowance|price\w*|pay|charge\w*|invoice|tab|expense\w*|(?:hard )?stop)\b/;
const counted = /^(?!this$)(?:%|[a-z]+s|percent|times|min|[a-z]*calls?)$/;

const amount = (says: string): string =>
  /^[\d.]+$/.test(says) ? String(Number(says)) : (amountOf(says.replace(/ us$/, "")) ?? says);

/** "6.50 and not a cent more" */
const isCentMore = (tokens: readonly Token[], n: number): boolean =>
  /^(?:a|one|half a) (?:cent|penny|dollar|buck)$/.test(tokens[n]?.says ?? "") &&
  /^(?:more|over|above|beyond|extra)$/.test(tokens[n + 1]?.says ?? "");

/** "Five bucks says simba wins", "I'd bet $10 that it does" */
const isBet = (tokens: readonly Token[], n: number): boolean =>
  /^(?:says|that|on it)$/.test(tokens[n + 1]?.says ?? "") &&
  (tokens[n + 1]?.says === "says" || /^(?:bet|wager|bets)$/.test(tokens[n - 1]?.says ?? ""));

/** "The last one cost $8." */
const isPast = (tokens: readonly Token[], n: number): boolean =>
  /^(?:run|one|attempt|budget|limit|try) (?:was|were|ran|didn't|turned) /.test(wordsOf(tokens.slice(n + 1, n + 3))) ||
  isPaid(tokens, n);
const isPaid = (tokens: readonly Token[], n: number): boolean =>
  /\b(?:cost|costs|was|were|paid|spent|burned|burnt|blew|took|wasted) (?:us |me |about |around |over |a |like |nearly )*$/.test(
    wordsOf(tokens.slice(0, n)),
  ) &&
  !/\b(?:shall|should|may|must|can|could|will|would|not|to|let it|don't let it|mustn't|shouldn't|can't|won't)(?: \w+)? cost (?:\w+ )*$/.test(
    wordsOf(tokens.slice(0, n)),
  );
