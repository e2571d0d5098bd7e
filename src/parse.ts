import parseArgs from "string-argv";
import { type Verb, verbs } from "../models/intent/words.ts";
import { type Known, pasteFor, type Reading } from "./parse/draft.ts";
import { flagsOf, sortWords } from "./parse/options.ts";
import { settle } from "./parse/settle.ts";
import { verbNamed } from "./parse/values.ts";
import { didYouMean, listed, nearest, said, unescaped } from "./parse/words.ts";

export type { Known, Reading } from "./parse/draft.ts";

/** Reads what was typed after `/helix` (or the whole line). Expected mistakes come back as words, never as an exception. */
export function parseCommand(text: string, known: Known): Reading {
  const typed = straightened(text).replace(/^\s*\/helix\b/, "");
  if (hasOpenQuote(typed)) return { ok: false, problem: "A quotation mark is opened and never closed.", paste: null };
  const [word = "help", ...rest] = parseArgs(typed);
  const verb = word.toLowerCase();
  return isVerb(verb) ? readWords(verb, rest, known) : unknownCommand(word, rest, known);
}

/** Slack turns two hyphens into a dash and straight quotes into curly ones; people put a space after a comma. */
function straightened(text: string): string {
  return unescaped(text)
    .replace(/(^|\s)[—–](?=[a-z])/g, "$1--")
    .replace(/[“”„]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/"[^"]*"|'[^']*'|,\s+(?!-)/g, (part) => (part.startsWith(",") ? "," : part));
}

/** Same rule as string-argv: a quote of either kind runs to the next one of its kind. */
function hasOpenQuote(text: string): boolean {
  return /["']/.test(text.replace(/"[^"]*"|'[^']*'/g, ""));
}

function isVerb(word: string): word is Verb {
  return verbs.includes(word as Verb);
}

function unknownCommand(word: string, rest: string[], known: Known): Reading {
  const close = verbNamed(word) ?? nearest(word, [...verbs]);
  const problem = `I know no command ${said(word)}; there are ${listed([...verbs], "and")}.${didYouMean(close)}`;
  return {
    ok: false,
    problem,
    paste: close === null ? "/helix help" : pasteFor(readWords(close as Verb, rest, known)),
  };
}

function readWords(verb: Verb, words: string[], known: Known): Reading {
  if (words.includes("--help") || words.includes("-h")) return { ok: true, intent: { verb: "help", topic: verb } };
  const { draft, twice, unknown } = sortWords(verb, words);
  if (unknown[0] !== undefined) return unknownOption(verb, words, unknown[0], known);
  const reading = settle(draft, known);
  return twice.length === 0 ? reading : refused(`${listed(twice, "and")} was given twice.`, reading);
}

/** Further problems come from the line as it would be with the option mended, or without it. */
function unknownOption(verb: Verb, words: string[], option: string, known: Known): Reading {
  const flags = flagsOf(verb);
  const name = option.replace(/=.*$/s, "");
  const close = nearest(name, flags);
  const takes = flags.length === 0 ? "it takes none" : `it takes ${listed(flags, "and")}`;
  const problem = flags.includes(name)
    ? `${name} takes no value.`
    : `${verb} has no option ${said(name)}; ${takes}.${didYouMean(close)}`;
  const readings = mended(words, option, name, close).map((line) => readWords(verb, line, known));
  return refused(problem, readings.find((reading) => reading.ok) ?? readings.at(-1));
}

/** The words with the nearest option in its place; without one, the words without it, with and without its value. */
function mended(words: string[], option: string, name: string, close: string | null): string[][] {
  const at = words.indexOf(option);
  if (close === name) return [/=(no|false|0)$/i.test(option) ? words.toSpliced(at, 1) : words.with(at, name)];
  if (close !== null) return [words.with(at, close + option.slice(name.length))];
  return [words.toSpliced(at, 1), ...(words[at + 1]?.startsWith("-") === false ? [words.toSpliced(at, 2)] : [])];
}

function refused(problem: string, rest: Reading | undefined): Reading {
  if (rest === undefined || rest.ok) return { ok: false, problem, paste: rest ? pasteFor(rest) : null };
  return { ok: false, problem: `${problem} ${rest.problem}`, paste: rest.paste };
}
