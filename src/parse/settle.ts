import { Intent, intentToLine, type Verb, verbs } from "../../models/intent.ts";
import { bad, type Draft, good, type Known, type Read, type Reading } from "./draft.ts";
import { notYet } from "./not-yet.ts";
import {
  isShortId,
  programNamed,
  readBudget,
  readCompare,
  readModel,
  readName,
  readOptimizer,
  readProgram,
  readSettings,
  readSplit,
  readTarget,
  readVersion,
} from "./values.ts";
import { didYouMean, listed, nearest, said } from "./words.ts";

/** Checks a draft against what is registered: every problem at once, and the corrected line where there is one. */
export function settle(draft: Draft, known: Known): Reading {
  switch (draft.verb) {
    case "run":
      return combined("run", runReads(draft, known));
    case "eval":
      return combined("eval", evalReads(draft, known));
    case "lineage":
      return combined("lineage", lineageReads(draft, known));
    case "help":
      return combined("help", { topic: readTopic(draft.operands) });
    case "status":
    case "review":
    case "digest":
      return combined(draft.verb, {
        program: readProgramIfGiven(draft, known),
        rest: readRest(draft.operands.slice(1)),
      });
  }
}

function runReads({ operands, options, recommend, set }: Draft, known: Known) {
  const program = readProgram(operands[0], known);
  const compare = readCompare(options.compare);
  return {
    program,
    optimizer: readOptimizer(options.optimizer),
    strategy: readName("strategy", options.strategy),
    model: readModel(options.model, program.value, known),
    reflection: readModel(options.reflection, program.value, known),
    // A recommendation says what would change against what is deployed, so it needs that comparison.
    compare: recommend && compare.problem === null ? good("deployed" as const) : compare,
    recommend: good(recommend),
    budgetUsd: readBudget(options.budget),
    set: readSettings(set),
    rest: readRest(operands.slice(1)),
  };
}

function evalReads({ operands, options }: Draft, known: Known) {
  const program = readProgram(operands[0], known);
  return {
    program,
    target: readTarget(options.target),
    model: readModel(options.model, program.value, known),
    split: readSplit(options.split),
    version: readVersion(options.version),
    rest: readRest(operands.slice(1)),
  };
}

/** `lineage`, `lineage ingredient-analyzer`, `lineage d3` or both words, in either order. */
function lineageReads({ operands }: Draft, known: Known) {
  const isId = (word: string) => programNamed(word, known.programs) === undefined && isShortId(word);
  const ids = operands.filter(isId);
  const names = operands.filter((word) => !isId(word));
  const mayLeaveOut = ids.length > 0 && names.length === 0;
  return {
    program: mayLeaveOut ? good(null) : readProgram(names[0], known),
    of: good(ids[0]?.toLowerCase() ?? null),
    rest: readRest([...names.slice(1), ...ids.slice(1)]),
  };
}

function readProgramIfGiven({ operands }: Draft, known: Known): Read<string | null> {
  return operands[0] === undefined ? good(null) : readProgram(operands[0], known);
}

function readTopic([topic]: string[]): Read<string | null> {
  if (topic === undefined) return good(null);
  const word = topic.toLowerCase();
  if (verbs.includes(word as Verb)) return good(word);
  const later = notYet(word);
  if (later) return bad(later.problem, null);
  const close = nearest(word, [...verbs]);
  return bad(`There is no help on ${said(topic)}; topics: ${listed([...verbs], "and")}.${didYouMean(close)}`, close);
}

function readRest(words: string[]): Read<never> {
  return words.length === 0 ? { value: undefined, problem: null } : bad(`I could not place ${said(words.join(" "))}.`);
}

function combined(verb: Verb, reads: Record<string, Read<unknown>>): Reading {
  const values = Object.entries(reads).filter(([name]) => name !== "rest");
  const checked = Intent.safeParse({ verb, ...Object.fromEntries(values.map(([name, read]) => [name, read.value])) });
  const problems = Object.values(reads).flatMap(({ problem }) => problem ?? []);
  if (checked.success && problems.length === 0) return { ok: true, intent: checked.data };
  const words = checked.success || problems.length > 0 ? problems : checked.error.issues.map((issue) => issue.message);
  return { ok: false, problem: words.join(" "), paste: checked.success ? intentToLine(checked.data) : null };
}
