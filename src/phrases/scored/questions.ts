import { ordinary } from "../ordinary.ts";
import type { Sentence } from "./mentions.ts";

/** What the examples have in common that a question is about. */

const little = new Set(
  "become became get got getting gone go went what which where of at in on for with from by to them us me you they we it this that these those there here run runs example examples case cases row rows thing things result results score scores quality worse better soon last first more than before now time one ones all most many some any everything numbers number accuracy average respect products product items records documents questions inputs cases regard regards terms general comparison contrast particular test val set the a an our my".split(
    " ",
  ),
);

const subjects = [
  /\b(?:mainly|especially|particularly|specifically|notably|mostly|above all|in particular) (?:the (?:ones|examples|cases|rows) )?(?:on |for |in |with |about |of |around |among |at |regarding )?(?:the |our )?([\p{L}-]+(?: [\p{L}-]+)?)(?: examples| ones| cases)?\b/u,
  /\b(?:when it comes to|as far as|with regard to|with respect to|as for|concerning|to do with) (?:the |our |all )?([\p{L}-]+(?: [\p{L}-]+)?)(?: examples| ones| cases| rows)?\b/u,
  /\b(?:which|what) (?:of the )?([\p{L}-]+) (?:examples|ones|cases|products|rows|inputs|items|questions) (?:get|got|became|broke|drop\w*|fell|fail\w*|regress\w*|lost|suffer\w*|went|are worse|did worse)\b/u,
  /\b(?:happened|wrong|up|going on|changed) (?:to|with|for|on|in) (?:the |our |all |those )?([\p{L}-]+(?: [\p{L}-]+)?) (?:examples|ones|cases|products|rows|inputs|items|in <>|on <>|during <>)/u,
  /\b(?:make|made|making) (?:the |our )?([\p{L}-]+(?: [\p{L}-]+)?) (?:worse|bad|badly|drop|fail|regress)/u,
  /\bsomething (?:with|about|on) (?:the |our )?([\p{L}-]+(?: [\p{L}-]+)?)/u,
  /\b(?:did|is|are|do|does|was|were|has|have) (?:the |our |all |those )?([\p{L}-]+(?: [\p{L}-]+)?) (?:examples |ones |cases |products |rows |inputs |items |labels |questions )?(?:get|got|getting|gotten|become|became|become|so|worse|drop\w*|f[ae]ll\w*|fail\w*|regress\w*|lose|lost|suffer\w*|break|broke|doing|going|perform\w*|score)\b/u,
  /\b(?:worse|regress\w*|broke|wrong|lose|lost|drop\w*|fail\w*|losses|regressions|bad|badly|points|down) (?:(?:of|in|with) <> )?(?:\w+ )?(?:on|for|with|about|among|around|regarding|in|at|of) (?:the |our |all )?([\p{L}-]+(?: [\p{L}-]+)?)(?: examples| ones| cases| products| rows| inputs| items)?\b/u,
  /\b(?:on|for|with|about) (?:the |our |all )?([\p{L}-]+)(?: examples| ones| cases| products)? ?(?:[?.!,]|$)/u,
];

/** Said of what was asked for, wherever it stands. */
const named = subjects.slice(0, 2);

/** "Why did soy get worse?": the words that the examples in question contain. */
export function aboutIn(sentences: readonly Sentence[]): string[] {
  const asking = sentences.filter(({ weight }) => weight > 0.3);
  const words = wordsIn(asking.length > 0 ? asking : sentences);
  const all = wordsIn(sentences);
  for (const each of subjects) {
    const found = each
      .exec(named.includes(each) ? all : words)?.[1]
      ?.split(" ")
      .filter((word) => !little.has(word) && !/ing$|^(?:regress|degrad|declin)/.test(word));
    if (found?.some((word) => !plain(word))) return withoutEnds(found);
  }
  return [];
}

const wordsIn = (sentences: readonly Sentence[]): string =>
  sentences
    .map(({ tokens }) => tokens.map(({ is, says }) => (is === "word" || is === "mark" ? says : "<>")).join(" "))
    .join(" ");

/** "Soy again", "late deliveries": a common word at the end adds nothing, except to the thing before it. */
const withoutEnds = ([first = "", last]: string[]): string[] => {
  if (last === undefined || plain(first)) return [last ?? first];
  return plain(last) && !/s$|ness$/.test(last) ? [first] : [first, last];
};

const food = new Set("cheese soy milk nuts gluten peanut peanuts sesame vegan rice wheat".split(" "));
const plain = (word: string): boolean => ordinary.has(word) && !food.has(word);
