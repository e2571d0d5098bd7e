import { type Draft, type Known, pasteFor, type Reading } from "./parse/draft.ts";
import { settle } from "./parse/settle.ts";
import { listed, said as quoted } from "./parse/words.ts";
import { grammarFor } from "./phrases/grammar.ts";
import { place } from "./phrases/place.ts";
import { mayBeMoney, mayNegate, refusalOf } from "./phrases/refusals.ts";
import { tidy, withoutMention } from "./phrases/tidy.ts";

/** Longer messages are talk, not a request. */
const longest = 1_000;

/**
 * Reads what somebody said to the bot, whose user id is `me`, into the same intents as the slash command.
 * Every word has to have its place in the grammar; one that has none is quoted back and nothing is done.
 */
export function readPhrase(said: string, known: Known, me = ""): Reading {
  const text = withoutMention(said, me);
  if (text.length > longest) return notUnderstood(text);
  const { polite, rest } = withoutLeadIn(tidy(text));
  if (/^[\s?!.]*$/.test(rest)) return { ok: true, intent: { verb: "help", topic: null } };
  const placed = place(rest, polite, grammarFor(known));
  if (placed === null) return refusal(rest);
  return answer(placed.draft, placed.unplaced, placed.twice, known);
}

const leadIn = /^(?:(?:hey|hi|hello|thanks|thank you|ok|okay|so|helix|please|kindly|now|[,.!;:]) )*/i;
const request =
  /^(?:(?:could|can|would) you|(?:i|we) (?:want|would like)(?: you)? to|(?:i|we)'d like(?: you)? to|let's|let us) (?:(?:please|kindly|now) )*/i;

/** Greetings and politeness; `polite` says whether the sentence may then end in a question mark and still be a request. */
function withoutLeadIn(text: string): { polite: boolean; rest: string } {
  const begun = text.replace(leadIn, "");
  const rest = begun.replace(request, "");
  return { polite: rest !== begun, rest };
}

function refusal(text: string): Reading {
  const known = refusalOf(text);
  return known ? { ok: false, ...known } : notUnderstood(text);
}

function notUnderstood(text: string): Reading {
  const words = quoted(spoken(text));
  if (mayNegate(text))
    return { ok: false, problem: `I read ${words} as something not to do, so I did nothing.`, paste: null };
  return { ok: false, problem: `I did not understand ${words}, so I did nothing.`, paste: "/helix help" };
}

function answer(draft: Draft, unplaced: string[], twice: string[], known: Known): Reading {
  const reading = settle(draft, known);
  if (unplaced.length === 0 && twice.length === 0) return reading;
  const problems = [
    unplaced.length > 0 ? `${unplacedWords(unplaced)}, so I did nothing.` : "",
    unplaced.some(mayBeMoney) ? "A budget is said like this: with a budget of 2.50 dollars." : "",
    twice.length > 0
      ? `You named more than one ${listed(twice, "and")}, in different places; I do not guess which is meant.`
      : "",
    reading.ok ? "" : reading.problem,
  ];
  // A line that does the opposite, or spends what nobody said, is worse than none.
  const unsafe = twice.includes("budget") || unplaced.some((words) => mayNegate(words) || mayBeMoney(words));
  const paste = unsafe ? null : pasteFor(reading);
  return { ok: false, problem: problems.filter((words) => words !== "").join(" "), paste };
}

function unplacedWords(unplaced: string[]): string {
  const asks = unplaced.every((words) => /^[?\s]+$/.test(words));
  return asks ? "I read that as a question" : `I could not place ${listed(unplaced.map(spoken).map(quoted), "and")}`;
}

/** Tidied words as they were said: punctuation goes back to its word. */
function spoken(words: string): string {
  return words.trim().replace(/ ([,.;:!?])/g, "$1");
}
