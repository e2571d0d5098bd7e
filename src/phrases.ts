import type { Known } from "./parse/draft.ts";
import { decide } from "./phrases/decide.ts";
import { grammarFor } from "./phrases/grammar.ts";
import { type Heard, refused } from "./phrases/heard.ts";
import { notUnderstood, refusalOf } from "./phrases/refusals.ts";
import { guess } from "./phrases/scored.ts";
import { spelt } from "./phrases/spelling.ts";
import { readStrictly } from "./phrases/strict.ts";
import type { ThreadContext } from "./phrases/thread.ts";
import { tidy, withoutMention } from "./phrases/tidy.ts";

export type { Heard } from "./phrases/heard.ts";
export { answered, type Question, type RunVerb } from "./phrases/question.ts";
export type { ThreadContext } from "./phrases/thread.ts";

/** Longer messages are talk, not a request. */
const longest = 1_000;

/**
 * Reads what somebody said to the bot, whose user id is `me`, into the same intents as the slash command. What
 * spends, changes or asks something is done at once only where the grammar places every word and the words weigh the same;
 * of anything else the likeliest meaning is answered where that costs nothing, and else proposed.
 */
export function readPhrase(said: string, known: Known, me = "", thread: ThreadContext | null = null): Heard {
  const words = withoutMention(said, me);
  if (words.length > longest) return refused(notUnderstood(words));
  const tidied = tidy(words);
  const grammar = grammarFor(known);
  const text = spelt(tidied, grammar.words);
  if (/^[\s?!.,;]*$/.test(text) || isGreeting(text)) return { ok: true, intents: [{ verb: "help", topic: null }] };
  const refusal = refusalOf(text);
  if (refusal) return refused(refusal);
  return decide(readStrictly(text, grammar, known, thread), guess(tidied, known, thread));
}

const isGreeting = (text: string): boolean =>
  /^(?:[,.!:;] |hi |hey |hello |hiya |yo |good |morning |afternoon |evening |helix |there |all |bot )+$/i.test(text);
