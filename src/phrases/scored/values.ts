import { amountOf } from "../money.ts";
import { isAgainst, type Sentence, wordsOf } from "./mentions.ts";
import type { Token } from "./tokens.ts";

/** What a run may be given besides names: budget, effort, temperature, strategy. */

const level =
  "(?:light|lighter|heavy|heavier|low|lower|lowest|lo|little|small|min|minimal|minimum|medium|med|mid|moderate|middle|normal|average|high|higher|highest|hi|full|max|maximum|maximal)";
const levels = `${level}(?: (?:and|,|, and|or|&|to|vs) ${level})*`;
const efforts = [
  /\b(light|heavy) (?:run|pass|optimi[sz]ation|version|round|mode)\b/,
  /\b(low|medium|high)-?ish\b/,
  /\bas (much) (?:effort|thinking|reasoning) as (?:possible|you can|we can|it takes)\b/,
  /\b(low|high) (?:end|side) (?:of|for|in|on) (?:the )?effort\b/,
  new RegExp(`\\b(${levels})(?: |-)(?:(?:reasoning|thinking|compute) )?effort\\b`),
  new RegExp(
    `\\befforts? (?:level |setting |should |be |of |: |to |is |at |on |= |set |up |turned |can |may |could |stays |stay |will |not more than |no more than |the |a )*(${levels})(?: |-)`,
  ),
  new RegExp(`\\b(?:reasoning|thinking) (?:: |to |is |at |on |= |set |up )*(${levels}) `),
  new RegExp(`\\b(${levels}) (?:reasoning|thinking)\\b`),
  /\ball out (?:on|with) (?:the )?(effort|thinking|reasoning)\b/,
];
const asLevel = (word: string): string =>
  /^(?:lo|min|light|little|small)/.test(word)
    ? "low"
    : /^(?:hi|max|much|heav|full|effort|thinking|reasoning)/.test(word)
      ? "high"
      : "medium";

export function effortsIn(sentences: readonly Sentence[]): string[] {
  const found = firstIn(sentences, (words) => efforts.flatMap((each) => each.exec(words)?.[1] ?? [])[0]);
  return found === undefined
    ? []
    : [...new Set((found.match(new RegExp(`\\b${level}\\b`, "g")) ?? [found]).map(asLevel))];
}

const figure = "(?:\\d*\\.?\\d+|zero|point \\w+|one)";
/** Another one is no amount. */
const another = `${figure}(?! (?:dollars?|usd|cents?|max|budget|limit))`;
const figures = `${figure}(?: (?:and|,|, and|or|&|vs) ${another})*`;
const temperatures = [
  new RegExp(
    `\\btemp(?:erature)?s? (?:of |: |to |is |at |on |= |set |around |down |fixed |should |be |up |equals |t |both )*(${figures}) `,
  ),
  new RegExp(`\\bat (${figures}) temp(?:erature)?s?\\b`),
  new RegExp(`\\b(${figures}) (?:as |for )?(?:the )?temp(?:erature)?s?\\b`),
  /\bt : (\d*\.?\d+) /,
  /\bsampl\w* (?:at |with |around |from it at )*(\d*\.?\d+) (?!dollars?|usd|examples?|rows?)/,
];
const tenths = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

const asFigure = (words: string): string => {
  const tenth = /^point (\w+)$/.exec(words)?.[1];
  if (tenth !== undefined) return `0.${tenths.indexOf(tenth)}`;
  return { zero: "0", one: "1" }[words] ?? String(Number(words));
};

export function temperaturesIn(sentences: readonly Sentence[]): string[] {
  const found = firstIn(sentences, (words) => temperatures.flatMap((each) => each.exec(words)?.[1] ?? [])[0]);
  return found === undefined ? [] : [...new Set((found.match(new RegExp(figure, "g")) ?? []).map(asFigure))];
}

/** What may be spent, where it was said; more than one where several amounts were. */
export function budgetsIn(sentences: readonly Sentence[]): string[] {
  for (const { tokens } of sentences.toSorted((a, b) => b.weight - a.weight)) {
    const said = tokens.flatMap((token, n) =>
      token.is === "money" && !isPast(tokens, n) && !isCentMore(tokens, n) ? [amount(token.says)] : [],
    );
    if (said.length > 0) return [...new Set(said)];
  }
  return [];
}

const amount = (says: string): string =>
  /^[\d.]+$/.test(says) ? String(Number(says)) : (amountOf(says.replace(/ us$/, "")) ?? says);

/** "6.50 and not a cent more" */
const isCentMore = (tokens: readonly Token[], n: number): boolean =>
  /^(?:a|one|half a) (?:cent|penny|dollar|buck)$/.test(tokens[n]?.says ?? "") &&
  /^(?:more|over|above|beyond|extra)$/.test(tokens[n + 1]?.says ?? "");

/** "The last one cost $8." */
const isPast = (tokens: readonly Token[], n: number): boolean =>
  /\b(?:cost|costs|was|were|paid|spent|burned|burnt|blew|took|wasted) (?:us |me |about |around |over |a |like |nearly )*$/.test(
    wordsOf(tokens.slice(0, n)),
  ) &&
  !/\b(?:shall|should|may|must|can|could|will|would|not|to|let it|don't let it|mustn't|shouldn't|can't|won't)(?: \w+)? cost (?:\w+ )*$/.test(
    wordsOf(tokens.slice(0, n)),
  );

const chain =
  /\b(?:chain[- ]of[- ]thoughts?|cot|step[- ]by[- ]step|(?:reason|think|thinks|thinking|reasons|reasoning) (?:out loud |aloud |it through |first )*before (?:it |the \w+ |they )?(?:answer\w*|repl\w+|decid\w+|respond\w*))\b/;
const otherStrategy = /\b(?:strategy|strategies)(?: (?:: |= |is |called |named )*)([a-z][\w.-]*) /;

export function strategyIn(sentences: readonly Sentence[]): string | undefined {
  return firstIn(sentences, (words, tokens) => {
    const isCot =
      chain.test(words) && !/\b(?:no|not|without|skip|drop) (?:the |use |using )*(?:chain|cot|step)/.test(words);
    if (isCot) return "cot";
    const name = otherStrategy.exec(words)?.[1];
    return name !== undefined && tokens.some(({ is, says }) => is === "word" && says === name && name.length > 4)
      ? undefined
      : undefined;
  });
}

/** What compares, where something stands to be compared with. */
const strongly =
  /^(?:compar\w*|contrast\w*|cmp|against|versus|vs|vs\.|beats?|beating|outperforms?|outperforming|better|worse|stacks?|improves?|improvement|benchmark\w*|relative|fares?|differs?|difference|diff|side|side-by-side|next|delta|tops|hold|holds|measures?|measured|stands?|weigh\w*|gain|gains|win|wins|ahead|past|than|head-to-head|head|pit|pits|pitted|squares?|matches|match|edge|compete\w*|rival\w*|outdo\w*|tops?|worth|gap|yardstick|unseat|dethrone|oust|overtakes?|surpass\w*|replac\w*|far)$/;

/** Whether the result is to be set against what is deployed. */
export function isCompared(sentences: readonly Sentence[]): boolean {
  return sentences.some(({ tokens }) => {
    const at = tokens.findIndex(({ is, says }, n) => is === "word" && strongly.test(says) && !isAgainst(tokens, n, 5));
    if (at < 0) return isBeside(tokens);
    if (tokens.some(({ is }) => is === "live" || is === "candidate" || is === "deployment")) return true;
    return /\bcompar\w* (?:it|them|the results?|results?|both|everything|afterwards|all|that|this) (?:afterwards |at the end |too |as well |please |, |\. |and |if |$)/.test(
      wordsOf(tokens.slice(at)),
    );
  });
}

const fillers =
  "(?:the |our |whatever |what |what's |that |that's |thats |version |one |prompt |release |is |we |we're |currently |at |side |by |of |in |it |have |has |got |had |out |there |put |running |into |now |currently |already )*";
const set =
  "\\b(?:line|lines|lined|match|matched|hold|put|set|lay|rank|judge|check|show|look|see|contrast\\w*|score\\w*|results?|numbers|side) (?:\\S+ ){0,5}(?:with|alongside|beside|over|to|by)";
/** "Line the results up with the version that's live", "whether we gain anything over what's live": set beside it. */
const beside = new RegExp(`(?:${set}|\\b(?:over|against|than|up to|up with|up against|next to|alongside)) ${fillers}$`);
const putting = /\b(?:put|set|push|ship|bring|take|get|show) (?:\S+ ){0,3}to $/;

const isBeside = (tokens: readonly Token[]): boolean =>
  tokens.some(({ is }, n) => {
    const before = wordsOf(tokens.slice(0, n));
    return is === "live" && tokens[n + 1]?.is !== "program" && beside.test(before) && !putting.test(before);
  });

const recommending = /^(?:rec+om+[ae]nd\w*|reco|propos(?!er)\w*|nominate\w*|forward|approvers?|promotion|approval)$/;

/** Whether the approvers are to be asked where the result is good enough. */
export function isRecommended(sentences: readonly Sentence[]): boolean {
  return sentences.some(({ tokens }) => {
    const words = wordsOf(tokens);
    const instructs = /\bpropos\w* (?:the |new |better |its )*(?:instructions?|prompts?)\b/.test(words);
    const named =
      !instructs &&
      tokens.some(({ is, says }, n) => is === "word" && recommending.test(says) && !isAgainst(tokens, n, 5));
    const ships =
      /\b(?:promote|ship|deploy|release|suggest|push) (?:it|that|the winner|the result|the best|whatever|whichever|the better)\b/.test(
        words,
      );
    const isConditional = /\b(?:if|when|once|should|provided|in case|as soon as|assuming|whichever|whatever)\b/.test(
      words,
    );
    const isOff =
      /\b(?:no|not|don't|without|never|skip) (?:\S+ ){0,4}(?:promote|ship|deploy|release|suggest|push|recommend\w*|propos\w*)\b/.test(
        words,
      );
    return named || (ships && isConditional && !isOff);
  });
}

function firstIn<T>(
  sentences: readonly Sentence[],
  find: (words: string, tokens: Token[]) => T | undefined,
): T | undefined {
  for (const { tokens } of sentences.toSorted((a, b) => b.weight - a.weight)) {
    const found = find(wordsOf(tokens), tokens);
    if (found !== undefined) return found;
  }
  return undefined;
}
