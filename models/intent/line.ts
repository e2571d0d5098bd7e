import type {
  CompareIntent,
  DatasetsIntent,
  EvalIntent,
  Intent,
  OptimizerChoice,
  RunIntent,
  RunsIntent,
} from "../intent.ts";
import { optimizerWords } from "./words.ts";

/** The `/helix` line that means the same as the intent; reading it gives the intent back. */
export function intentToLine(intent: Intent): string {
  return ["/helix", intent.verb, ...wordsOf(intent)].join(" ");
}

function wordsOf(intent: Intent): string[] {
  switch (intent.verb) {
    case "run":
      return runWords(intent);
    case "eval":
      return evalWords(intent);
    case "compare":
      return compareWords(intent);
    case "runs":
      return runsWords(intent);
    case "datasets":
      return datasetsWords(intent);
    case "programs":
      return [];
    case "cancel":
    case "pause":
    case "resume":
      return [intent.run];
    case "promote":
      return [...given(intent.program), quoted(intent.subject)];
    case "rollback":
      return [...given(intent.program), ...given(intent.to)];
    case "audit":
      return [...given(intent.program), ...given(intent.subject)];
    case "lineage":
      return [...given(intent.program), ...given(intent.of)];
    case "help":
      return given(intent.topic);
    case "status":
      return [...given(intent.program), ...given(intent.run ?? null)];
    case "why":
      return [intent.run, ...given(intent.about)];
    case "review":
    case "digest":
    case "traces":
      return given(intent.program);
  }
}

/** An optimizer as it is written in a command. */
export const choiceWord = (choice: OptimizerChoice): string =>
  choice === "baseline" ? choice : optimizerWords[choice];

function runWords(run: RunIntent): string[] {
  return [
    quoted(run.program),
    ...list("optimizer", run.optimizers.map(choiceWord)),
    ...list("strategy", run.strategies),
    ...list("model", run.models),
    ...list("effort", run.efforts),
    ...list("temperature", run.temperatures),
    ...option("reflection", run.reflection),
    ...option("compare", run.compare),
    ...(run.recommend ? ["--recommend"] : []),
    ...option("budget", run.budgetUsd),
    ...Object.entries(run.set).flatMap(([key, value]) => option("set", `${key}=${value}`)),
  ];
}

function compareWords({ program, a, b }: CompareIntent): string[] {
  return [...given(program), quoted(a), ...(b === "deployed" ? [] : [quoted(b)])];
}

function runsWords({ program, optimizer, by, status, before }: RunsIntent): string[] {
  return [
    ...given(program),
    ...option("optimizer", optimizer && choiceWord(optimizer)),
    ...option("by", by && (/^[UW][A-Z0-9]+$/.test(by) ? `<@${by}>` : by)),
    ...option("status", status),
    ...option("before", before),
  ];
}

function datasetsWords({ program, from, to }: DatasetsIntent): string[] {
  return [...given(program), ...(from === null || to === null ? [] : [`v${from}`, `v${to}`])];
}

function evalWords(asked: EvalIntent): string[] {
  return [
    quoted(asked.program),
    ...option("target", asked.target === "deployed" ? null : asked.target),
    ...option("model", asked.model),
    ...option("split", asked.split === "test" ? null : asked.split),
    ...option("version", asked.version === null ? null : `v${asked.version}`),
  ];
}

function given(word: string | null): string[] {
  return word === null ? [] : [quoted(word)];
}

function list(name: string, values: (string | number)[]): string[] {
  return values.length === 0 ? [] : option(name, values.join(","));
}

function option(name: string, value: string | number | null): string[] {
  return value === null ? [] : [`--${name}`, quoted(String(value))];
}

/** Quotes only what a shell-like reader would split or unquote; a double quote inside goes into single ones. */
function quoted(word: string): string {
  if (/^[^\s"']+$/.test(word)) return word;
  return word === ""
    ? '""'
    : word
        .split('"')
        .map((part) => (part === "" ? "" : `"${part}"`))
        .join(`'"'`);
}
