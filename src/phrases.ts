import type { Intent } from "../models/intent.ts";
import type { Known } from "./parse/draft.ts";
import { mayGovern } from "./phrases/asides.ts";
import { type Ask, asksIn } from "./phrases/asks.ts";
import { askedAbout, cued } from "./phrases/cues.ts";
import { type Grammar, grammarFor } from "./phrases/grammar.ts";
import { acts, isHarmless, type Meant, meant } from "./phrases/meant.ts";
import { named } from "./phrases/named.ts";
import type { Question } from "./phrases/question.ts";
import { isIronic, mayNegate, notMeant, notUnderstood, refusalOf } from "./phrases/refusals.ts";
import { spelt } from "./phrases/spelling.ts";
import { inThread, type ThreadContext } from "./phrases/thread.ts";
import { tidy, withoutMention } from "./phrases/tidy.ts";
import { withinMessage } from "./phrases/within.ts";

export { answered, type Question } from "./phrases/question.ts";
export type { ThreadContext } from "./phrases/thread.ts";

/** What was understood of a message: what to do, in order; or why nothing is done, perhaps with one question. */
export type Heard =
  | { ok: true; intents: Intent[] }
  | {
      ok: false;
      problem: string;
      paste: string | null;
      question: Question | null;
      /** What would have been done, had all of it been understood. */
      understood: Intent[];
    };

/** Longer messages are talk, not a request. */
const longest = 1_000;

/**
 * Reads what somebody said to the bot, whose user id is `me`, into the same intents as the slash command. Every word
 * of what spends or changes something has to have its place in the grammar; one that has none is quoted back, and then
 * nothing of the whole message is done.
 */
export function readPhrase(said: string, known: Known, me = "", thread: ThreadContext | null = null): Heard {
  const words = withoutMention(said, me);
  if (words.length > longest) return refused(notUnderstood(words));
  const grammar = grammarFor(known);
  const text = spelt(tidy(words), grammar.words);
  if (/^[\s?!.,;]*$/.test(text)) return { ok: true, intents: [{ verb: "help", topic: null }] };
  if (isGreeting(text)) return { ok: true, intents: [{ verb: "help", topic: null }] };
  const refusal = refusalOf(text);
  if (refusal) return refused(refusal);
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

const isGreeting = (text: string): boolean =>
  /^(?:[,.!;] |hi |hey |hello |hiya |yo |good |morning |afternoon |evening |helix |there |all |bot )+$/i.test(text);

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

const refused = (refusal: { problem: string; paste: string | null }): Heard => ({
  ok: false,
  ...refusal,
  question: null,
  understood: [],
});

/** All of it, or nothing: half of what was asked may be the half that nobody wanted alone. */
function together(readings: Meant[]): Heard {
  const understood = once(readings.flatMap((reading) => (reading.ok ? [reading.intent] : [])));
  const troubled = readings.filter((reading) => !reading.ok);
  const [first] = troubled;
  if (first === undefined) return { ok: true, intents: understood };
  const question = troubled.every((reading) => reading.question !== null) ? first.question : null;
  const problem = question?.problem ?? troubled.map((reading) => reading.problem).join(" ");
  return { ok: false, problem, paste: readings.length === 1 ? first.paste : null, question, understood };
}

/** "Who approved it, and which run made it?" are two questions with one answer; the one that names more is meant. */
function once(intents: Intent[]): Intent[] {
  return intents.filter((intent, n) => {
    const others = intents.filter((_, at) => at !== n);
    const isIn = (other: Intent, at: number) =>
      says(other, intent) && (!says(intent, other) || intents.indexOf(others[at] ?? intent) < n);
    return !others.some(isIn);
  });
}

const says = (whole: Intent, part: Intent): boolean =>
  whole.verb === part.verb &&
  Object.entries(part).every(
    ([key, value]) =>
      value === null || JSON.stringify(value) === JSON.stringify((whole as Record<string, unknown>)[key]),
  );
