import { type Known, namesOf } from "../../parse/draft.ts";
import { grammarFor } from "../grammar.ts";
import { numberWords } from "../money.ts";
import { partsOf } from "../names.ts";
import { optimizerNames } from "../slots.ts";
import { spelt } from "../spelling.ts";
import { classWords } from "./classes.ts";
import { sounded } from "./sounds.ts";
import { writtenOut } from "./spoken.ts";

/** Words with slips of the pen mended, where a name or a word that says what is asked for was meant. */
export function mended(text: string, known: Known): string {
  const grammar = grammarFor(known);
  const words = wordsFor(grammar.words, known);
  return spelt(sounded(writtenOut(text), known, words), words, grammar.words);
}

const words = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** What values are said with. */
const valueWords = "temperature effort reflection strategy medium production deployed recommendation".split(" ");

/** Made once for the names that are registered. */
function wordsFor(grammarWords: ReadonlySet<string>, known: Known): ReadonlySet<string> {
  const made = words.get(grammarWords) ?? new Set([...classWords, ...valueWords, ...numberWords, ...namesIn(known)]);
  words.set(grammarWords, made);
  return made;
}

function namesIn(known: Known): string[] {
  const names = [...namesOf(known), ...new Set(Object.values(known.models).flat())];
  const parts = optimizerNames.flatMap((name) => name.split("-"));
  return [...names, ...partsOf(names), ...optimizerNames, ...parts].map((name) => name.toLowerCase());
}
