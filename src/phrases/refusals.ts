import { said as quoted } from "../parse/words.ts";

const decisions =
  /^(?:(?:can|could|would|will) you (?:please )?|please |just |yes |ok |okay |go ahead and )*(?:approve|reject|decide|sign off|merge|accept)\b/i;

type Refusal = { problem: string; paste: string | null };

/** Why such a sentence is not followed, whatever else it says; undefined for any other. */
export function refusalOf(text: string): Refusal | undefined {
  if (!decisions.test(text)) return undefined;
  return { problem: "Decisions are made with the buttons on a card, by the people its program names.", paste: null };
}

/** What is said to words nobody could follow. */
export function notUnderstood(text: string): Refusal {
  const words = quoted(spoken(text));
  if (mayNegate(text)) return { problem: `I read ${words} as something not to do, so I did nothing.`, paste: null };
  return { problem: `I did not understand ${words}, so I did nothing.`, paste: "/helix help" };
}

const negation =
  /\b(?:not|dont|no|nope|never|none|without|except|unless|but|instead|stop|cancel|skip|avoid|neither|nor|hold|wait|ignore|forget|rather)\b|n't\b/i;

/** Whether words that could not be placed may turn the rest into its opposite. */
export function mayNegate(words: string): boolean {
  return negation.test(words);
}

/** Whether words that could not be placed may speak of what a run costs. */
export function mayBeMoney(words: string): boolean {
  return /[$€£¢]|\b(?:dollars?|usd|euros?|cents?|bucks?|budget|cost|costs|spend|money|cheap\w*|thousand|million|per)\b/i.test(
    words,
  );
}

/** Tidied words as they were said: punctuation goes back to its word. */
export function spoken(words: string): string {
  return words.trim().replace(/ ([,.;:!?])/g, "$1");
}
