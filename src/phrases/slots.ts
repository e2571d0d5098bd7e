import { optimizerWords } from "../../models/intent.ts";
import { type Known, namesOf } from "../parse/draft.ts";
import { folded } from "../parse/words.ts";
import { moneySlot } from "./money.ts";
import { literal, type Slots } from "./pattern.ts";

/** What can be named in a phrase: names that are registered match however they are spelt; nothing else is taken for one. */
export function slotsFor(known: Known): Slots {
  const models = Object.values(known.models).flat();
  return {
    program: names(namesOf(known)),
    model: listOf(names(models)),
    reflection: names(models),
    optimizer: listOf(names(optimizerNames)),
    effort: listOf("(?:low|medium|high) "),
    temperature: listOf("\\d+(?:\\.\\d+)? "),
    money: moneySlot,
    id: "(?:[degrv]\\d+|c[0-9a-f]+) ",
    side: "(?:[der]\\d+|c\\d+) ",
    other: "(?:[der]\\d+|c\\d+) ",
    run: "r\\d+ ",
    from: "v\\d+ ",
    to: "v\\d+ ",
    by: "<@[UW][A-Z0-9]+(?:\\|[^>]*)?> ",
    status: "(?:queued|running|paused|done|failed|cancelled) ",
    version: "v\\d+ ",
    number: "\\d+ ",
    split: "(?:test|validation|val|training|train|dev) ",
    setting: "[a-z]\\w*=\\S+ ",
    strategy: "[\\w.-]+ ",
    oneOptimizer: names(optimizerNames),
    topic: "[\\w-]+ ",
    rest: "(?:\\S+ )*",
    // A name nobody registered: what stands where one belongs, up to the next part of the sentence.
    unknown: `(?!(?:the )?(?:${[...namesOf(known), ...models, ...optimizerNames].map(spelling).join("|") || "(?!)"}) )(?:(?!(?:with|using|via|on|for|and|to|against|by|in|of) |[,.;:!?])\\S+ ){1,5}`,
    // A single word that may be a misspelt name.
    nearly: "[\\w.-]+ ",
    // A single word that looks like a model's id.
    modelLike: "(?=\\S*[a-z])(?=\\S*[-/\\d])[a-z][\\w./-]*[\\w] ",
  };
}

const optimizerNames = [
  ...Object.values(optimizerWords),
  "labelled-few-shot",
  "bootstrap-random-search",
  "bootstrap-few-shot-with-random-search",
  "bootstrap-fewshot-with-random-search",
  "mipro",
  "baseline",
];

const between = "(?:, and |, |and )";

/** One of them, or several as people list them: "a, b and c". */
const listOf = (one: string): string => `(?:${one})(?:${between}(?:${one}))*`;

/** The words of such a list, one by one. */
export const inList = (words: string): string[] => words.trim().split(/ (?:, and|,|and) /);

/** Any spelling of the names, longest first, bare or in quotes: gemini-flash, Gemini Flash, `gemini_flash`. */
function names(known: string[]): string {
  const spellings = known.map(spelling);
  const longestFirst = spellings.toSorted((a, b) => b.length - a.length);
  return longestFirst.length === 0 ? "(?!)" : `["'\`*_]?(?:${longestFirst.join("|")})["'\`*_]? `;
}

function spelling(name: string): string {
  return literal(name).replace(/(?:\\-|_| )+/g, "[-_ ]?");
}

/** The registered name that was meant; null when two fold to the same letters and none is spelt out. */
export function nameMeant(words: string, known: string[]): string | null {
  const spelt = words.trim().replace(/^["'`*_]|["'`*_]$/g, "");
  if (known.includes(spelt)) return spelt;
  const meant = known.filter((name) => folded(name) === folded(spelt));
  return new Set(meant).size === 1 ? (meant[0] ?? null) : null;
}

export const macros: Slots = {
  run: "(run | optimize | optimise | compile | tune | improve)",
  eval: "(evaluate | eval | re-evaluate | reevaluate | measure | score)",
  with: "(with | using | via | by)",
  show: "[show | give | tell | send | post | list | open] [me | us]",
  produced: "(produced | made | created | led to | gave us | is behind)",
  whatis: "(what is | what's | whats | what are)",
  it: "[it | this | that | them | [the | its] (result | results | outcome | winner) | the (new | best) one]",
  live: "[currently | now | right now] (deployed | live | in production) [now | today | right now | at the moment]",
  deployed: `($whatis $live | whatever is $live | the one that is $live | the one $live | the $live (one | version |
    program | release | candidate) | the current (version | release | deployment) | the deployed one | production)`,
  upto: "(at most | up to | no more than | not more than | a maximum of | max | maximum)",
  good: "(good | okay | ok | fine | acceptable | favourable | favorable | right | worth it)",
  tradeoffs: "[the] (trade-offs | tradeoffs | trade offs | trade-off | numbers | results)",
  if: `(if | when | provided | as long as) [that] ($tradeoffs (are | is | look | looks) $good | (it is | it's | that is) (better |
    worth it | good enough | good | an improvement) | it (helps | improves | wins | pays off) | the policy (allows | holds) [it])`,
};
