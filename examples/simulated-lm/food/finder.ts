import { words } from "./words.ts";

export interface Found<T> {
  phrase: string;
  value: T;
}

interface Entry<T> {
  phrase: string;
  words: string[];
  value: T;
}

export type Finder<T> = (text: string) => Found<T>[];

/**
 * Finds known phrases in a text, the longest first and without overlap: "coconut milk" is found and "milk" in it is not.
 * A phrase with several values is found once for each.
 */
export function finderOf<T>(entries: Iterable<readonly [string, T]>): Finder<T> {
  const byFirstWord = new Map<string, Entry<T>[]>();
  for (const [text, value] of entries) {
    const entry = { phrase: text, words: words(text), value };
    const first = entry.words[0];
    if (first === undefined) continue;
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), entry]);
  }
  for (const list of byFirstWord.values()) list.sort((a, b) => b.words.length - a.words.length);
  return (text) => findAll(words(text), byFirstWord);
}

function findAll<T>(text: string[], byFirstWord: ReadonlyMap<string, Entry<T>[]>): Found<T>[] {
  const found: Found<T>[] = [];
  for (let at = 0; at < text.length; ) {
    const hits = (byFirstWord.get(text[at] ?? "") ?? []).filter((entry) =>
      entry.words.every((word, i) => text[at + i] === word),
    );
    const length = hits[0]?.words.length ?? 1;
    for (const hit of hits) if (hit.words.length === length) found.push({ phrase: hit.phrase, value: hit.value });
    at += length;
  }
  return found;
}
