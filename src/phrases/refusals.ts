import { said as quoted } from "../parse/words.ts";

const decisions =
  /^(?:(?:can|could|would|will) you (?:please )?|please |just |yes |ok |okay |go ahead and )*(?:approve|reject|decide|sign off|merge|accept)\b/i;

/** "Sign the approval of c6 on my behalf" */
const inMyName =
  /\b(?:approv\w*|sign(?:ature)?|okay|blessing|vote|accept|reject|decide|click|press)\b.*\b(?:on my behalf|in my (?:name|place|stead|absence))\b/i;

type Refusal = { problem: string; paste: string | null };

/** Why such a sentence is not followed, whatever else it says; undefined for any other. */
export function refusalOf(text: string): Refusal | undefined {
  if (!decisions.test(text) && !inMyName.test(text)) return undefined;
  return { problem: "Decisions are made with the buttons on a card, by the people its program names.", paste: null };
}

/** Words by which people mean the opposite of what they say, or only think aloud. */
const ironic =
  /\b(?:yeah,? right|as if|because (?:that|this|it) (?:always |also |really )?(?:went|worked|works|goes)|what could (?:possibly )?go wrong|(?:just )?kidding|jk|sarcasm|what happens if|what would happen|hypothetically|theoretically|in theory|pretend|imagine|why would|who would|what if(?! we (?:tried|used|gave|took|explored|let)\b)|not!|what a bargain|who needs|(?:went|goes|worked) so well|always works|nobody asked|over my dead body|in your dreams|dream on|fat chance|when hell freezes|(?:anything|everything|(?<!at )all|nothing(?! but (?:\w+ )?(?:trouble|abends?|complaints?|errors?|garbage|problems?|issues?|nonsense|noise|grief|failures?|rubbish|bugs|bad))|anyone|any) but(?! \d)|said (?:nobody|no one)|a thousand times)\b|\s\/s\b/i;

/** Whether a message asks for nothing, however much it sounds like it. */
export const isIronic = (text: string): boolean => ironic.test(text.replace(/ (?=[,.!?])/g, ""));

/** What is said to words nobody could follow. */
export function notUnderstood(text: string): Refusal {
  const words = quoted(spoken(text));
  if (mayNegate(text)) return { problem: `I read ${words} as something not to do, so I did nothing.`, paste: null };
  return { problem: `I did not understand ${words}, so I did nothing.`, paste: "/helix help" };
}

/** What is said to words that sound like a request and are none. */
export const notMeant = (text: string): Refusal => ({
  problem: `I read ${quoted(spoken(text))} as a remark, so I did nothing.`,
  paste: null,
});

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
