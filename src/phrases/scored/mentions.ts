import type { Kind, Token } from "./tokens.ts";

/** A stretch of a message between full stops, with how likely it asks for what is read. */
export type Sentence = { tokens: Token[]; weight: number };

const negating =
  /^(?:not|no|without|except|never|don't|nor|neither|isn't|skip|minus|excluding|avoid|drop|forget|ignore)$/;
/** "Why not gepa?", "why don't you gepa it?" */
const suggesting = /^(?:not|don't|can't|couldn't|shouldn't)$/;
/** "I don't believe in gepa", "it has never seen gepa": how things are, and nothing to be left out. */
const telling =
  /\b(?:(?:don't|do not) (?:really |yet |even |quite )?(?:believe|know|trust|buy|understand|remember)(?: in)?|(?:has|have|had|i've|we've|it's|they've) never (?:even |ever |really )?\w+) $/;
const replacing =
  /\b(?:instead of|rather than|other than|(?:any|every)thing but|leave out|leaving out|left out|no longer|nothing about|forget what|ignore what|(?:sick|tired) of(?! (?:\S+ ){0,4}(?:from|in|with|by|on) )) (?:\S+ ){0,6}$/;
/** "Has never seen gepa", "I don't believe mini is better", "why are we not trying simba?": not what is to be left out. */
const untried =
  /^(?:believe|buy|think|thinking|know|sure|convinced|see|seen|tried|trying|trust|had|been|given|touched|met|heard|yet|even|really|used|tested|explored|attempted)$/;

/** "Cancel r12, I can't wait for r13" */
const waiting = /\bwait(?:ing)? for $/;

/** Whether the words right before speak against what stands at `n`: "swift, not grand", "instead of gepa". */
export function isAgainst(tokens: readonly Token[], n: number, reach = 2): boolean {
  const before = tokens.slice(Math.max(0, n - 7), n);
  const lastMark = before.findLastIndex(({ is }) => is === "mark");
  const own = before.slice(Math.max(lastMark, lastNamed(before, tokens[n]?.is)) + 1);
  const isSuggested = own.some(({ says }, at) => suggesting.test(says) && own[at - 1]?.says === "why");
  const isNegating = ({ is, says }: Token, at: number, near: Token[]) =>
    is === "word" && negating.test(says) && !isHandedIn(near, at) && !untried.test(near[at + 1]?.says ?? "");
  if (!isSuggested && !telling.test(wordsOf(own)) && own.slice(-reach).some(isNegating)) return true;
  const words = wordsOf(own);
  return (replacing.test(words) && !isBesides(tokens, n, own)) || (tokens[n]?.is === "run" && waiting.test(words));
}

/** "Miprov2 rather than gepa for claims on grand": gepa is put aside, and the rest is for both. */
function isBesides(tokens: readonly Token[], n: number, own: readonly Token[]): boolean {
  const kind = tokens[n]?.is;
  const isOther = own.some(({ is }) => is !== "word" && is !== "mark" && is !== kind);
  return isOther && kind !== "word" && !tokens.slice(n + 1).some(({ is }) => is === kind);
}

/** "Drop a recommendation in the channel" */
const isHandedIn = (tokens: readonly Token[], n: number): boolean =>
  tokens[n]?.says === "drop" && /^(?:a|an|me|us|your|in)$/.test(tokens[n + 1]?.says ?? "");

/** "Instead of copro take simba": what is put aside ends with the next name of its kind, unless "and" joins the two. */
function lastNamed(before: readonly Token[], kind: Kind | undefined): number {
  if (kind === "word" || /^(?:and|or|nor)$/.test(before.at(-1)?.says ?? "")) return -1;
  return before.findLastIndex(
    ({ is }) => is === kind || (kind === "program" && (is === "optimizer" || is === "model")),
  );
}

/**
 * Everything of a kind that is meant: where the sentence that asks names some, the others only tell; what is named to be
 * left out is left out.
 */
export function mentions(sentences: readonly Sentence[], kind: Kind): string[] {
  const ordered = sentences.toSorted((a, b) => b.weight - a.weight);
  for (const { tokens } of ordered) {
    const found = tokens.flatMap((token, n) => (token.is === kind && !isAgainst(tokens, n) ? [token.says] : []));
    if (found.length > 0) return [...new Set(found)];
  }
  return [];
}

/** Every mention of a kind in the order said, wherever it stands. */
export const everyMention = (sentences: readonly Sentence[], kinds: readonly Kind[]): string[] => [
  ...new Set(
    sentences.flatMap(({ tokens }) =>
      tokens.flatMap((token, n) => (kinds.includes(token.is) && !isAgainst(tokens, n) ? [bareId(token.says)] : [])),
    ),
  ),
];

/** The same, and "swift, low effort; grand is fine too, take both": two that are named, wherever they stand. */
export function mentionedOrBoth(sentences: readonly Sentence[], kind: Kind): string[] {
  const found = mentions(sentences, kind);
  const isBoth = ({ tokens }: Sentence) => /\b(?:both|each of (?:them|those|these))\b/.test(wordsOf(tokens));
  const own = [sentences.filter(isBoth), sentences]
    .map((each) => namesIn(each, kind))
    .find(({ length }) => length === 2);
  return sentences.some(isBoth) && found.length === 1 && own ? own : found;
}

const namesIn = (sentences: readonly Sentence[], kind: Kind): string[] => {
  const all = sentences.flatMap(({ tokens }) => tokens.flatMap(({ is, says }) => (is === kind ? [says] : [])));
  return [...new Map(all.map((says) => [bare(says), says])).values()];
};

/** `R-12`, `` `r12` ``, `version 2`: as Helix writes it. */
export const bareId = (says: string): string =>
  bare(says)
    .replace(/^versions? /, "v")
    .replace(/[-_#.]/g, "");

/** The words of a sentence, each followed by a space. */
export const wordsOf = (tokens: readonly Token[]): string => tokens.map(({ says }) => `${says} `).join("");

/** A name without what people put around it. */
export const bare = (says: string): string => says.replace(/^["'`*_(]+|["'`*_)]+$/g, "").replace(/'(?:s|d|ll)$/, "");
