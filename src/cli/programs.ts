import { statusWords } from "../../blocks/run.ts";
import { registerProgram } from "../../jobs/programs/add.ts";
import { adoptState } from "../../jobs/programs/adopt.ts";
import { checkoutDiffers } from "../../jobs/programs/checkout.ts";
import { registeredProgram, removeProgram } from "../../jobs/programs/remove.ts";
import { Programs } from "../../models/program.ts";
import { type Standing, staleness, standingOf } from "../../models/standing.ts";
import { type Command, type Given, textOf } from "./command.ts";

const by = ({ options }: Given): string => textOf(options.by) ?? "operator";
const word = ({ words }: Given, n = 0): string => words[n] ?? "";
const byOption = { by: { type: "string" } } as const;

export const add: Command = {
  usage: "add <folder> [--data [--replace]] [--by U…]",
  says: "registers the program of a folder with a helix.yaml, or its next revision; --data imports what is new in its data",
  options: { ...byOption, data: { type: "boolean" }, replace: { type: "boolean" } },
  words: [1, 1],
  run: async (given) => {
    const { data, replace } = given.options;
    const options = { importData: data === true || replace === true, replace: replace === true };
    return (await registerProgram(await given.open(), word(given), by(given), options)).said;
  },
};

export const list: Command = {
  usage: "list",
  says: "names what is registered",
  words: [0, 0],
  run: async (given) => {
    const { team } = await given.open();
    const programs = await Programs.find({ team }).sort({ name: 1 }).lean();
    if (programs.length === 0) return ["No program is registered. `npm run helix -- add <folder>` registers one."];
    const lines = programs.map(async (program) => {
      const { name, revision, removed, root } = program;
      if (removed) return `${name}: removed on ${day(removed.at)} by ${removed.by} (revision ${revision}, ${root})`;
      const { dataset } = await standingOf(program);
      const data = dataset ? `dataset v${dataset.number}` : "no dataset";
      return `${name}: revision ${revision}, ${data}, d${program.deployed} deployed, ${root}`;
    });
    return Promise.all(lines);
  },
};

export const show: Command = {
  usage: "show <name>",
  says: "says what one program is and where it stands",
  words: [1, 1],
  run: async (given) => {
    const program = await registeredProgram((await given.open()).team, word(given), "There is nothing to show");
    return showWords(await standingOf(program), await checkoutDiffers(program));
  },
};

export const remove: Command = {
  usage: "remove <name> [--by U…]",
  says: "takes a program out of use; its history stays, and `add` brings it back",
  options: byOption,
  words: [1, 1],
  run: async (given) => removeProgram(await given.open(), word(given), by(given)),
};

export const adopt: Command = {
  usage: "adopt <name> <state.json> [--by U…]",
  says: "makes a state that DSPy saved deployment 0, and has it evaluated",
  options: byOption,
  words: [2, 2],
  run: async (given) => (await adoptState(await given.open(), word(given), word(given, 1), by(given))).said,
};

const day = (at: Date): string => new Date(at).toISOString().slice(0, 10);

function showWords(standing: Standing, differs: string | null): string[] {
  const { program, dataset, model, running } = standing;
  const { config, described } = program;
  const strategies = Object.keys(config.strategies);
  const noise = described.metricDeterministic
    ? "deterministic"
    : `noisy, standard deviation ${(described.metricNoise ?? 0).toFixed(3)}`;
  return [
    `${program.name}, revision ${program.revision}, added on ${day(program.addedAt)} by ${program.addedBy} from ${program.root}`,
    `  program: ${config.program}${strategies.length > 0 ? `; strategies ${strategies.join(", ")}` : ""}`,
    `  predictors: ${described.predictors.map(({ name, module }) => `${name} (${module})`).join(", ")}`,
    `  inputs: ${Object.keys(described.inputSchemas).join(", ")}; outputs: ${Object.keys(described.outputSchemas).join(", ")}`,
    `  metric: ${config.metric} (${noise}${described.metricAsksLm ? ", asks a language model" : ""})`,
    `  models: ${Object.keys(config.models).join(", ")}`,
    `  packages: dspy ${described.dspy}, litellm ${described.litellm}, Python ${described.python}${config.python ? ` (${config.python})` : ""}`,
    dataset
      ? `  dataset: v${dataset.number} (${dataset.counts.train} train, ${dataset.counts.val} val, ${dataset.counts.test} test)`
      : "  dataset: none yet",
    `  deployed: d${program.deployed} on ${model}; ${staleness(standing)}`,
    ...(running.length > 0
      ? [`  open runs: ${running.map(({ title, status }) => `${title} (${statusWords[status]})`).join(", ")}`]
      : []),
    ...(differs ? [`  ${differs}`] : []),
  ];
}
