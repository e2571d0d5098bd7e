import type { Verb } from "../../models/intent/words.ts";
import { type Known, namesOf } from "../parse/draft.ts";
import { aboutProgram, type Clause, compareClauses, evalClauses, runClauses, shipClauses } from "./clauses.ts";
import { fillers, requests, wonderings } from "./fillers.ts";
import { macros } from "./macros.ts";
import { numberWords } from "./money.ts";
import { nameMeant, partsOf } from "./names.ts";
import { compareOpenings } from "./openings/comparing.ts";
import { postOpenings } from "./openings/posting.ts";
import { shipOpenings, steerClauses, steerOpenings } from "./openings/steering.ts";
import { bareOpenings, evalOpenings, type Opening, runOpenings, toldOpenings } from "./openings.ts";
import { beginningsOf, type Pattern, patternOf, type Vocabulary, wordsIn } from "./pattern.ts";
import { optimizerNames, slotsFor } from "./slots.ts";

/** `first`: the words it may begin with, where that is known. */
export type Rule<T> = T & { pattern: Pattern; first: ReadonlySet<string> | null };

/** What a message is read by: how asks begin, what may follow in each, and what says nothing. */
export type Grammar = {
  openings: Rule<Opening>[];
  clauses: Partial<Record<Verb, Rule<Clause>[]>>;
  fillers: Rule<object>[];
  requests: Rule<object>[];
  vocabulary: Vocabulary;
  programNamed: (words: string) => string | null;
  /** Every word it knows, names included. */
  words: ReadonlySet<string>;
};

const openings = [
  ...evalOpenings,
  ...runOpenings,
  ...bareOpenings,
  ...toldOpenings,
  ...compareOpenings,
  ...postOpenings,
  ...steerOpenings,
  ...shipOpenings,
];

const clauses: Partial<Record<Verb, Clause[]>> = {
  run: runClauses,
  eval: evalClauses,
  cancel: steerClauses,
  pause: steerClauses,
  resume: steerClauses,
  compare: compareClauses,
  promote: shipClauses,
  rollback: aboutProgram,
  review: aboutProgram,
  digest: aboutProgram,
};

const saying = [
  ...openings.map(({ says }) => says),
  ...Object.values(clauses).flatMap((rules) => rules.map(({ says }) => says)),
  ...Object.values(macros),
  ...fillers,
  ...requests,
  ...wonderings,
];
const spelledOut = wordsIn(saying);

const macroTrees = Object.fromEntries(Object.entries(macros).map(([name, says]) => [name, patternOf(says)]));
const tree = (says: string): { pattern: Pattern; first: ReadonlySet<string> | null } => {
  const pattern = patternOf(says);
  return { pattern, first: beginningsOf(pattern, macroTrees) };
};
const ruled = <T extends Clause>(rule: T): Rule<T> => ({ ...rule, ...tree(rule.says) });
const trees = {
  openings: openings.map(ruled),
  clauses: Object.fromEntries(Object.entries(clauses).map(([verb, rules]) => [verb, rules.map(ruled)])),
  fillers: [...fillers, ...wonderings].map(tree),
  requests: requests.map(tree),
};

let last: { key: string; grammar: Grammar } | null = null;

/** The grammar with the registered names in it; the last one is kept, for names change seldom. */
export function grammarFor(known: Known): Grammar {
  const key = JSON.stringify(known);
  if (last?.key !== key) last = { key, grammar: made(known) };
  return last.grammar;
}

function made(known: Known): Grammar {
  const names = [...namesOf(known), ...new Set(Object.values(known.models).flat())];
  const slots = Object.entries(slotsFor(known)).map(([name, source]) => [name, new RegExp(source, "iy")]);
  return {
    ...trees,
    vocabulary: { slots: Object.fromEntries(slots), macros: macroTrees },
    programNamed: (words) => nameMeant(words, namesOf(known)),
    words: new Set([
      ...spelledOut,
      ...numberWords,
      ...optimizerNames.flatMap((name) => name.split("-").filter((part) => part.length > 3)),
      ...[...names, ...optimizerNames, ...partsOf(names)].map((name) => name.toLowerCase()),
    ]),
  };
}
