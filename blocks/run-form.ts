import type { KnownBlock, ModalView } from "@slack/types";
import type { HelixYaml } from "../models/helix-yaml.ts";
import { choiceWord } from "../models/intent/line.ts";
import { Effort, OptimizerName } from "../models/intent.ts";
import { dollars } from "./figures.ts";
import { checkboxesInput, modal, multiSelectInput, section, selectInput, textInput } from "./kit.ts";
import { offered } from "./offered.ts";
import { programInput } from "./program-menu.ts";

export const newRunId = "new_run";
export const runFormId = "run_form";

/** Block ids of the form's fields; each has one element, with the same id as its action id. */
export const runFields = {
  program: "run_program",
  optimizers: "run_optimizers",
  models: "run_models",
  reflection: "run_reflection",
  strategies: "run_strategies",
  efforts: "run_efforts",
  budgetUsd: "run_budget",
  set: "run_arguments",
  after: "run_after",
} as const;
export type RunField = keyof typeof runFields;

/** Values of the two boxes. */
export const compareBox = "compare";
export const recommendBox = "recommend";

/** A program as the form offers it. */
export interface OfferedProgram {
  name: string;
  config: Pick<HelixYaml, "models" | "roles" | "strategies" | "budget">;
}

/** Where the run is to stand. `channel` null: in the program's own. */
export interface RunFormContext {
  channel: string | null;
}

/** What the form was opened with. Slack returns it as it was; anything else means no channel. */
export function readRunContext(metadata: string): RunFormContext {
  const found = /^\{"channel":"([CG][A-Z0-9]+)"\}$/.exec(metadata)?.[1];
  return { channel: found ?? null };
}

const frame = (blocks: KnownBlock[], submit: string | null, context: RunFormContext): ModalView =>
  modal({ callbackId: runFormId, title: "New run", submit, privateMetadata: JSON.stringify(context), blocks });

/** Opened at once: what there is to choose is looked up while it is seen. */
export const runFormLoading = (context: RunFormContext): ModalView =>
  frame([section("Looking up programs and models …")], null, context);

/** What may be chosen for one program; the fields of another one replace them when it is chosen instead. */
export function runForm(context: RunFormContext, programs: OfferedProgram[], chosen: OfferedProgram): ModalView {
  return frame(
    [
      programInput(
        runFields.program,
        programs.map(({ name }) => name),
        chosen.name,
      ),
      optimizersField(),
      ...modelFields(chosen),
      ...strategyField(chosen),
      effortsField(),
      budgetField(chosen),
      argumentsField(),
      afterField(),
    ],
    "Start the run",
    context,
  );
}

const ids = (field: RunField) => ({ blockId: runFields[field], actionId: runFields[field] });

const optimizersField = () =>
  multiSelectInput({
    ...ids("optimizers"),
    label: "Optimizer",
    hint: "Several make a matrix: each on each model, one table at the end. Baseline is the program as written.",
    options: [...OptimizerName.options, "baseline" as const].map((choice) => ({
      text: choice === "baseline" ? "baseline, no optimizer" : choice,
      value: choiceWord(choice),
    })),
    initial: [choiceWord("GEPA")],
  });

function modelFields({ name, config }: OfferedProgram): KnownBlock[] {
  const { task, reflection } = config.roles;
  const aliases = Object.keys(config.models);
  // A menu keeps what was chosen as long as its id is the same: another program has other models.
  const own = (field: RunField) => ({ blockId: `${runFields[field]}:${name}`, actionId: runFields[field] });
  return [
    multiSelectInput({ ...own("models"), label: "Model", options: offered(aliases, task), initial: [task] }),
    selectInput({
      ...own("reflection"),
      label: "Reflection model",
      hint: "Proposes instructions, where the optimizer does.",
      options: offered(aliases, reflection ?? task),
      initial: reflection ?? task,
    }),
  ];
}

function strategyField({ name, config }: OfferedProgram): KnownBlock[] {
  const options = offered(Object.keys(config.strategies), "");
  if (options.length === 0) return [];
  return [
    multiSelectInput({
      blockId: `${runFields.strategies}:${name}`,
      actionId: runFields.strategies,
      label: "Strategy",
      placeholder: "The program itself",
      optional: true,
      options,
    }),
  ];
}

const effortsField = () =>
  multiSelectInput({
    ...ids("efforts"),
    label: "Reasoning effort",
    placeholder: "As helix.yaml says",
    optional: true,
    options: Effort.options.map((effort) => ({ text: effort, value: effort })),
  });

const budgetField = ({ config: { budget } }: OfferedProgram) =>
  textInput({
    ...ids("budgetUsd"),
    label: "Budget in US dollars",
    placeholder: `At most ${dollars(budget.run_usd)}, as helix.yaml says`,
    hint: "For the whole run, its models and branches together.",
    optional: true,
    maxLength: 20,
  });

const argumentsField = () =>
  textInput({
    ...ids("set"),
    label: "Arguments of the optimizer",
    placeholder: "max_metric_calls=600",
    hint: "key=value, one a line; gepa.key=value for one of several.",
    optional: true,
    multiline: true,
  });

const afterField = () =>
  checkboxesInput({
    ...ids("after"),
    label: "Afterwards",
    optional: true,
    options: [
      { text: "Compare with what is deployed", value: compareBox },
      { text: "Ask the approvers if the trade-offs are good", value: recommendBox },
    ],
    initial: [compareBox, recommendBox],
  });
