import { matrixProblem } from "../../models/branch.ts";
import { intentToLine } from "../../models/intent/line.ts";
import { type Verb, verbs } from "../../models/intent/words.ts";
import { Intent } from "../../models/intent.ts";
import { auditReads, promoteReads, rollbackReads } from "./deciding.ts";
import { bad, type Draft, good, type Known, namesOf, type Read, type Reading } from "./draft.ts";
import { isShortId, readRun, readSide } from "./ids.ts";
import { datasetsReads, runsReads } from "./listings.ts";
import { optimizerNamed, readEfforts, readModels, readNames, readOptimizers, readTemperatures } from "./lists.ts";
import { readSettings } from "./settings.ts";
import {
  programNamed,
  readBudget,
  readCompare,
  readModel,
  readProgram,
  readRest,
  readSplit,
  readTarget,
  readVersion,
} from "./values.ts";
import { didYouMean, listed, nearest, said } from "./words.ts";

/** Checks a draft against what is registered: every problem at once, and the corrected line where there is one. */
export function settle(draft: Draft, known: Known): Reading {
  return combined(draft.verb, readsOf(draft, known));
}

/** What a draft lacks, or has wrong, by name (`program`, `optimizers`, `run`), and how that is said. */
export const lacking = (draft: Draft, known: Known): { name: string; problem: string }[] =>
  Object.entries(readsOf(draft, known)).flatMap(([name, { problem }]) => (problem === null ? [] : [{ name, problem }]));

function readsOf(draft: Draft, known: Known): Record<string, Read<unknown>> {
  switch (draft.verb) {
    case "run":
      return runReads(draft, known);
    case "eval":
      return evalReads(draft, known);
    case "compare":
      return compareReads(draft, known);
    case "runs":
      return { ...runsReads(draft, known), rest: readRest(draft.operands.slice(1)) };
    case "datasets":
      return datasetsOf(draft, known);
    case "lineage":
      return lineageReads(draft, known);
    case "promote":
      return promoteReads(draft, known);
    case "rollback":
      return rollbackReads(draft, known);
    case "audit":
      return auditReads(draft, known);
    case "cancel":
    case "pause":
    case "resume":
      return { run: readRun(draft.operands[0]), rest: readRest(draft.operands.slice(1)) };
    case "programs":
      return { rest: readRest(draft.operands) };
    case "help":
      return { topic: readTopic(draft.operands) };
    case "status":
      return statusReads(draft, known);
    case "why":
      return whyReads(draft);
    case "review":
    case "digest":
    case "traces":
      return {
        program: readProgramIfGiven(draft, known),
        rest: readRest(draft.operands.slice(1)),
      };
  }
}

function runReads({ operands, options, recommend, set }: Draft, known: Known) {
  const program = readProgram(operands[0], known);
  const compare = readCompare(options.compare);
  const lists = {
    optimizers: readOptimizers(options.optimizer),
    strategies: readNames("strategy", options.strategy),
    models: readModels(options.model, program.value, known),
    efforts: readEfforts(options.effort),
    temperatures: readTemperatures(options.temperature),
  };
  return {
    program,
    ...lists,
    reflection: readModel(options.reflection, program.value, known),
    // A recommendation says what would change against what is deployed, so it needs that comparison.
    compare: recommend && compare.problem === null ? good("deployed" as const) : compare,
    recommend: good(recommend),
    budgetUsd: readBudget(options.budget),
    set: readSettings(set, lists.optimizers.value ?? []),
    rest: readRest(operands.slice(1)),
    size: sizeOf(lists),
  };
}

/** Too large a matrix is refused with its count; which part to leave out is not ours to say. */
function sizeOf(lists: Record<"optimizers" | "models" | "strategies" | "efforts" | "temperatures", Read<unknown[]>>) {
  const { optimizers, models, strategies, efforts, temperatures } = lists;
  const problem = matrixProblem({
    optimizers: (optimizers.value ?? []) as never[],
    models: (models.value ?? []) as never[],
    strategies: (strategies.value ?? []) as never[],
    efforts: (efforts.value ?? []) as never[],
    temperatures: (temperatures.value ?? []) as never[],
  });
  return { value: undefined, problem };
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

/** Two ids, or one against what is deployed; the program may stand beside them where ids alone do not say it. */
function compareReads({ operands }: Draft, known: Known) {
  const isSide = (word: string) =>
    programNamed(word, namesOf(known)) === undefined && (isShortId(word) || word.toLowerCase() === "deployed");
  const sides = operands.filter(isSide);
  const names = operands.filter((word) => !isSide(word));
  const [a, b] = [readSide(sides[0]), readSide(sides[1], "deployed")];
  const isSame = a.value !== undefined && a.value === b.value;
  return {
    program: names.length === 0 ? good(null) : readProgram(names[0], known),
    a,
    b: isSame ? bad(`${a.value} and ${b.value} are the same.`) : b,
    rest: readRest([...names.slice(1), ...sides.slice(2)]),
  };
}

/** `lineage`, `lineage ingredient-analyzer`, `lineage d3` or both words, in either order. */
function lineageReads({ operands }: Draft, known: Known) {
  const isId = (word: string) => programNamed(word, namesOf(known)) === undefined && isShortId(word);
  const ids = operands.filter(isId);
  const names = operands.filter((word) => !isId(word));
  const mayLeaveOut = ids.length > 0 && names.length === 0;
  return {
    program: mayLeaveOut ? good(null) : readProgram(names[0], known),
    of: good(ids[0]?.toLowerCase() ?? null),
    rest: readRest([...names.slice(1), ...ids.slice(1)]),
  };
}

function datasetsOf(draft: Draft, known: Known) {
  const { rest, ...reads } = datasetsReads(draft, known);
  return { ...reads, rest: readRest(rest) };
}

/** `status`, `status ingredient-analyzer`, or `status r12`: one run. */
function statusReads(draft: Draft, known: Known) {
  const isRun = (word: string) => /^r\d+$/i.test(word) && programNamed(word, namesOf(known)) === undefined;
  const names = draft.operands.filter((word) => !isRun(word));
  const runs = draft.operands.filter(isRun);
  return {
    program: readProgramIfGiven({ operands: names }, known),
    run: good(runs[0]?.toLowerCase()),
    rest: readRest([...names.slice(1), ...runs.slice(1)]),
  };
}

function whyReads({ operands: [run, ...words] }: Draft) {
  return { run: readRun(run), about: good(words.length === 0 ? null : words.join(" ")) };
}

function readProgramIfGiven({ operands }: Pick<Draft, "operands">, known: Known): Read<string | null> {
  return operands[0] === undefined ? good(null) : readProgram(operands[0], known);
}

function readTopic([topic]: string[]): Read<string | null> {
  if (topic === undefined) return good(null);
  const word = topic.toLowerCase();
  if (verbs.includes(word as Verb)) return good(word);
  // What is told of an optimizer stands with the command that takes it.
  if (optimizerNamed(word)) return good("run");
  const close = nearest(word, [...verbs]);
  return bad(`There is no help on ${said(topic)}; topics: ${listed([...verbs], "and")}.${didYouMean(close)}`, close);
}

function combined(verb: Verb, reads: Record<string, Read<unknown>>): Reading {
  const values = Object.entries(reads).filter(([name]) => name !== "rest" && name !== "size");
  const checked = Intent.safeParse({ verb, ...Object.fromEntries(values.map(([name, read]) => [name, read.value])) });
  const problems = Object.values(reads).flatMap(({ problem }) => problem ?? []);
  if (checked.success && problems.length === 0) return { ok: true, intent: checked.data };
  const words = checked.success || problems.length > 0 ? problems : checked.error.issues.map((issue) => issue.message);
  return {
    ok: false,
    problem: words.join(" "),
    paste: checked.success && !reads.size?.problem ? intentToLine(checked.data) : null,
  };
}
