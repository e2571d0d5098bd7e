import { optimizerWords, verbs } from "../../models/intent/words.ts";
import { type Known, namesOf } from "../parse/draft.ts";
import { moneySlot } from "./money.ts";
import { inNumbers, kinds, partsOf, spelling } from "./names.ts";

/** What can be named in a phrase: names that are registered match however they are spelt; nothing else is taken for one. */
export function slotsFor(known: Known): Record<string, string> {
  const models = [...new Set(Object.values(known.models).flat())];
  const model = names([...models, ...partsOf(models)]);
  const programs = namesOf(known);
  return {
    program: `(?:(?:current|live|deployed|present) )?(?:(?:version|prompt|prompts) of (?:the )?)?(?:${names(programs)}|${oneOf(partsOf(programs).map(inNumbers))}(?:(?:${kinds}) )?)`,
    model: listOf(model),
    reflection: model,
    optimizer: listOf(names(optimizerNames)),
    oneOptimizer: names(optimizerNames),
    effort: listOf("(?:low|medium|high|lowest|highest) "),
    temperature: listOf("(?:\\d+(?:\\.\\d+)?|zero|one|point [a-z]+) "),
    money: moneySlot,

    amount: `(?:${moneySlot}|\\d+(?:\\.\\d+)? )`,
    id: "(?:[degrvx]\\d+|c[0-9a-f]+) ",
    side: "(?:[der]\\d+|c\\d[0-9a-f]*) ",
    other: "(?:[der]\\d+|c\\d[0-9a-f]*) ",
    shippable: "(?:[der]\\d+|c\\d[0-9a-f]*) ",
    backTo: "d\\d+ ",
    gate: "g\\d+ ",
    run: "r\\d+ ",
    from: "v\\d+ ",
    to: "v\\d+ ",
    ordinal: "(?:first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th) ",
    version: "v\\d+ ",
    number: "\\d+ ",
    split: "(?:test|validation|val|training|train|dev) ",
    setting: "[a-z][\\w.]*=\\S+ ",
    strategy: "[\\w.-]+ ",
    cot: "(?:chain of thought|chain-of-thought|chain of thoughts|cot|step by step|step-by-step|stepwise) ",
    // The rest of a part of the sentence, without an id in it.
    tail: "(?:(?!(?:[rcdegv]\\d+|and|but|then|or) )[\\w':-]+ ){1,8}",
    topic: `(?:(?:a|an|the) )?(?:${topics.join("|")}) `,
    rest: "(?:\\S+ )*",
    word: '(?:the |our )?(?!(?:it|this|that|they|we|you|i|not) )"?[^\\s?!.,;]+ (?:(?:examples|example|ones|cases|case|products|rows) )?',
    // A name nobody registered: what stands where one belongs, up to the next part of the sentence.
    unknown: `(?!(?:(?:the|a|an|our) )?(?:${[...programs, ...models, ...optimizerNames].map(spelling).join("|") || "(?!)"}) )(?!(?:that|which|it|is|was|this|these|those|what|who|how|a|an|all|every|everything|some|any|like|time|out|away|from|into|for|on|with) )(?:(?!(?:with|using|via|on|for|and|to|against|by|in|of|that|which|is|was) |[,.;:!?])[\\w"'*_.-]+ ){1,4}`,
    // A single word that looks like a model's id.
    modelLike: "(?=\\S*[a-z])(?=\\S*[-/\\d])(?![cderv]\\d+ )[a-z][\\w./-]*[\\w] ",
  };
}

const topics = [
  ...verbs,
  "evaluate",
  "optimize",
  "optimise",
  "compile",
  "stop",
  "abort",
  "continue",
  "diff",
  "ship",
  "deploy",
  "revert",
  "evaluation",
  "optimization",
  "comparison",
  "roll back",
  "promotion",
  "promoting",
  "pausing",
  "cancelling",
  "reviewing",
  "comparing",
  "evaluating",
  "running",
  "optimizing",
  "label review",
  "dataset",
];

/** Every way an optimizer is called. */
export const optimizerNames = [
  ...Object.values(optimizerWords),
  "labelled-few-shot",
  "bootstrap-random-search",
  "bootstrap-few-shot-with-random-search",
  "bootstrap-fewshot-with-random-search",
  "bootstrap-with-random-search",
  "mipro",
  "mipro-v2",
  "baseline",
];

const between =
  "(?:, and |, |and also |and |plus |as well as |next to |alongside |along with |together with |vs |versus |then |& )";

/** One of them, or several as people list them: "a, b and c". */
const listOf = (one: string): string =>
  `(?:${one})(?:${between}(?:once )?(?:(?:with|the|on|also|for) ){0,2}(?:${one}))*`;

/** The words of such a list, one by one. */
export const inList = (words: string): string[] =>
  words
    .trim()
    .split(/ (?:, and|,|and also|and|plus|as well as|next to|alongside|along with|together with|vs|versus|then|&) /i)
    .map((word) => word.replace(/^(?:once )?(?:(?:with|the|on|also|for) ){0,2}/i, ""));

/** Any spelling of the names, longest first, bare or in quotes: gemini-flash, Gemini Flash, `gemini_flash`. */
const names = (known: string[]): string => oneOf(known.map(spelling));

function oneOf(spellings: string[]): string {
  const longestFirst = spellings.toSorted((a, b) => b.length - a.length);
  return longestFirst.length === 0 ? "(?!)" : `["'\`*_]?(?:${longestFirst.join("|")})["'\`*_]? `;
}
