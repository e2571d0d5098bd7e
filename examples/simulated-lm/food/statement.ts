import { findTopics } from "./lexicon.ts";
import { phrase } from "./words.ts";

/** One sentence of the instructions, as far as it is about food. */
export interface Statement {
  /** The sentence in compared form. */
  phrase: string;
  diets: ReadonlySet<string>;
  groups: ReadonlySet<string>;
  /** Terms and look-alikes, as the lexicon spells them. */
  terms: ReadonlySet<string>;
  negative: boolean;
  safety: Safety | null;
  aboutTraces: boolean;
}

export type Safety = "DefinitelyUnsafe" | "MaybeUnsafe";

const negative = /\b(?:do not|don.?t|never) (?:flag|list|report)\b|\b(?:is|are) (?:safe|fine|allowed)\b/i;

/** Reads a sentence. */
export function readStatement(sentence: string): Statement {
  const topics = findTopics(sentence);
  return {
    phrase: phrase(sentence),
    diets: new Set(topics.flatMap(({ value }) => (value.kind === "diet" ? [value.diet.id] : []))),
    groups: new Set(topics.flatMap(({ value }) => (value.kind === "group" ? [value.group] : []))),
    terms: new Set(
      topics.flatMap(({ phrase, value }) => (value.kind === "term" || value.kind === "lookAlike" ? [phrase] : [])),
    ),
    negative: negative.test(sentence),
    safety: safetyIn(sentence),
    aboutTraces: /\bmay contain|\btraces?\b/i.test(sentence),
  };
}

function safetyIn(sentence: string): Safety | null {
  const maybe = /\bMaybeUnsafe\b/.test(sentence);
  const definitely = /\bDefinitelyUnsafe\b/.test(sentence);
  if (maybe === definitely) return null;
  return maybe ? "MaybeUnsafe" : "DefinitelyUnsafe";
}
