import { type Known, namesOf } from "../../parse/draft.ts";
import { nameMeant } from "../names.ts";
import { bare, mentionedOrBoth, mentions, type Sentence, wordsOf } from "./mentions.ts";
import { reflectionIn } from "./reflection.ts";

/** The programs that are named, as registered; "both programs" where there are two. */
export function programsIn(sentences: readonly Sentence[], known: Known): string[] {
  const named = mentions(sentences, "program").flatMap(
    (says) => nameMeant(bare(says), namesOf(known)) ?? begun(says, known),
  );
  return named.length === 0 && meansBoth(sentences) && known.programs.length === 2
    ? [...known.programs]
    : [...new Set(named)];
}

const meansBoth = (sentences: readonly Sentence[]): boolean =>
  sentences.some(({ tokens }) => bothPrograms.test(wordsOf(tokens)));
const bothPrograms =
  /(?<!\bwhich (?:one )?of (?:the |our )?)\b(?:both|two) (?:of )?(?:the |our |my |registered )*programs\b/;

/** "Both programs", "all programs", and none by its name. */
export const meansEvery = (sentences: readonly Sentence[]): boolean =>
  mentions(sentences, "program").length === 0 &&
  sentences.some(({ tokens }) =>
    /\b(?:both|all|every|each)(?: of)?(?: the| our| my| registered)* programs?\b/.test(wordsOf(tokens)),
  );

/** "ingr": what begins a part of exactly one name. */
function begun(says: string, known: Known): string[] {
  const found = namesOf(known).filter((name) => name.split(/[-_. ]/).some((part) => part.startsWith(bare(says))));
  return found.length === 1 ? found : [];
}

/** Models as registered; where several programs are meant, each has its own. */
export function modelsIn(
  sentences: readonly Sentence[],
  program: string | undefined,
  isShared: boolean,
  known: Known,
): string[] {
  const all = program === undefined ? Object.values(known.models).flat() : (known.models[program] ?? []);
  const reflection = reflectionIn(sentences);
  const others = sentences.map(({ tokens, weight }) => ({
    weight,
    tokens: tokens.filter((token) => !reflection.tokens.has(token)),
  }));
  const named = mentionedOrBoth(others, "model").map(bare);
  const words = sentences.map(({ tokens }) => wordsOf(tokens)).join("");
  if (program !== undefined && named.length === 0 && meansAll(words, all.length)) return all;
  return named.flatMap(
    (word) =>
      nameMeant(word, [...new Set(all)]) ??
      familyOf(word, all, words) ??
      (isShared || isKindOf(word, named, all) ? [] : [word]),
  );
}

/** "Flash, the cheap gemini" */
const isKindOf = (word: string, named: readonly string[], all: readonly string[]): boolean =>
  all.filter((name) => name.startsWith(`${word}-`)).length > 1 &&
  named.some((other) => nameMeant(other, [...new Set(all)])?.startsWith(`${word}-`));

const counts = ["", "one", "two", "three", "four", "five", "six"];

/** "On both of its models", "on all four models": named by their number. */
const meansAll = (words: string, count: number): boolean => {
  const many = `(?:all|${count === 2 ? "both" : "all"}|each|every|(?:all )?(?:the )?(?:${counts[count] ?? count}|${count}))`;
  return new RegExp(
    `\\b${many} (?:one )?(?:of )?(?:the |its |their |available |registered |possible )*models?\\b`,
  ).test(words);
};

/** "Both geminis": every model whose name begins so. */
function familyOf(word: string, models: string[], words: string): string[] | null {
  const family = models.filter((name) => name.toLowerCase().startsWith(`${word.toLowerCase().replace(/s$/, "")}-`));
  const isAll = new RegExp(`\\b(?:both|all|each|every|two) (?:of )?(?:the )?${word}|${word}s\\b`).test(words);
  return family.length > 1 && isAll ? family : null;
}
