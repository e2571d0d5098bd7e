import { wordsOf } from "./mentions.ts";
import { isSlot, isVerb, silenced, withNew } from "./replaced.ts";
import type { Token } from "./tokens.ts";

/**
 * What people take back while they say it: "gepa, no wait, simba", "c14 vs c9, typo, c14 vs c8". What is named behind the
 * word of repair takes the place of what was named before it, and the word is gone; null where nothing is repaired.
 */
export function repaired(tokens: readonly Token[]): Token[] | null {
  let found: Token[] | null = null;
  for (let at = 0; at < (found ?? tokens).length; at++)
    for (const repair of [repairedAt, putAside, notThis, ratherThan]) found = repair(found ?? tokens, at) ?? found;
  return found;
}

/** "gepa, no wait, simba": behind a word of repair. */
function repairedAt(tokens: readonly Token[], at: number): Token[] | null {
  const end = markerEnd(tokens, at);
  if (end === at) return null;
  const marker = wordsOf(tokens.slice(at, end));
  const isStrong = strong.test(marker) || ends(tokens[at - 1]?.says ?? "");
  const segment = segmentAt(tokens, end, isStrong ? 4 : 0);
  const mended = segment && withNew(tokens.slice(0, at), segment.tokens, /\b(?:just|only)\b/.test(marker));
  if (!mended) return null;
  const before = /\bmeant\b/.test(marker) ? silenced(mended.before, mended.olds) : mended.before;
  return [...before, ...mended.rest, ...silenced(tokens.slice(segment.to), mended.olds)];
}

/** "Scratch what I said about swift, grand it is" */
function putAside(tokens: readonly Token[], at: number): Token[] | null {
  if (!/^(?:scratch|forget|ignore|strike|disregard|scrap|drop|skip)$/.test(tokens[at]?.says ?? "")) return null;
  const end = tokens.findIndex(({ is }, n) => n > at && is === "mark");
  // "Scrap r12, r13 and r14" names what is to be ended.
  if (tokens.slice(at, end).some(({ is }) => is === "run" || is === "candidate" || is === "deployment")) return null;
  const segment = end < 0 || end > at + 12 ? null : segmentAt(tokens, end + 1, 0);
  const mended = segment && withNew(tokens.slice(at, end).filter(isOfName), segment.tokens, false);
  if (!mended) return null;
  return [...tokens.slice(0, at), ...mended.before, ...mended.rest, ...silenced(tokens.slice(segment.to), mended.olds)];
}

/** "Not r16, r17 should be resumed" */
function notThis(tokens: readonly Token[], at: number): Token[] | null {
  const [not, old, mark, anew] = tokens.slice(at, at + 4);
  if (not?.says !== "not" || !isSlot(old) || !isSlot(anew) || old.is !== anew.is) return null;
  const isAlone = tokens.slice(0, at).every(({ is }) => is !== old.is);
  return isAlone && (mark?.says === "," || mark?.says === "but")
    ? [...tokens.slice(0, at), ...tokens.slice(at + 3)]
    : null;
}

/** "On gemini-pro. Hm, too dear, gemini-flash rather" */
function ratherThan(tokens: readonly Token[], at: number): Token[] | null {
  const token = tokens[at];
  const after = trailing.exec(wordsOf(tokens.slice(at + 1, at + 5)))?.[0];
  if (!isSlot(token) || after === undefined) return null;
  if (/rather|instead/.test(after) && token.is !== "model" && token.is !== "optimizer") return null;
  const start = tokens.slice(0, at).findLastIndex(({ is }) => is === "mark");
  const isAlone = start > 0 && tokens.slice(start + 1, at).every(({ says }) => linking.has(says));
  const mended = isAlone ? withNew(tokens.slice(0, start), [token], false) : null;
  return mended && [...mended.before, ...silenced(tokens.slice(at + 1 + after.trim().split(" ").length), mended.olds)];
}
const trailing = /^(?:effort )?(?:, )?(?:(?:rather|instead) (?!of |than )|i (?:mean|meant) |actually (?=[,.] ))/;

/** Words that repairs are made of; one of them alone is none. */
const repairing = new Set(
  `no nope nah wait sorry oops ups opps whoops woops ops thinking think about again come argh ugh gah er erm uh um hm hmm oh ah actually scratch strike that that's correction typo edit mean meant i
  or rather hang hold on second thought thoughts my bad mistake wrong make it let's say uhm ehm umm umph hm let me rephrase apologies pardon misspoke mistyped
  change to should be been have but of course obviously just only better autocorrect damn fat finger fingers thumb thumbs brain fart slip`.split(
    /\s+/,
  ),
);
const strong =
  /\b(?:wait|(?:scratch|strike) (?:that|it)|correction|typo|oops|ups|opps|thinking (?:about it|again)|come to think|whoops|woops|ops|i mean|(?:but )?(?:really )?meant|or (?:rather|better)|sorry|my (?:bad|mistake)|apologies|pardon|make (?:that|it)|change (?:that|it) to|should (?:be|have been)|edit|hang on|hold on|second thoughts?|er|erm|argh|ugh|gah|nah|nope|misspoke|mistyped|autocorrect|(?:let me|let's) (?:rephrase|say))\b/;
const weak = /(?:^|[,.;:?!] )(?:oh |hmm? |ah |damn |but |or )*(?:no|actually|rather|better|wrong|uh|um|uhm|ehm|umm)\b/;
/** "Wait for r12", "sorry for the noise", "hold on to": the same words in their own sense. */
const inOwnSense =
  /\b(?:wait|sorry|hold|no|make it) (?:on )?(?:for|to|until|about|if|but|model|optimizer|budget|effort|more|less|need|rush|hurry|problem|longer|idea|longer|one) $/;

/** Where the word of repair that begins here ends; `at` itself where none does. */
function markerEnd(tokens: readonly Token[], at: number): number {
  const run = tokens.slice(at).findIndex((token) => !isRepairing(token));
  const end = run < 0 ? tokens.length : at + run;
  const words = wordsOf(tokens.slice(at, end));
  const isAfterMark = at > 0 && (tokens[at]?.is === "mark" || tokens[at - 1]?.is === "mark");
  // "Gepa and simba, no copro"
  if (/^(?:[,.] )?no $/.test(words)) return isNamedAnew(tokens, at, end) ? end : at;
  if (inOwnSense.test(wordsOf(tokens.slice(at, end + 1)))) return at;
  // "The reflection should be grand's job" wishes; "that should be grand" repairs.
  if (
    /^should /.test(words) &&
    !isAfterMark &&
    !/^(?:that|it|this|which|model|program|optimizer)$/.test(tokens[at - 1]?.says ?? "")
  )
    return at;
  return strong.test(words) || (isAfterMark && weak.test(words)) ? end : at;
}

/** "To d6, no d5": of ids, which nobody leaves out that way. */
const isNamedAnew = (tokens: readonly Token[], at: number, end: number): boolean =>
  ids.has(tokens[end]?.is ?? "word") && tokens[at - 1]?.is === tokens[end]?.is;
const ids = new Set(["run", "candidate", "deployment", "evaluation"]);

const isRepairing = ({ is, says }: Token): boolean => is === "mark" || (is === "word" && repairing.has(says));

const isOfName = (token: Token): boolean => linking.has(token.says) || isSlot(token);

type Segment = { tokens: Token[]; to: number };

const linking = new Set(
  `the other a an on with for to use using take of in at it it's make that rather better let's go do try be should model optimizer program version
  candidate run budget temperature temp effort one please and vs versus against between from than : , is was`.split(
    /\s+/,
  ),
);
/** What goes on with something else, or asks. */
const anew = /^(?:and|also|plus|then|what|which|how|why|who|where|when|if|because|don't|not)$/;

/** What is said anew: the names right behind, with nothing but little words between them. */
function segmentAt(tokens: readonly Token[], from: number, most: number): Segment | null {
  const first = tokens.slice(from).findIndex((token) => isSlot(token) || isVerb(token));
  const ahead = tokens.slice(from, from + first).filter(({ says }) => !linking.has(says) && says !== "not");
  if (first < 0 || ahead.length > most || first > 8 || ahead.some(({ says }) => anew.test(says) || ends(says)))
    return null;
  if (/^(?:and|also)$/.test(tokens[from]?.says ?? "")) return null;
  let to = from + first + 1;
  for (let n = to; n < tokens.length && (isSlot(tokens[n]) || goesOn(tokens, n)); n++) {
    // "Make that 1.50, a dollar ran dry": one amount is the new one.
    if (isAmount(tokens[n]) && tokens.slice(from, to).some(isAmount)) break;
    if (isSlot(tokens[n])) to = n + 1;
  }
  return { tokens: tokens.slice(from, to), to };
}

const isAmount = (token: Token | undefined): boolean => token?.is === "money" || token?.is === "number";
const ends = (says: string): boolean => /^[.;?!]$/.test(says);
const goesOn = (tokens: readonly Token[], n: number): boolean =>
  linking.has(tokens[n]?.says ?? "") || tokens[n]?.says === "not";
