import { bareId, mentions, type Sentence, wordsOf } from "./mentions.ts";
import type { Token } from "./tokens.ts";

/** The dataset version and the split to measure on, where they are named. */
export function measuredOn(sentences: readonly Sentence[]): { version?: string; split?: string } {
  const [version, split] = [versionIn(sentences), splitIn(sentences)];
  return { ...(version && { version }), ...(split && { split }) };
}

/** "v7 landed last night" only tells why, and the newest is meant. */
function versionIn(sentences: readonly Sentence[]): string | undefined {
  if (sentences.some(({ tokens }) => newest.test(wordsOf(tokens)))) return undefined;
  const asked = sentences.map(({ tokens, weight }) => ({
    weight,
    tokens: tokens.filter((_, n) => !isNews(tokens, n)),
  }));
  return mentions(asked, "version").map(bareId)[0];
}

const newest = /\bon (?:the |our )?(?:newest|latest|most recent|new) (?:data|dataset|version|labels|examples)\b/;

const splits =
  /(?:^|[,;] )(validation|val|dev|train)(?= [,;.]| $)|\b(validation|val|dev|training|train)(?: split| set| data| examples)/;

function splitIn(sentences: readonly Sentence[]): string | undefined {
  const found = splits.exec(sentences.map(({ tokens }) => wordsOf(tokens)).join(""));
  const said = found?.[1] ?? found?.[2];
  return said === undefined ? undefined : said.startsWith("train") ? "train" : "val";
}

function isNews(tokens: readonly Token[], n: number): boolean {
  if (tokens[n]?.is !== "version") return false;
  const before = wordsOf(tokens.slice(Math.max(0, n - 5), n));
  return made.test(before) || (came.test(wordsOf(tokens.slice(n + 1, n + 6))) && !on.test(before));
}

const made =
  /\b(?:finished|published|released|imported|landed|made|created|got|have|has|since|wrote|built|uploaded|cut|merged|added|completed|after|now that) (?:the |a |our |new |dataset |data |version )*(?:labels? (?:of|in|for) )?$/;
const came =
  /^(?!is (?:what|the one|where))(?:[a-z]+ ){0,2}(?:is|are|landed|came|exists?|dropped|arrived|has|have|went|finished|was|were|just|been) /;
const on = /\b(?:on|against|over|using|evaluate|measure|score|test) (?:the |dataset |data |version )*$/;
