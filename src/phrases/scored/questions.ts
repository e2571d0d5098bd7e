import { ordinary } from "../ordinary.ts";
import { type Sentence, wordsOf } from "./mentions.ts";

/** What questions about runs are narrowed by. */

const states: readonly [string, RegExp][] = [
  [
    "failed",
    /\b(?:fail\w*|crash\w*|broke|broken|errored|died|went wrong|blew up|fell over|blow up|didn't finish|did not finish)\b/,
  ],
  [
    "running",
    /\b(?:running|in progress|in flight|active|going on|still going|(?:are|is) going|ongoing|under way|underway)\b/,
  ],
  [
    "done",
    /\b(?:finished|done|completed|complete|succeeded|successful|went through|made it)\b(?! (?:so far|on|for|with|already|before))/,
  ],
  ["cancelled", /\b(?:cancelled|canceled|aborted|stopped|killed)\b/],
  ["paused", /\b(?:paused|on hold)\b/],
  ["queued", /\b(?:queued|in the queue)\b/],
];

export function statusIn(sentences: readonly Sentence[]): { status: string | undefined; isMine: boolean } {
  const words = said(sentences);
  const status = states.find(([, is]) =>
    is.test(words.replace(/\b(?:been|was|were|be|we've|have|has) done\b/g, " ")),
  )?.[0];
  const isMine =
    /\b(?:my(?: own| past| last| recent| previous)? (?:\w+ )?(?:runs?|experiments?|jobs?|attempts?|tries|trials|optimi[sz]ations?|failed|ones|stuff|history)|mine|by me|(?:did|have|do) i(?: \w+)? (?:start|started|run|launch|launched|try|tried|kick|kicked|do|done|submit\w*|queue\w*)|i(?:'ve| have)?(?: \w+)? (?:started|ran|launched|tried|kicked|submitted|queued|triggered|fired|did)|of mine|from me|only me|i own)\b/.test(
      words,
    ) && !/\bhave i missed\b/.test(words);
  return { status, isMine };
}

const said = (sentences: readonly Sentence[]): string => sentences.map(({ tokens }) => wordsOf(tokens)).join("");

const little = new Set(
  "of at in on for with from by to them us me you they we it this that these those there here run runs example examples case cases row rows thing things result results score scores quality worse better soon last first more than before now time one ones all most many some any everything numbers number accuracy average test val set the a an our my".split(
    " ",
  ),
);

const subjects = [
  /\b(?:which|what) (?:of the )?([\p{L}-]+) (?:examples|ones|cases|products|rows|inputs|items|questions) (?:get|got|became|broke|drop\w*|fell|fail\w*|regress\w*|lost|suffer\w*|went|are worse|did worse)\b/u,
  /\bsomething (?:with|about|on) (?:the |our )?([\p{L}-]+(?: [\p{L}-]+)?)/u,
  /\b(?:did|is|are|do|does|was|were|has|have) (?:the |our |all |those )?([\p{L}-]+(?: [\p{L}-]+)?) (?:examples |ones |cases |products |rows |inputs |items |labels |questions )?(?:get|got|getting|gotten|become|became|become|so|worse|drop\w*|f[ae]ll\w*|fail\w*|regress\w*|lose|lost|suffer\w*|break|broke|doing|going|perform\w*|score)\b/u,
  /\b(?:worse|regress\w*|broke|wrong|lose|lost|drop\w*|fail\w*|losses|regressions|bad|badly|points|down) (?:(?:of|in|with) <> )?(?:\w+ )?(?:on|for|with|about|among|around|regarding|in|at|of) (?:the |our |all )?([\p{L}-]+(?: [\p{L}-]+)?)(?: examples| ones| cases| products| rows| inputs| items)?\b/u,
];

/** "Why did soy get worse?": the words that the examples in question contain. */
export function aboutIn(sentences: readonly Sentence[]): string[] {
  const words = sentences
    .map(({ tokens }) => tokens.map(({ is, says }) => (is === "word" ? says : is === "mark" ? says : "<>")).join(" "))
    .join(" ");
  for (const each of subjects) {
    const found = each
      .exec(words)?.[1]
      ?.split(" ")
      .filter((word) => !little.has(word) && !plain(word) && !/ing$/.test(word));
    if (found && found.length > 0) return found.slice(0, 1);
  }
  return [];
}

const food = new Set("cheese soy milk nuts gluten peanut peanuts sesame vegan rice wheat".split(" "));
const plain = (word: string): boolean => ordinary.has(word) && !food.has(word);
