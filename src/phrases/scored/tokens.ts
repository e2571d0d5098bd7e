import { type Known, namesOf } from "../../parse/draft.ts";
import { moneySlot } from "../money.ts";
import { inNumbers, partsOf, spelling } from "../names.ts";

/** What a word or a few of them stand for. */
export type Kind =
  | "word"
  | "mark"
  | "program"
  | "optimizer"
  | "model"
  | "foreign"
  | "run"
  | "candidate"
  | "deployment"
  | "evaluation"
  | "version"
  | "gate"
  | "comparison"
  | "money"
  | "number"
  | "live"
  | "setting"
  | "somebody";

/** A word, a mark, or a name that may be several words; `says` is how it was said. */
export type Token = { is: Kind; says: string; from: number; to: number };

type Finder = readonly [Kind, RegExp];

const optimizerForms = [
  "(?:auto )?gepa",
  "(?:auto )?mipro[-_ ]?(?:v[-_ ]?2|2)?",
  "simba",
  "copro",
  "(?:bootstrap(?:ped|ping)?|bs)[-_ ]?(?:few[-_ ]?shots?[-_ ]?)?(?:(?:with|\\+|and|using) ?)?(?:a )?(?:random[-_ ]?search|rs)",
  "few[-_ ]?shots? random[-_ ]?search",
  "random[-_ ]?search",
  "bootstrap(?:ped|ping)?[-_ ]?few[-_ ]?shots?(?:[-_ ]?rs)?",
  "few[-_ ]?shots? bootstrap(?:ping)?",
  "label+ed[-_ ]?few[-_ ]?shots?",
  "few[-_ ]?shots? with (?:the |our |existing |given )*labels",
  "(?<!\\b(?:a|as|my|have|need|good|new) )baselines?(?= (?:run|on|for|of|,|and|with|too|as well|\\.)| $)",
];

/** What is said of the release that serves, in any of the ways people say it. */
const now = "(?:currently |actually |really |now |already |presently |today |all )*";
const who = "(?:we|customers|users|people|clients|everyone|everybody|they|our (?:users|customers|clients))";
const liveForms = [
  "deploye?d",
  "live",
  "production",
  "incumbent",
  "champion",
  "in use(?= (?:now|today|currently|right))",
  "(?:current(?:ly)?|existing|present) (?:version|release|prompt|prompts|one|deployment|setup|program|config|configuration|state|thing)",
  "(?:currently|presently|now) (?:running|serving|served|using|shipped|active|out there)",
  "(?:thing|tool|bot|app|stuff) (?:that |which )?(?:our |the )?(?:customers|users|people|clients) (?:actually |really |now |currently )*(?:use|see|get|have|talk to|work with)",
  "being served|serving(?! as)|served(?! as)",
  "(?:version|prompt|one|release|what|whatever) (?:the |our )?\\w+ (?:are|is) (?:currently |now |actually )?(?:getting|seeing|using|hitting|given)(?: (?:today|now))?",
  "(?:version|one|prompt|release|what's|what is) (?:that's |that is |which is )?online",
  `(?<=\\b(?:version|prompt|release|one|what|whatever) (?:that |which )?)(?:the |our |all )?[a-z]{3,}[^s\\W]s (?:are |do |all )?${now}(?:getting|seeing|using|hitting|receiving|running|get|see|use|hit|receive)`,
  "(?:what|what's|whatever) (?:runs|is running|running|we run|we're running|is up|is out)(?= (?:today|now|currently|right now|at the moment|these days|there|in))",
  "out there",
  "today's (?:version|prompt|release|one|setup)",
  "(?:version|copy|prompt|one|release|program) (?:that is |that's )?in (?:use|service|place|the field|operation)",
  `(?<!\\b(?:can|could|do|so|so that|then|until|let|may|might|should|shall|will|before|would) )${who} (?:are |'re )?${now}(?:get|gets|getting|see|sees|seeing|hit|hitting|receive|receiving|ship|ships|serve|serves|serving|have out|have running|have up|got running|talk to|talking to|are on)`,
  `(?:we|we're|you|they) (?:are )?${now}(?:run|running|use|using|have|on)(?= (?:today|now|currently|right now|at the moment|these days))(?! now (?:the|a|an|some|enough|more|money|budget|time|two|three)\\b)`,
  "shipped",
  `(?<=\\b(?:than|over|against|vs|to|with|beats?) (?:what|whatever|the one|that) )${who} ${now}(?:have|use|run|got|ship)`,
  "(?:version|one|prompt|copy) (?:that |which )?(?:our |the )?[a-z]+s (?:are )?(?:now |currently )?(?:get|getting|see|seeing|use|using)(?= (?:today|now|currently|right now|at the moment|these days))",
  "(?<=\\b(?:relative to|compar(?:ed|ison|isons) (?:to|with)|against|vs|versus|than|beats?|over) (?:the |our )?)(?:release(?: in force)?|reference|status quo|original|existing one|present one)",
];

/** An amount without its unit, next to a word for what may be spent. */
const bareMoney =
  /(?:\d+(?:\.\d+)? (?=(?:max|maximum|tops|at most|or less|or under|budget|limit|cap|ceiling|total|(?:, )?(?:and )?not? (?:a|one)? ?(?:cent|penny|more)|is (?:all|the (?:max|maximum|limit|most|cap|ceiling)|my (?:limit|max))) )|(?<=\b(?:budget|budgets|cap|capped|limit|limited|ceiling|max|maximum|spend|spending|exceed|most|more than|nothing over|not over|nothing above|up to|within|(?:go|stay|keep|kept|be|get|stays|remain)(?: it| this| that| costs?| things)? (?:over|past|above|beyond|under|below)) (?:of |is |us |me |you |them |: |at |to |it |this |be |for |only |about |around |up to |more than |no more than |under |below |not more than )*)\d+(?:\.\d+)? )(?!%|percent|min|hours?|calls?|iterations?|examples?|epochs?|rounds?|runs?|steps?|times|metric)/iy;

const foreign =
  "(?:gpt|claude|llama|mistral|mixtral|sonnet|haiku|opus|qwen|deepseek|o1|o3|o4|phi|gemma|grok|command-r|nova)[-_. ]?\\d*[a-z0-9.-]*";

/** Looks for names, ids, amounts and what is live; the rest is words and marks. */
export function tokensOf(text: string, known: Known): Token[] {
  const finders = findersFor(known);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = finderAt(text, at, finders) ?? wordAt(text, at);
    if (found.is !== "word" || found.says !== "") tokens.push(found);
    at = found.to;
  }
  return tokens;
}

function finderAt(text: string, at: number, finders: readonly Finder[]): Token | null {
  let best: Token | null = null;
  for (const [is, words] of finders) {
    words.lastIndex = at;
    const says = words.exec(text)?.[0];
    if (says !== undefined && at + says.length > (best?.to ?? at))
      best = { is, says: says.trim().toLowerCase(), from: at, to: at + says.length };
  }
  return best;
}

function wordAt(text: string, at: number): Token {
  const end = text.indexOf(" ", at);
  const to = end < 0 ? text.length : end + 1;
  const says = text.slice(at, to).trim().toLowerCase();
  return { is: /^[,;:!?.]$/.test(says) ? "mark" : "word", says, from: at, to };
}

const quote = "[\"'`*_(]*";
const whole = (forms: readonly string[]): RegExp =>
  new RegExp(
    `${quote}(?:${forms.toSorted((a, b) => b.length - a.length).join("|") || "(?!)"})["'\`*_)]*(?:'(?:s|d|ll))? `,
    "iy",
  );

let last: { key: string; finders: Finder[] } | null = null;

function findersFor(known: Known): Finder[] {
  const key = JSON.stringify(known);
  if (last?.key !== key) last = { key, finders: made(known) };
  return last.finders;
}

function made(known: Known): Finder[] {
  const programs = namesOf(known);
  const models = [...new Set(Object.values(known.models).flat())];
  return [
    ["program", whole([...programs.map(spelling), ...partsOf(programs).map(inNumbers), ...beginnings(programs)])],
    ["model", whole([...models.map(spelling), ...partsOf(models).map((part) => `${part}s?`)])],
    ["optimizer", whole(optimizerForms)],
    ["foreign", whole([foreign])],
    ["run", whole(["r[-_#]?\\d+"])],
    ["candidate", whole(["c[-_#]?\\d[0-9a-f]*"])],
    ["deployment", whole(["d[-_#]?\\d+"])],
    ["evaluation", whole(["e\\d+"])],
    ["comparison", whole(["x\\d+"])],
    ["gate", whole(["g\\d+"])],
    ["version", whole(["v[-_#.]?\\d+", "versions? \\d+"])],
    ["money", new RegExp(`(?:${moneySlot})(?:us |usd )?`, "iy")],
    ["money", bareMoney],
    ["setting", whole(["[a-z][\\w.]*=\\S*[^\\s\"'`*_)]"])],
    ["number", whole(["\\d*\\.?\\d+", "zero"])],
    ["live", whole(liveForms)],
    ["somebody", /<@[UW][A-Z0-9]+(?:\|[^>]*)?> /iy],
  ];
}

/** "the ingr analyzer": a word that begins a part of exactly one name. */
function beginnings(names: string[]): string[] {
  return partsOf(names)
    .filter((part) => part.length >= 7)
    .map((part) => `${part.slice(0, 4)}(?:${part.slice(4).split("").join("(?:")}${")?".repeat(part.length - 4)}`);
}
