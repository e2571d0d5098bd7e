import { classesOf } from "./classes.ts";
import type { Token } from "./tokens.ts";

/** What a message is weighed by: its words, their neighbours, the classes of both, and what is named in it. */
export function featuresOf(tokens: readonly Token[], isInThread: boolean): string[] {
  const words = tokens.map(wordOf);
  const found = new Set(["always", ...(isInThread ? ["in thread"] : []), ...begun(words), ...named(tokens)]);
  words.forEach((word, n) => {
    const [next, third] = [words[n + 1], words[n + 2]];
    found.add(word);
    // A short word has no ending to lose.
    if (word.length > 4) found.add(`~${stem(word)}`);
    found.add(`${word} ${next ?? "$"}`);
    for (const each of classesOf(word)) {
      found.add(`#${each}`);
      for (const other of classesOf(next ?? "")) found.add(`#${each} #${other}`);
      for (const other of classesOf(third ?? "")) found.add(`#${each} _ #${other}`);
    }
  });
  found.add(`words ${Math.min(5, Math.floor(words.length / 4))}`);
  return [...found];
}

const kept = new Set(["word", "mark"]);
const wordOf = ({ is, says }: Token): string => (kept.has(is) ? says : `<${is}>`);

const greeting = /^[,.!:;]$|^(?:please|hi|hey|hello|helix|ok|okay|so|and|also)$/;

/** How it begins, past what people say first. */
function begun(words: readonly string[]): string[] {
  const [first = "", second = "$"] = words.filter((word) => !greeting.test(word));
  return [`^${first}`, `^${second}`, `^${first} ${second}`, ...classesOf(first).map((each) => `^#${each}`)];
}

/** What is named, how often, and whether anything is asked. */
function named(tokens: readonly Token[]): string[] {
  const kinds = [...new Set(tokens.map(({ is }) => is))].filter((is) => !kept.has(is)).sort();
  const many = kinds.filter((kind) => tokens.filter(({ is }) => is === kind).length > 1);
  return [
    ...kinds.map((kind) => `has ${kind}`),
    ...many.map((kind) => `many ${kind}`),
    ...kinds.flatMap((kind, n) => kinds.slice(n + 1).map((other) => `has ${kind} ${other}`)),
    ...(tokens.some(({ says }) => says === "?") ? ["asked"] : []),
    `has only ${kinds.filter((kind) => kind !== "live").join(" ")}`,
  ];
}

/** Roughly: a word without its ending. */
const stem = (word: string): string =>
  /^\p{L}{5,}$/u.test(word) ? word.replace(/(?:ations?|ings?|ed|ers?|es|s|e|ly)$/, "") : word;
