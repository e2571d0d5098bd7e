import { optimizerWords } from "../../models/intent/words.ts";
import { Effort, type OptimizerChoice, type OptimizerName } from "../../models/intent.ts";
import { bad, type Given, good, type Known, type Read } from "./draft.ts";
import { readModel, readName } from "./values.ts";
import { didYouMean, folded, listed, nearest, said } from "./words.ts";

/** Readers of comma lists: each word is checked, and a word twice counts once. */

/** How optimizers, and the program without one, are written. */
export const optimizers = [...Object.values(optimizerWords), "baseline"];

/** Further ways in which the optimizers are commonly written, folded. */
const otherWords: Record<string, OptimizerName> = {
  labelledfewshot: "LabeledFewShot",
  bootstraprandomsearch: "BootstrapRS",
  bootstrapfewshotwithrandomsearch: "BootstrapRS",
  mipro: "MIPROv2",
};

export function optimizerNamed(word: string): OptimizerChoice | undefined {
  if (folded(word) === "baseline") return "baseline";
  const names = Object.keys(optimizerWords) as OptimizerName[];
  return names.find((name) => folded(name) === folded(word)) ?? otherWords[folded(word)];
}

export function readOptimizers(list: Given): Read<OptimizerChoice[]> {
  if (!list) return bad(`Which optimizer? One of ${listed(optimizers)}.`, ["GEPA"]);
  return readEach(list, readOptimizer);
}

export function readOptimizer(word: string): Read<OptimizerChoice> {
  const name = optimizerNamed(word);
  if (name !== undefined) return good(name);
  const close = nearest(word, optimizers);
  const problem = `I know no optimizer ${said(word)}; there are ${listed(optimizers, "and")}.${didYouMean(close)}`;
  return bad(problem, optimizerNamed(close ?? "gepa"));
}

export function readModels(list: Given, program: string | undefined, known: Known): Read<string[]> {
  if (list === undefined) return good([]);
  const one = (word: string | null): Read<string> => {
    const { value, problem } = readModel(word, program, known);
    return { value: value ?? undefined, problem };
  };
  return list === null ? asList(one(null)) : readEach(list, one);
}

export function readNames(what: string, list: Given): Read<string[]> {
  if (list === undefined) return good([]);
  if (list === null) return bad(`Which ${what}? It is one word from helix.yaml.`, []);
  return readEach(list, (word) => {
    const { value, problem } = readName(what, word);
    return { value: value ?? undefined, problem };
  });
}

export function readEfforts(list: Given): Read<Effort[]> {
  if (list === undefined) return good([]);
  if (list === null) return bad(`Which effort? One of ${listed([...Effort.options])}.`, []);
  return readEach(list, (word) => {
    const effort = Effort.options.find((each) => each === word.toLowerCase());
    if (effort !== undefined) return good(effort);
    const close = nearest(word, [...Effort.options]);
    return bad(
      `An effort is ${listed([...Effort.options])}, not ${said(word)}.${didYouMean(close)}`,
      Effort.options.find((each) => each === close),
    );
  });
}

/** `0,2` is how half the world writes a fifth, and how a list of two is written: neither is guessed. */
export function readTemperatures(list: Given): Read<number[]> {
  if (list === undefined) return good([]);
  if (list === null) return bad("Which temperature? A number from 0 to 2, such as 0.2.", []);
  const comma = /^([01]),(\d+)$/.exec(list);
  if (comma) {
    const meant = Number(`${comma[1]}.${comma[2]}`);
    const words = `${said(list)} may be the temperature ${meant}, or the two temperatures ${comma[1]} and ${comma[2]}.`;
    return bad(`${words} Write ${meant}, or ${comma[1]}.0,${comma[2]}.0.`, [meant]);
  }
  return readEach(list, (word) => {
    const number = /^(\d+(\.\d+)?|\.\d+)$/.test(word) ? Number(word) : Number.NaN;
    return number <= 2 ? good(number) : bad(`A temperature is a number from 0 to 2, not ${said(word)}.`);
  });
}

/** Reads a comma list word by word: all problems in one, and as value the corrected list, each word once. */
function readEach<T>(list: string, read: (word: string) => Read<T>): Read<T[]> {
  const words = list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.length === 0) return asList(read(list));
  const reads = words.map(read);
  const problems = [...new Set(reads.flatMap(({ problem }) => problem ?? []))];
  const values = [...new Set(reads.flatMap(({ value }) => (value === undefined ? [] : [value])))];
  if (problems.length === 0) return good(values);
  // A line without the words that have no correction would do less than was asked.
  return bad(problems.join(" "), reads.every(({ value }) => value !== undefined) ? values : undefined);
}

function asList<T>({ value, problem }: Read<T>): Read<T[]> {
  return { value: value === undefined ? undefined : [value], problem };
}
