import { type Known, namesOf } from "../../parse/draft.ts";
import { grammarFor } from "../grammar.ts";
import { numberWords } from "../money.ts";
import { partsOf } from "../names.ts";
import { optimizerNames } from "../slots.ts";
import { spelt } from "../spelling.ts";
import { classWords } from "./classes.ts";

/** Words with slips of the pen mended, where a name or a word that says what is asked for was meant. */
export function mended(text: string, known: Known): string {
  const names = [...namesOf(known), ...new Set(Object.values(known.models).flat())];
  const named = [...names, ...partsOf(names), ...optimizerNames, ...optimizerNames.flatMap((name) => name.split("-"))];
  return spelt(
    text,
    new Set([...classWords, ...numberWords, ...named.map((name) => name.toLowerCase())]),
    grammarFor(known).words,
  );
}
