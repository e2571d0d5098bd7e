import type { Known } from "../parse/draft.ts";
import { asksIn } from "./asks.ts";
import type { Grammar } from "./grammar.ts";
import { type Heard, refused } from "./heard.ts";
import { meant } from "./meant.ts";
import { named } from "./named.ts";
import { isIronic, notMeant, notUnderstood } from "./refusals.ts";
import { inThread, type ThreadContext } from "./thread.ts";
import { together } from "./together.ts";
import { withinMessage } from "./within.ts";

/**
 * Reads requests that act into the same intents as the slash command. Every word has to have its place in the grammar;
 * one that has none is quoted back, and then nothing of the whole message is done.
 */
export function readStrictly(text: string, grammar: Grammar, known: Known, thread: ThreadContext | null): Heard {
  const asks = withinMessage(asksIn(text, grammar, known));
  if (asks.length === 0) return refused(notUnderstood(text));
  if (isIronic(text) || allBut.test(text)) return refused(notMeant(text));
  return together(asks.map((ask) => meant(named(inThread(ask, thread), known), text, known)));
}

/** "Anything but gepa": what is named is what is not wanted. */
const allBut = /\b(?:any|every)thing but\b/i;
