import { type Draft, type Known, namesOf, type ValueOption } from "../parse/draft.ts";
import { optimizers } from "../parse/lists.ts";
import { notYet } from "../parse/not-yet.ts";
import { verbNamed } from "../parse/values.ts";
import { nearest } from "../parse/words.ts";
import { type Clause, optionOfSlot } from "./clauses.ts";
import type { Rule } from "./grammar.ts";
import { amountOf } from "./money.ts";
import { inList, nameMeant } from "./slots.ts";

/** Where the words of a sentence went: into the draft, nowhere, or where something stood already. */
export type Placed = { draft: Draft; unplaced: string[]; twice: string[] };
export type Match<T> = { rule: Rule<T>; groups: Record<string, string | undefined>; end: number };

/** Writes what a match says into the draft; a second, different word for the same thing is noted, the first stays. */
export function fill(placed: Placed, { rule, groups }: Match<Clause>, known: Known): void {
  if (rule.compare) put(placed, "compare", "deployed");
  if (rule.target) put(placed, "target", rule.target);
  if (rule.recommend) placed.draft.recommend = true;
  if (rule.mine) put(placed, "by", "me");
  for (const [slot, words] of Object.entries(groups)) {
    if (words !== undefined) fillSlot(placed, slot, words.trim(), known);
  }
}

function fillSlot(placed: Placed, slot: string, words: string, known: Known): void {
  const { draft } = placed;
  const option = optionOfSlot[slot];
  if (option !== undefined) put(placed, option, meantBy(option, words, known));
  else if (slot === "program") putOperand(placed, nameMeant(words, namesOf(known)) ?? words);
  else if (slot === "unknown") putOperand(placed, words);
  else if (slot === "setting") draft.set.push(words);
  else if (slot === "topic") draft.operands.push(...topicOf(words));
  else if (slot === "nearly") putNearly(placed, words, known);
  else if (slot === "id") putId(placed, words);
  else if (asOperand.has(slot)) draft.operands.push(words);
}

/** Slots whose order is what they mean: the first side, then the other; the older version, then the newer. */
const asOperand = new Set(["run", "side", "other", "from", "to"]);

function meantBy(option: ValueOption, words: string, known: Known): string {
  if (option === "budget") return amountOf(words) ?? words;
  if (option === "by") return words;
  if (isListed.has(option))
    return inList(words)
      .map((word) => oneMeant(option, word, known))
      .join(",");
  return oneMeant(option, words, known);
}

const isListed = new Set<ValueOption>(["optimizer", "model", "effort", "temperature"]);

function oneMeant(option: ValueOption, words: string, known: Known): string {
  const models = [...new Set(Object.values(known.models).flat())];
  return option === "model" || option === "reflection" ? (nameMeant(words, models) ?? words) : bare(words);
}

function bare(words: string): string {
  return words.replace(/^["'`*_]|["'`*_]$/g, "");
}

function put({ draft, twice }: Placed, option: ValueOption, value: string): void {
  const before = draft.options[option];
  if (before === undefined) draft.options[option] = value;
  else if (before !== value) twice.push(option);
}

function putOperand({ draft, twice }: Placed, program: string): void {
  const named = draft.operands.filter((word) => !/^([der]\d+|c\d+|v\d+)$/i.test(word));
  if (named.length === 0) draft.operands.push(program);
  else if (!named.includes(program)) twice.push("program");
}

function putId(placed: Placed, id: string): void {
  const { verb, operands } = placed.draft;
  if (verb === "run") put(placed, "compare", id);
  else if (verb === "eval") put(placed, "target", id);
  else operands.push(id);
}

function topicOf(word: string): string[] {
  const verb = verbNamed(word);
  return verb !== undefined ? [verb] : notYet(word) ? [word] : [];
}

/** A misspelt name goes where the name it resembles belongs, so that it can be asked about. */
function putNearly(placed: Placed, word: string, _known: Known): void {
  put(placed, nearest(word, optimizers) === null ? "model" : "optimizer", word);
}

/** A slot for misspelt names takes only what resembles one. */
export function isNearly(groups: Record<string, string> | undefined, known: Known): boolean {
  const word = groups?.nearly?.trim();
  return word === undefined || nearest(word, [...optimizers, ...Object.values(known.models).flat()]) !== null;
}
