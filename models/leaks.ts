import { exactKey, foldedKey } from "./canonical.ts";
import type { PredictorView } from "./contract.ts";
import type { Split } from "./split.ts";

type Values = Record<string, unknown>;

/** An example of the dataset version a candidate is evaluated on. */
export interface LeakRow {
  key: string;
  split: Split;
  inputs: Values;
  label: Values;
}

/** Something of the test split that a candidate shows to the model: its test score says less than it seems. */
export interface Leak {
  predictor: string;
  how: "the same input" | "the same input in other spelling" | "a near-duplicate" | "quoted input" | "quoted label";
  /** Key of the test example. */
  key: string;
  /** As people read it. */
  words: string;
}

/** A demo as it was shown, cut to the program's inputs; `id` names it. */
export interface ShownDemo {
  id: string;
  predictor: string;
  n: number;
  source: string | null;
  inputs: Values;
}

/** Which test examples (by key) a demo (by id) is a near-duplicate of. */
export type NearDemos = ReadonlyMap<string, ReadonlySet<string>>;

/** The demos that show all of a program's inputs; those of inner predictors that show others say nothing of an example. */
export function shownDemos(predictors: readonly PredictorView[], inputNames: readonly string[]): ShownDemo[] {
  return predictors.flatMap(({ name, demos }) =>
    demos.flatMap(({ source, fields }, at): ShownDemo[] => {
      if (!inputNames.every((input) => Object.hasOwn(fields, input))) return [];
      const inputs = Object.fromEntries(inputNames.map((input) => [input, fields[input]]));
      return [{ id: `${name} ${at}`, predictor: name, n: at + 1, source, inputs }];
    }),
  );
}

/**
 * Everything of the test split in demos and instructions. `rows` are all examples of the version: what also stands in train
 * or val may be quoted, for there it was learned. `near` comes from helix_near.
 */
export function leaks(
  predictors: readonly PredictorView[],
  inputNames: readonly string[],
  rows: Iterable<LeakRow>,
  near: NearDemos,
): Leak[] {
  const check = new LeakCheck(predictors, inputNames, near);
  for (const row of rows) check.see(row);
  return check.found();
}

const mostNamed = 3;

/** All leaks as one sentence for people, the first few named; none where there is none. */
export function leakWords(found: readonly Leak[]): string[] {
  if (found.length === 0) return [];
  const more = found.length > mostNamed ? [`and ${found.length - mostNamed} more`] : [];
  const named = [...found.slice(0, mostNamed).map(({ words }) => words), ...more].join("; ");
  return [`It shows the model examples of the test split, so its test score says less than it seems: ${named}`];
}

type KeyedDemo = ShownDemo & { exact: string; folded: string };

/** The same a row at a time: what is held grows with the candidate, not with the dataset. */
export class LeakCheck {
  private readonly demos: KeyedDemo[];
  private readonly near: NearDemos;
  private readonly quotes: Quotes[];
  private readonly shown: Leak[] = [];

  constructor(predictors: readonly PredictorView[], inputNames: readonly string[], near: NearDemos) {
    this.near = near;
    const demos = shownDemos(predictors, inputNames);
    this.demos = demos.map((demo) => ({ ...demo, exact: exactKey(demo.inputs), folded: foldedKey(demo.inputs) }));
    this.quotes = predictors.map(({ name, instructions }) => new Quotes(name, instructions));
  }

  see(row: LeakRow): void {
    if (row.split === "test") this.seeTest(row);
    for (const quotes of this.quotes) quotes.see(row);
  }

  found(): Leak[] {
    return [...this.shown, ...this.quotes.flatMap((quotes) => quotes.found())];
  }

  private seeTest({ key, inputs }: LeakRow): void {
    const folded = this.demos.length > 0 ? foldedKey(inputs) : "";
    for (const demo of this.demos) {
      const how = howAlike(demo, key, folded, this.near);
      if (how) this.shown.push({ predictor: demo.predictor, how, key, words: demoWords(demo, how, inputs) });
    }
  }
}

function howAlike(demo: KeyedDemo, key: string, folded: string, near: NearDemos) {
  if (demo.exact === key || demo.source === key) return "the same input" as const;
  if (demo.folded === folded) return "the same input in other spelling" as const;
  return near.get(demo.id)?.has(key) ? ("a near-duplicate" as const) : null;
}

const demoWords = ({ n, predictor }: ShownDemo, how: Leak["how"], inputs: Values): string =>
  `demo ${n} of ${predictor} is ${how === "a near-duplicate" ? "a near-duplicate of" : `${how} as`} a test example: ${shortly(JSON.stringify(inputs))}`;

/** A quote has so many words; a shorter text counts when all of it is quoted and it has at least `fewest` words. */
const longRun = 8;
const fewest = 5;

/** Runs of words that instructions share with rows; kept by where they were seen. */
class Quotes {
  private readonly predictor: string;
  private readonly runs = new Set<string>();
  private readonly learned = new Set<string>();
  private readonly seen = new Map<string, Omit<Leak, "predictor" | "words">>();

  constructor(predictor: string, instructions: string) {
    this.predictor = predictor;
    const words = wordsOf(instructions);
    for (let size = fewest; size <= longRun; size++) for (const run of runsOf(words, size)) this.runs.add(run);
  }

  see({ key, split, inputs, label }: LeakRow): void {
    if (this.runs.size === 0) return;
    this.seeTexts(textsIn(inputs), key, split, "quoted input");
    this.seeTexts(textsIn(label), key, split, "quoted label");
  }

  found(): Leak[] {
    const byRow = new Map<string, Leak>();
    for (const [run, { key, how }] of this.seen) {
      if (this.learned.has(run) || byRow.has(`${key} ${how}`)) continue;
      const what = how === "quoted label" ? "a test label" : "a test input";
      const words = `the instructions of ${this.predictor} quote ${what} word by word: “${shortly(run)}”`;
      byRow.set(`${key} ${how}`, { predictor: this.predictor, how, key, words });
    }
    return [...byRow.values()];
  }

  private seeTexts(texts: string[], key: string, split: Split, how: Leak["how"]): void {
    for (const text of texts) {
      const words = wordsOf(text);
      if (words.length < fewest) continue;
      const quoted = runsOf(words, Math.min(longRun, words.length)).filter((run) => this.runs.has(run));
      if (split !== "test") for (const run of quoted) this.learned.add(run);
      else for (const run of quoted) if (!this.seen.has(run)) this.seen.set(run, { key, how });
    }
  }
}

/** The words of a text, in small letters and without punctuation. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Every run of so many words, as one text each. */
export const runsOf = (words: readonly string[], size: number): string[] =>
  Array.from({ length: Math.max(0, words.length - size + 1) }, (_, at) => words.slice(at, at + size).join(" "));

/** All texts in a value, however deep. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const shortly = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
