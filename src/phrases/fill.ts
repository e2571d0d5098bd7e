import type { Draft, Known, ValueOption } from "../parse/draft.ts";
import { namesOf } from "../parse/draft.ts";
import { verbNamed } from "../parse/values.ts";
import { type Clause, optionOfSlot } from "./clauses.ts";
import { amountOf } from "./money.ts";
import { nameMeant } from "./names.ts";
import type { Match } from "./pattern.ts";
import { inList } from "./slots.ts";

/** What was read of one ask so far, before the thread and the registry are asked what it means. */
export type Placed = {
  draft: Draft;
  /** Options and operands that were named more than once, differently. */
  twice: string[];
  refers: NonNullable<Clause["refers"]> | null;
  vague: NonNullable<Clause["vague"]> | null;
  /** "the second": which of what the thread shows. */
  ordinal: number | null;
  /** Nothing says that something is to be done: only a name was said. */
  weak: boolean;
  /** It may as well say what goes on already. */
  told: boolean;
};

/** Writes what a match says into the draft; a second, different word for the same thing is noted, the first stays. */
export function fill(placed: Placed, rule: Clause, slots: Match["slots"], known: Known): void {
  if (rule.compare) put(placed, "compare", "deployed");
  if (rule.target) put(placed, "target", rule.target);
  if (rule.recommend) placed.draft.recommend = true;
  if (rule.refers)
    placed.refers =
      rule.refers === "program" ? (placed.refers ?? "program") : placed.refers === "again" ? "again" : rule.refers;
  if (rule.vague) placed.vague = rule.vague;
  if (rule.weak) placed.weak = true;
  if (rule.told) placed.told = true;
  for (const [slot, words] of slots) fillSlot(placed, slot, words, known);
}

function fillSlot(placed: Placed, slot: string, words: string, known: Known): void {
  const { draft } = placed;
  const option = optionOfSlot[slot];
  if (option !== undefined) put(placed, option, meantBy(option, words));
  else if (slot === "program") putProgram(placed, nameMeant(words, namesOf(known)) ?? words);
  else if (slot === "unknown") putProgram(placed, words);
  else if (slot === "setting") draft.set.push(words);
  else if (slot === "topic") draft.operands.push(...topicOf(words));
  else if (slot === "id") putId(placed, words);
  else if (slot === "ordinal") placed.ordinal = ordinalOf(words);
  else if (slot === "word") draft.operands.push(about(words));
  else if (asOperand.has(slot)) draft.operands.push(words);
}

/** Slots whose order is what they mean: the first side, then the other; the older version, then the newer. */
const asOperand = new Set(["run", "side", "other", "from", "to", "shippable", "backTo", "gate"]);

const about = (words: string): string =>
  words
    .replace(/^(?:the|our) /i, "")
    .replace(/ (?:examples?|ones|cases?|rows)$/i, "")
    .replace(/^"|"$/g, "");

const ordinals = ["first", "second", "third", "fourth", "fifth"];
const ordinalOf = (words: string): number => {
  const digit = /^\d/.exec(words)?.[0];
  return digit ? Number(digit) : ordinals.indexOf(words.toLowerCase()) + 1;
};

function meantBy(option: ValueOption, words: string): string {
  if (option === "budget") return amountOf(words) ?? words;
  if (option === "strategy" && /^(?:cot|chain[ -]of[ -]thoughts?|step(?:[ -]by[ -]step|wise))$/i.test(words))
    return "cot";
  if (option === "effort")
    return inList(words)
      .map((word) => word.toLowerCase().replace(/est$/, ""))
      .join(",");
  return isListed.has(option) ? inList(words).map(bare).join(",") : bare(words);
}

const isListed = new Set<ValueOption>(["optimizer", "model", "effort", "temperature"]);

const numbers: Record<string, string> = { zero: "0", one: "1" };
const tenths = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

function bare(words: string): string {
  const word = words.replace(/^["'`*_]|["'`*_]$/g, "");
  const tenth = /^point (\w+)$/i.exec(word)?.[1];
  if (tenth !== undefined) return `0.${tenths.indexOf(tenth.toLowerCase())}`;
  return numbers[word.toLowerCase()] ?? word;
}

function put({ draft, twice }: Placed, option: ValueOption, value: string): void {
  const before = draft.options[option];
  if (before === undefined || before === null) draft.options[option] = value;
  else if (before.toLowerCase() !== value.toLowerCase()) twice.push(option);
}

function putProgram({ draft, twice }: Placed, program: string): void {
  const named = draft.operands.filter((word) => !/^([derg]\d+|c\d\w*|v\d+)$/i.test(word));
  if (named.length === 0) draft.operands.push(program);
  else if (!named.includes(program)) twice.push("program");
}

function putId(placed: Placed, id: string): void {
  const { verb, operands } = placed.draft;
  if (verb === "run") put(placed, "compare", id);
  else if (verb === "eval") put(placed, "target", id);
  else operands.push(id);
}

function topicOf(words: string): string[] {
  const word = words.replace(/^(?:an?|the) /i, "");
  const verb = verbNamed(word) ?? otherTopics[word.toLowerCase()];
  return verb === undefined ? [] : [verb];
}

const otherTopics: Record<string, string> = {
  evaluation: "eval",
  optimization: "run",
  comparison: "compare",
  "roll back": "rollback",
  promotion: "promote",
  promoting: "promote",
  pausing: "pause",
  cancelling: "cancel",
  reviewing: "review",
  "label review": "review",
  comparing: "compare",
  evaluating: "eval",
  running: "run",
  optimizing: "run",
  dataset: "datasets",
};
