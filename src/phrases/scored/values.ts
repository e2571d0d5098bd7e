import { type Sentence, wordsOf } from "./mentions.ts";
import type { Token } from "./tokens.ts";

/** What a run may be given besides names and amounts: effort, temperature, strategy. */

const level =
  "(?:light|lighter|heavy|heavier|low|lower|lowest|lo|little|small|min|minimal|minimum|medium|med|mid|moderate|middle|normal|average|high|higher|highest|hi|full|max|maximum|maximal)";
const levels = `${level}(?: (?:and|,|, and|or|&|to|vs) ${level})*`;
const efforts = [
  /\b(light|heavy|low|medium|med|high) (?:run|pass|sweep|optimi[sz]ation|version|round|mode|go)\b/,
  /\b(light|medium|heavy) (?:gepa|mipro\w*|simba|copro|bootstrap\S*|label\w*|random)\b/,
  /\b(low|medium|high)-?ish\b/,
  /\bas (much) (?:effort|thinking|reasoning) as (?:possible|you can|we can|it takes)\b/,
  /\b(low|high) (?:end|side) (?:of|for|in|on) (?:the )?effort\b/,
  new RegExp(`\\b(${levels})(?: |-)(?:(?:reasoning|thinking|compute) )?effort\\b`),
  new RegExp(
    `\\befforts? (?:level |somewhere |in |range |area |setting |should |be |of |: |to |is |at |on |= |set |up |turned |cranked |dialled |dialed |all |way |the |can |may |could |stays |stay |will |not more than |no more than |the |a )*(${levels})(?: |-)`,
  ),
  new RegExp(
    `(?<!\\b(?:i'm|am|we're|are|was|were) )\\b(?:reasoning|thinking) (?:: |to |is |at |on |= |set |up )*(${levels}) `,
  ),
  /\befforts? (?:\w+ ){0,3}?(?:all the way|fully|right) (up|down)\b/,
  new RegExp(`\\b(${levels}) (?:reasoning|thinking)\\b`),
  new RegExp(`\\b(${levels}) (?:(?:level|levels|amount|degree|setting|in|on|with|of|the|out|our) ){1,3}effort\\b`),
  // "Effort at the top level", "don't be stingy with effort, put it on high"
  new RegExp(
    `\\befforts? (?:(?!temp|budget|not |no |and )[a-z']+ ){0,4}?(?:(?:, |: )(?:(?:put|set|turn|keep|make|leave|have|go) )?(?:(?:it|that|for|the|to|at|on|up|all|way|with) ){0,3})?(${level}|top|bottom|floor)(?: |-)`,
  ),
  /\b(?:do|go|going|take|choose|pick|use|setting|preset|mode) (?:for |to |: |the |a )*(low|medium|high|light|heavy) (?:$|[,;.?!] )/,
  // "gepa, swift, low, $2"
  /(?:^|[,;] )(low|medium|med|high|light|heavy) (?:$|[,;.] )/,
  /\b(all|most) (?:of )?(?:the )?(?:effort|thinking|reasoning)\b/,
  /\ball out (?:on|with) (?:the )?(effort|thinking|reasoning)\b/,
];
const asLevel = (word: string): string =>
  /^(?:lo|min|light|little|small|bottom|floor|down)/.test(word)
    ? "low"
    : /^(?:hi|max|much|all|most|heav|full|effort|thinking|reasoning|top|up)/.test(word)
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
    `\\btemp(?:erature)?s? (?:of |: |to |is |at |on |, = |= |set |around |down |fixed |should |be |up |equals |t |both )*(${figures}) `,
  ),
  new RegExp(`\\btemp(?:erature)?s , (${figures}) `),
  new RegExp(`\\bat (${figures}) temp(?:erature)?s?\\b`),
  new RegExp(`\\b(${figures}) (?:as |for )?(?:the )?temp(?:erature)?s?\\b`),
  new RegExp(
    `\\b(${figures}) (?:is|as|would be|might be|could be) (?:the |a |my )?(?:right |best |good |better |proper )?temp(?:erature)?\\b`,
  ),
  /\bt (?:: |at |of |is |= )(\d*\.?\d+) /,
  /\bsampl\w* (?:at |with |around |from it at )*(\d*\.?\d+) (?!dollars?|usd|examples?|rows?)/,
  // "gepa, swift, 0.3, $2"
  /(?:^|[,;] )(0?\.\d) (?:$|[,;.] )/,
  // "Temperature needs to stay at zero", "temperature: let us take 0.6"
  /\btemp(?:erature)?s? (?:(?!budget|spend|cost|effort)[a-z':]+ ){1,7}?(\d*\.?\d+|zero) (?!dollars?|usd)/,
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

const chain =
  /\b(?:chain[- ]of[- ]thoughts?|cot|step[- ]by[- ]step|(?:reason|think|thinks|thinking|reasons|reasoning) (?:out loud |aloud |it through |first )*before (?:it |the \w+ |they )?(?:answer\w*|repl\w+|decid\w+|respond\w*))\b/;
export function strategyIn(sentences: readonly Sentence[]): string | undefined {
  return firstIn(sentences, (words) => {
    const isOff = /\b(?:no|not|without|skip|drop) (?:the |use |using )*(?:chain|cot|step)/.test(words);
    return chain.test(words) && !isOff ? "cot" : undefined;
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
