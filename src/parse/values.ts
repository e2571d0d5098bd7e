import { type Verb, verbs } from "../../models/intent/words.ts";
import type { Split } from "../../models/intent.ts";
import { bad, type Given, good, type Known, namesOf, type Read } from "./draft.ts";
import { isShortId } from "./ids.ts";
import { didYouMean, listed, nearest, said } from "./words.ts";

/** One reader per kind of value: what the person wrote, or why it cannot be meant and what could. */

/** A program may be left out when only one is registered; otherwise it is never guessed. */
export function readProgram(word: Given, known: Known): Read<string> {
  const { programs } = known;
  const only = programs.length === 1 ? programs[0] : undefined;
  if (namesOf(known).length === 0)
    return bad("No program is registered yet: an operator adds one with npm run helix -- add.");
  if (!word) return only === undefined ? bad(`Which program? One of ${listed(namesOf(known))}.`) : good(only);
  const name = programNamed(word, namesOf(known));
  if (name !== undefined) return good(name);
  const close = nearest(word, programs);
  const problem = `I know no program ${said(word)}; registered: ${listed(programs, "and")}.${didYouMean(close)}`;
  return bad(problem, close ?? only);
}

export function programNamed(word: string, programs: string[]): string | undefined {
  return programs.find((name) => name === word) ?? programs.find((name) => name.toLowerCase() === word.toLowerCase());
}

export function readModel(word: Given, program: string | undefined, known: Known): Read<string | null> {
  const aliases = known.models[program ?? ""] ?? [];
  if (word === undefined) return good(null);
  if (program === undefined) return good(word);
  if (word === null) return bad(`Which model? ${aliasesOf(program, aliases)}.`, aliases[0]);
  const alias = aliases.find((each) => each.toLowerCase() === word.toLowerCase());
  if (alias !== undefined) return good(alias);
  const close = nearest(word, aliases);
  const problem = `I know no model ${said(word)}; ${aliasesOf(program, aliases)}.${didYouMean(close)}`;
  return bad(problem, close ?? aliases[0]);
}

function aliasesOf(program: string, aliases: string[]): string {
  return aliases.length === 0 ? `${program} names no models` : `${program} has ${listed(aliases, "and")}`;
}

/** US dollars, written `2.50` or `$2.50`. */
export function readBudget(word: Given): Read<number | null> {
  if (word === undefined) return good(null);
  const amount = /^\$?(\d+(?:\.\d+)?|\.\d+)$/.exec(word ?? "")?.[1];
  if (amount !== undefined && Number(amount) > 0) return good(Number(amount));
  const comma = /^\$?(\d+),(\d{1,2})$/.exec(word ?? "");
  const meant = comma ? Number(`${comma[1]}.${comma[2]}`) : undefined;
  return bad(`A budget is an amount in US dollars above 0, such as 2.50${word ? `, not ${said(word)}` : ""}.`, meant);
}

export function readCompare(word: Given): Read<"deployed" | null> {
  if (word === undefined) return good(null);
  if (word?.toLowerCase() === "deployed") return good("deployed");
  return bad(
    `A run can be compared against what is deployed${word ? `, not yet against ${said(word)}` : ""}.`,
    "deployed",
  );
}

export function readTarget(word: Given): Read<string> {
  if (word === undefined) return good("deployed");
  if (word !== null && (word.toLowerCase() === "deployed" || (/^[cd]/i.test(word) && isShortId(word))))
    return good(word.toLowerCase());
  const asked = word === null ? "Evaluate what?" : `I cannot evaluate ${said(word)}.`;
  return bad(`${asked} Say deployed, or a candidate or deployment such as c7f3 or d3.`, "deployed");
}

const saidOtherwise: Record<string, Verb> = {
  evaluate: "eval",
  optimize: "run",
  optimise: "run",
  compile: "run",
  stop: "cancel",
  abort: "cancel",
  continue: "resume",
  diff: "compare",
  ship: "promote",
  deploy: "promote",
  revert: "rollback",
};

/** The command a word stands for, its own name or another word for it. */
export function verbNamed(word: string): Verb | undefined {
  const name = word.toLowerCase();
  return verbs.find((verb) => verb === name) ?? (Object.hasOwn(saidOtherwise, name) ? saidOtherwise[name] : undefined);
}

export function readSplit(word: Given): Read<Split> {
  if (word === undefined) return good("test");
  const name = { test: "test", val: "val", validation: "val" }[word?.toLowerCase() ?? ""] as Split | undefined;
  if (name !== undefined) return good(name);
  const asked = word === null ? "Which split?" : `I cannot evaluate on ${said(word)}.`;
  return bad(`${asked} Test is for reporting, val for selection; train belongs to the optimizers.`, "test");
}

/** A dataset version, written `4` or `v4`. */
export function readVersion(word: Given): Read<number | null> {
  if (word === undefined) return good(null);
  const number = /^v?([1-9]\d{0,8})$/i.exec(word ?? "")?.[1];
  if (number !== undefined) return good(Number(number));
  return bad(`A dataset version is a number such as v4${word ? `, not ${said(word)}` : ""}.`, null);
}

/** A name that only the program itself can check. */
export function readName(what: string, word: Given): Read<string | null> {
  if (word === undefined) return good(null);
  if (word !== null && /^[\w.-]+$/.test(word)) return good(word);
  return bad(`A ${what} is one word from helix.yaml${word ? `, not ${said(word)}` : ""}.`);
}

/** Words that nothing took. */
export function readRest(words: string[]): Read<never> {
  return words.length === 0 ? { value: undefined, problem: null } : bad(`I could not place ${said(words.join(" "))}.`);
}
