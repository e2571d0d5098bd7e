import { Command, Option } from "commander";
import type { Verb } from "../../models/intent/words.ts";
import type { Draft, ValueOption } from "./draft.ts";

const none = { values: [], recommend: false, set: false };

const optionsOf: Record<Verb, { values: ValueOption[]; recommend: boolean; set: boolean }> = {
  run: {
    values: ["optimizer", "strategy", "model", "effort", "temperature", "reflection", "compare", "budget"],
    recommend: true,
    set: true,
  },
  eval: { values: ["target", "model", "split", "version"], recommend: false, set: false },
  runs: { values: ["optimizer", "by", "status", "before"], recommend: false, set: false },
  compare: none,
  programs: none,
  datasets: none,
  status: none,
  why: none,
  cancel: none,
  pause: none,
  resume: none,
  review: none,
  traces: none,
  lineage: none,
  promote: { values: ["program"], recommend: false, set: false },
  rollback: { values: ["program"], recommend: false, set: false },
  digest: none,
  audit: none,
  help: none,
};

/** The options a command takes, with their dashes. */
export function flagsOf(verb: Verb): string[] {
  const { values, recommend, set } = optionsOf[verb];
  return [...values, ...(recommend ? ["recommend"] : []), ...(set ? ["set"] : [])].map((name) => `--${name}`);
}

/** The words of a command sorted into options and operands; `unknown` starts with the first option it does not have. */
export function sortWords(verb: Verb, words: string[]): { draft: Draft; twice: string[]; unknown: string[] } {
  const command = commandFor(verb);
  const { operands, unknown } = command.parseOptions(words);
  const given = command.opts<Record<string, string[] | true>>();
  const lists = optionsOf[verb].values.flatMap((name) =>
    given[name] === undefined ? [] : [[name, given[name]] as const],
  );
  return {
    draft: {
      verb,
      operands,
      options: Object.fromEntries(lists.map(([name, list]) => [name, list === true ? null : (list[0] ?? null)])),
      recommend: given.recommend === true,
      set: given.set === undefined ? [] : given.set === true ? [""] : given.set,
    },
    twice: lists.flatMap(([name, list]) => (list !== true && list.length > 1 ? [`--${name}`] : [])),
    unknown,
  };
}

/** One per reading: a Command keeps what it read. Values are optional here so that a missing one is ours to explain. */
function commandFor(verb: Verb): Command {
  const { values, recommend, set } = optionsOf[verb];
  const command = new Command(verb).helpOption(false).exitOverride();
  for (const name of [...values, ...(set ? ["set"] : [])]) {
    command.addOption(new Option(`--${name} [value]`).argParser(gathered));
  }
  return recommend ? command.addOption(new Option("--recommend")) : command;
}

function gathered(value: string, before: unknown): string[] {
  return Array.isArray(before) ? [...before, value] : [value];
}
