import { type Known, namesOf } from "../../parse/draft.ts";
import { commonWords } from "../common-words.ts";
import { ordinary } from "../ordinary.ts";
import { distance } from "../spelling.ts";

const sounds: readonly (readonly [RegExp, string])[] = [
  [/^kn/, "n"],
  [/^wr/, "r"],
  [/^ps/, "s"],
  [/gh(?=[^aeiouy]|$)/g, ""],
  [/t?ch/g, "C"],
  [/ti(?=[ao])|sh/g, "S"],
  [/ph|v/g, "f"],
  [/dge?|g(?=[eiy])|j/g, "J"],
  [/c(?=[eiy])|z/g, "s"],
  [/c?k|q|c|g/g, "k"],
  [/x/g, "ks"],
  [/d/g, "t"],
  [/b(?!r)/g, "p"],
  [/wh/g, "w"],
  [/(?<=[a-z])h/g, ""],
  [/(?<=[aeiou])w(?![aeiou])/g, ""],
  [/(?<=[^aeiouy])e$|(?<=[^aeiouy])e(?=s$)/g, ""],
  [/[aou]?[aou][aou]|[aou]/g, "B"],
  [/B?[eiy]+B?(?=$|[^aeiouyB])/g, "F"],
  [/[aeiouy]+/g, "F"],
];

/**
 * Names and words for what is to be done as they are heard: "jeppa", "me pro", "boot strap", "paws r12". What sounds like
 * exactly one of them, is spelt nearly so and is no other word stands for it.
 */
export function sounded(text: string, known: Known, words: ReadonlySet<string>): string {
  const names = namesFor(known);
  const said = text.trimEnd().split(" ");
  const heard: string[] = [];
  for (let at = 0; at < said.length; ) {
    const isPlace = /^(?:on|with|using|model)$/i.test(said[at - 1] ?? "");
    const as = (count: number) => heardAs(said.slice(at, at + count), names, words, isPlace);
    const many = [1, 2, 3].find((count) => as(count) !== null) ?? 0;
    heard.push(many === 0 ? (said[at] ?? "") : (as(many) ?? ""));
    at += Math.max(1, many);
  }
  return heard.map((word) => `${word} `).join("");
}

/** How optimizers are called in a word or two. */
const optimizerWords = ["gepa", "mipro", "simba", "copro", "bootstrap"];
const commands: readonly Name[] =
  "run pause paused resume cancel promote compare evaluate roll which whose status review lineage budget"
    .split(" ")
    .map(nameOf);

type Name = { name: string; letters: string; sound: string };
const made = new WeakMap<Known, Name[]>();

/** Every name and every longer part of one, by its letters alone. */
function namesFor(known: Known): Name[] {
  const before = made.get(known);
  if (before) return before;
  const whole = [...optimizerWords, ...namesOf(known), ...Object.values(known.models).flat()];
  const names = new Set(whole.flatMap((name) => [name, ...name.split(/[-_. ]/)]));
  const found = [...names].filter((name) => lettersOf(name).length >= 4).map(nameOf);
  made.set(known, found);
  return found;
}

function nameOf(name: string): Name {
  return { name, letters: lettersOf(name), sound: soundOf(lettersOf(name)) };
}

function lettersOf(words: string): string {
  return words.toLowerCase().replace(/[^a-z]/g, "");
}

function heardAs(parts: string[], names: readonly Name[], words: ReadonlySet<string>, isPlace: boolean): string | null {
  const letters = lettersOf(parts.join(""));
  if (letters.length < 4 || parts.some((part) => !/^[a-z'-]+$/i.test(part))) return null;
  const isOne = parts.length === 1;
  const exact = only(names, (name) => name.letters === letters);
  if (exact !== null) return isOne ? null : exact;
  const isOther = isOne && (isWord(letters) || words.has(letters));
  // "With grant": in the place of a name another word stands for it where only one letter differs.
  if (isOther && !isPlace) return null;
  if (isOther) return only(names, (name) => soundOf(letters) === name.sound && distance(letters, name.letters) <= 1);
  const sound = soundOf(letters);
  if (isOne)
    return (
      only(names, (name) => isNear(letters, sound, name)) ??
      (commonWords.has(letters) ? null : only(commands, (each) => isNear(letters, sound, each)))
    );
  // "parcel-claims on": a name that is there already, and a little word.
  const open = names.filter((name) => !parts.some((part) => lettersOf(part) === name.letters));
  return only(open, (name) => isNear(letters, sound, name) || isNearlyHeard(sound, name, parts.length));
}

function only(names: readonly Name[], is: (name: Name) => boolean): string | null {
  const found = names.filter(is);
  return found.length === 1 ? (found[0]?.name ?? null) : null;
}

/** Words of their own; "witch" and "role" are what is heard for "which" and "roll". */
const isWord = (letters: string): boolean =>
  ordinary.has(letters) || (commonWords.has(letters) && !/^(?:witch|role)$/.test(letters));

const isNear = (letters: string, sound: string, name: Name): boolean =>
  sound === name.sound && distance(letters, name.letters) <= 2;

/** Of a longer name one sound may be another: "partial claims". */
const isNearlyHeard = (sound: string, name: Name, parts: number): boolean =>
  name.name.split(/[-_. ]/).length === parts &&
  name.sound.length >= 9 &&
  sound[0] === name.sound[0] &&
  distance(sound, name.sound) <= 2;

/** Roughly how it is said: consonants that sound alike are one, of vowels only front and back are kept. */
function soundOf(word: string): string {
  return sounds.reduce((said, [letters, sound]) => said.replace(letters, sound), word).replace(/(.)\1+/g, "$1");
}
