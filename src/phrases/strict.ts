import type { Known } from "../parse/draft.ts";
import { mayGovern } from "./asides.ts";
import { type Ask, asksIn } from "./asks.ts";
import { askedAbout, cued } from "./cues.ts";
import type { Grammar } from "./grammar.ts";
import { type Heard, refused } from "./heard.ts";
import { acts, isHarmless, meant } from "./meant.ts";
import { named } from "./named.ts";
import { isIronic, mayNegate, notMeant, notUnderstood } from "./refusals.ts";
import { inThread, type ThreadContext } from "./thread.ts";
import { together } from "./together.ts";
import { withinMessage } from "./within.ts";

/**
 * Reads what somebody said into the same intents as the slash command. Every word of what spends or changes something has
 * to have its place in the grammar; one that has none is quoted back, and then nothing of the whole message is done.
 */
export function readStrictly(text: string, grammar: Grammar, known: Known, thread: ThreadContext | null): Heard {
  const asks = withoutRemarks(withoutUnwanted(withinMessage(asksIn(text, grammar, known))), text);
  const all = (each: Ask[]) =>
    together(each.map((ask) => meant(named(inThread(aboutHere(ask, text), thread), known), text, known)));
  if (isIronic(text) && asks.some(({ draft }) => !isHarmless(draft.verb))) return refused(notMeant(text));
  const read = asks.length === 0 ? null : all(asks.map((ask) => betterCued(ask, text, grammar)));
  if (read && isSettled(read, asks)) return read;
  const isRequest = asks.some(({ draft, polite }) => polite && acts.has(draft.verb));
  const about = isRequest ? [] : askedAbout(text, grammar, thread?.run ?? null);
  return about.length > 0 ? all(about) : (read ?? refused(notUnderstood(text)));
}

/** "What have we tried? I don't want to repeat it": what is not to be done says why one asks. */
function withoutUnwanted(asks: Ask[]): Ask[] {
  const isUnwanted = (n: number): boolean => {
    const [ask, before] = [asks[n], asks[n - 1]];
    const last = before?.unplaced.at(-1);
    if (!ask || !before || !last || !acts.has(ask.draft.verb) || !isHarmless(before.draft.verb)) return false;
    return mayNegate(last.words);
  };
  return asks.flatMap((ask, n) => {
    if (isUnwanted(n)) return [];
    return isUnwanted(n + 1) ? [{ ...ask, unplaced: ask.unplaced.slice(0, -1) }] : [ask];
  });
}

/** "New labels are in! Run gepa …": what only sounds like a question beside a request that is clear. */
function withoutRemarks(asks: Ask[], text: string): Ask[] {
  const clear = asks.findLastIndex(({ draft, unplaced }) => acts.has(draft.verb) && unplaced.length === 0);
  return asks.filter(
    ({ draft, unplaced, isQuestion, from, to }, n) =>
      n >= clear ||
      !/[.!?;,] (?:and |so |but )*$/.test(text.slice(from, asks[n + 1]?.from)) ||
      /\b(?:what|which|show|tell|list|how|who|give)\b/i.test(text.slice(from, to)) ||
      acts.has(draft.verb) ||
      draft.verb === "compare" ||
      unplaced.length === 0 ||
      isQuestion ||
      mayGovern(text.slice(from, to)),
  );
}

/** Nothing is left to guess: every word has its place, or what is asked for acts and was understood as far as it goes. */
function isSettled(read: Heard, asks: readonly Ask[]): boolean {
  if (asks.every(({ draft, unplaced }) => isHarmless(draft.verb) && unplaced.length === 0)) return true;
  const isActing = asks.some(({ draft }) => !isHarmless(draft.verb));
  return isActing && (read.ok || read.question !== null);
}

/** "How is it going?" in a run's thread is about the run, unless it speaks of what is deployed. */
function aboutHere(ask: Ask, text: string): Ask {
  const isOpen = ask.draft.verb === "status" && ask.refers === null && ask.draft.operands.length === 0;
  const isElsewhere = /\b(?:deployed|live|production|everything|overall|all|drift)\b/i.test(text);
  return isOpen && !isElsewhere ? { ...ask, refers: "here" } : ask;
}

/** A question that has words without a place is read once more, by what it is about. */
function betterCued(ask: Ask, text: string, grammar: Grammar): Ask {
  if (!isHarmless(ask.draft.verb) || ask.unplaced.length === 0) return ask;
  return cued(text.slice(ask.from, ask.to), grammar) ?? ask;
}
