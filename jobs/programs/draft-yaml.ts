import type { Found } from "./look.ts";

/** A model as the operator names it, or as the source does. */
export interface DraftModel {
  lm: string;
  price: { input: number; output: number } | null;
  apiBase?: string;
  key?: string;
}

/** What the operator said, or what was found; null is what nobody knows. */
export interface Draft {
  name: string;
  program: Found["programs"][number];
  /** Other programs of the folder, by the name a strategy would have. */
  strategies: Record<string, string>;
  metric: string | null;
  data: string | null;
  python: string | null;
  model: DraftModel | null;
  channel: string | null;
  approvers: string[];
}

/** Stands where a value has to be filled in: in form valid, so that the file can be added, and never somebody's own. */
export const placeholders = {
  metric: "metric:score",
  model: { lm: "openai/name-of-your-model", price: null, key: "OPENAI_API_KEY" },
  channel: "C00000000",
  approver: "U00000000",
} as const;

/** A price nobody named is taken as high, so that a run's limit holds. */
const dearPrice = { input: 15, output: 75 };

/** The helix.yaml of a draft, with a comment at what has to be filled in, and those places in words. */
export function draftYaml(draft: Draft): { text: string; unknown: string[] } {
  const unknown: string[] = [];
  const known = <T>(value: T | null, instead: T, words: string): T => {
    if (value === null) unknown.push(words);
    return value ?? instead;
  };
  const metric = known(
    draft.metric,
    placeholders.metric,
    "metric: the function that scores a prediction was not found",
  );
  if (!draft.data) unknown.push("data: no file or callable with the program's inputs and outputs was found");
  const model: DraftModel = known(
    draft.model,
    placeholders.model,
    "models: which model it runs on, its key and its price",
  );
  if (draft.model && !draft.model.price)
    unknown.push(`models: the price of ${draft.model.lm} (a high one stands there)`);
  const channel = known(draft.channel, placeholders.channel, "channel: the Slack channel its runs are posted in");
  const approvers = draft.approvers.length > 0 ? draft.approvers : [placeholders.approver];
  if (draft.approvers.length === 0) unknown.push("approvers: who may decide what is true and what ships");
  return { text: yamlOf(draft, { metric, model, channel, approvers }), unknown };
}

interface Settled {
  metric: string;
  model: DraftModel;
  channel: string;
  approvers: string[];
}

function yamlOf(draft: Draft, { metric, model, channel, approvers }: Settled): string {
  const { program, strategies, data } = draft;
  const alias = (model.lm.split("/").at(-1) ?? "model").replace(/[^\w.-]/g, "-");
  const price = model.price ?? dearPrice;
  const parts = [
    `lm: ${quoted(model.lm)}`,
    ...(model.apiBase ? [`api_base: ${quoted(model.apiBase)}`] : []),
    ...(model.key ? [`key: ${model.key}`] : []),
    `price: { input: ${price.input}, output: ${price.output} }`,
  ];
  const others = Object.entries(strategies).map(([name, entry]) => `${name}: ${entry}`);
  return [
    "# What Helix knows about this program. `npm run helix -- add <folder>` checks it and says what does not hold.",
    `name: ${draft.name}`,
    `program: ${program.entry}   # returns the dspy.Module; predictors: ${program.predictors.join(", ")}`,
    ...(others.length > 0 ? [`strategies: { ${others.join(", ")} }   # variants, chosen by --strategy`] : []),
    `metric: ${metric}${todo(draft.metric === null)}   # 2, 3 or 5 arguments; 0 to 1, a bool, or dspy.Prediction(score, feedback)`,
    ...(draft.python ? [`python: ${quoted(draft.python)}   # the interpreter that has the program's packages`] : []),
    data
      ? `data: ${data}   # rows with the inputs and the reviewed outputs (${program.outputs.filter((name) => name !== "reasoning").join(", ")})`
      : "# data: data/examples.jsonl   # TODO JSONL, CSV, or module:callable that returns dspy.Examples",
    `inputs: [${program.inputs.join(", ")}]`,
    "# files: [prompts/]   # what the program reads besides its modules",
    "splits: { train: 0.25, val: 0.25, test: 0.5 }",
    "models:",
    `  ${alias}: { ${parts.join(", ")} }${todo(draft.model === null || draft.model.price === null)}   # dollars per 1M tokens; key: a variable's name`,
    `roles: { task: ${alias} }   # reflection: a stronger model for GEPA; draft: one that drafts labels`,
    "budget: { run_usd: 5, ask_above_usd: 1 }   # a run stops at run_usd",
    `channel: ${channel}${todo(draft.channel === null)}   # where its runs are posted`,
    `approvers: { truth: [${approvers.join(", ")}], promotion: [${approvers.join(", ")}] }${todo(draft.approvers.length === 0)}   # U… or S…`,
    "# deploy: { directory: ../deploy }   # where promoted programs are written",
    "",
  ].join("\n");
}

const todo = (isOpen: boolean): string => (isOpen ? "   # TODO" : "");

const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : JSON.stringify(text));
