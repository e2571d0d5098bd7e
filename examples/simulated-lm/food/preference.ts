import type { Diet } from "./diets.ts";
import { findDiets } from "./lexicon.ts";
import { phrase } from "./words.ts";

/** A preference as read: the diets it names, else the words it wants to avoid. */
export interface Preference {
  text: string;
  phrase: string;
  diets: readonly Diet[];
  avoids: readonly string[];
}

const wish =
  /\b(?:avoid|no|flag|without|don.?t (?:like|eat|want|feel good after eating)|can.?t stand(?: the taste of)?|allergic to|hate)\s+(.+)/i;

/** Reads a preference in a person's words. */
export function readPreference(text: string): Preference {
  const diets = [...new Set(findDiets(text).map((found) => found.value.diet))];
  const rest = diets.length > 0 ? undefined : (wish.exec(text)?.[1] ?? /^(.+?)[- ](?:free|allergy)$/i.exec(text)?.[1]);
  const avoids = (rest ?? "")
    .split(/,| and | or /)
    .map((part) => phrase(part).trim())
    .filter((part) => part !== "");
  return { text, phrase: phrase(text), diets, avoids };
}
