import { commonWords } from "./common-words.ts";
import { ordinary } from "./ordinary.ts";

/**
 * Words as they were meant: one that is no word of the grammar, no name and no ordinary word, and is a letter or two
 * away from exactly one that is. Numbers and what holds digits are never touched; nor are `noSlips`.
 */
export function spelt(text: string, known: ReadonlySet<string>, noSlips: ReadonlySet<string> = known): string {
  return text
    .trimEnd()
    .split(" ")
    .map((word) => `${noSlips.has(word.toLowerCase()) ? word : mended(word, known)} `)
    .join("");
}

const mendings = new WeakMap<ReadonlySet<string>, Map<string, string>>();

/** People use few words: what was mended once is remembered, as long as it is not too much. */
function mended(word: string, known: ReadonlySet<string>): string {
  const before = mendings.get(known) ?? new Map<string, string>();
  mendings.set(known, before);
  const found = before.get(word) ?? looked(word, known);
  if (before.size < 5_000) before.set(word, found);
  return found;
}

function looked(word: string, known: ReadonlySet<string>): string {
  const lower = word.toLowerCase();
  if (!/^\p{L}[\p{L}-]+$/u.test(word) || known.has(lower) || isWord(lower) || isInflected(lower, known)) return word;
  const single = undoubledIn(known).get(undoubled(lower)) ?? [];
  if (single.length === 1) return single[0] ?? word;
  const close = [...known].flatMap((each) => (isClose(lower, each) ? [{ each, slips: distance(lower, each) }] : []));
  const least = Math.min(...close.map(({ slips }) => slips));
  const [nearest, another] = close.filter(({ slips }) => slips === least);
  return nearest && !another ? nearest.each : word;
}

const alike = new WeakMap<ReadonlySet<string>, Map<string, string[]>>();

/** The known words by what is left of them without doubled letters. */
function undoubledIn(known: ReadonlySet<string>): Map<string, string[]> {
  const before = alike.get(known);
  if (before) return before;
  const found = new Map<string, string[]>();
  for (const each of known) found.set(undoubled(each), [...(found.get(undoubled(each)) ?? []), each]);
  alike.set(known, found);
  return found;
}

const isWord = (word: string): boolean => ordinary.has(word) || commonWords.has(word);

/** Another form of a word that is known is no slip. */
const isInflected = (word: string, known: ReadonlySet<string>): boolean =>
  known.has(`${word}s`) ||
  known.has(word.replace(/s$/, "")) ||
  stems(word).some((stem) => ordinary.has(stem) || known.has(stem));

/** What a form may be built from: sending → send, resumed → resume, stopped → stop. */
function stems(word: string): string[] {
  return ["ing", "ed", "er", "ers", "es", "ly", "s", "en"].flatMap((ending) => {
    const stem = word.endsWith(ending) ? word.slice(0, -ending.length) : "";
    return stem.length < 3 ? [] : [stem, `${stem}e`, stem.replace(/(.)\1$/, "$1"), stem.replace(/i$/, "y")];
  });
}

/** "runn", "geepa": a letter too many of the same kind. */
const undoubled = (word: string): string => word.replace(/(.)\1+/g, "$1");

/** One slip in a word of four letters, two in one of eight; three-letter words only with two letters swapped. */
function isClose(word: string, other: string): boolean {
  if (other.length < 3 || Math.abs(word.length - other.length) > 2) return false;
  // Two words that begin differently are close by two letters swapped at most.
  if (word[0] !== other[0] && (word.length !== other.length || !sameLetters(word, other))) return false;
  const slips = distance(word, other);
  if (word.length <= 3 || other.length <= 3)
    return word.length === other.length && slips < 1 && sameLetters(word, other);
  if (word[0] !== other[0] && !(sameLetters(word, other) && slips < 1)) return false;
  return slips <= (Math.min(word.length, other.length) >= 7 ? 2 : 1);
}

const sameLetters = (a: string, b: string): boolean => [...a].sort().join("") === [...b].sort().join("");

/** How many slips lie between two words: letters put in, left out, replaced, or swapped with their neighbour. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [[...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i++) {
    const [above = [], before] = [rows[i - 1], rows[i - 2]];
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before?.[j - 2] ?? 99) + 0.6 : 99;
      row.push(Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same, swapped));
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 99;
}
