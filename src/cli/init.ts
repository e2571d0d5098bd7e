import { resolve } from "node:path";
import type { DraftModel } from "../../jobs/programs/draft-yaml.ts";
import { type InitOptions, initProgram } from "../../jobs/programs/init.ts";
import { Trouble } from "../../jobs/trouble.ts";
import { projectRoot } from "../setup/binaries.ts";
import { type Command, type Given, listOf, textOf } from "./command.ts";

const text = { type: "string" } as const;

export const init: Command = {
  usage:
    "init <folder> [--program m:f] [--metric m:f] [--data file] [--python path] [--model lm] [--api-base url] [--key NAME] [--price in/out] [--channel C…] [--approver U…]… [--name n]",
  says: "looks at a folder's DSPy module and writes its helix.yaml",
  options: {
    ...{ name: text, program: text, metric: text, data: text, python: text, channel: text },
    ...{ model: text, "api-base": text, key: text, price: text, approver: { type: "string", multiple: true } },
  },
  words: [1, 1],
  run: ({ words, options }) => initProgram(interpreter(), words[0] ?? "", optionsOf(options)),
};

/** Looking needs no store and no Slack, only Python. */
const interpreter = () => ({
  python: process.env.HELIX_PYTHON || resolve(projectRoot, ".venv/bin/python"),
  packages: resolve(projectRoot, "jobs/dspy"),
});

function optionsOf(options: Given["options"]): InitOptions {
  const names = ["name", "program", "metric", "data", "python", "channel"] as const;
  const said = Object.fromEntries(names.flatMap((name) => (textOf(options[name]) ? [[name, options[name]]] : [])));
  const approvers = listOf(options.approver);
  const model = modelOf(options);
  return { ...said, ...(approvers.length > 0 && { approvers }), ...(model && { model }) };
}

function modelOf(options: Given["options"]): DraftModel | null {
  const [lm, apiBase, key] = [options.model, options["api-base"], options.key].map(textOf);
  if (!lm) return null;
  return { lm, price: priceOf(textOf(options.price)), ...(apiBase && { apiBase }), ...(key && { key }) };
}

function priceOf(said: string | undefined): DraftModel["price"] {
  if (said === undefined) return null;
  const [input, output, ...rest] = said.split("/").map(Number);
  if (rest.length === 0 && input !== undefined && output !== undefined && input >= 0 && output >= 0)
    return { input, output };
  throw new Trouble(
    "No helix.yaml was written",
    `--price ${said} is no price`,
    "write dollars per 1,000,000 tokens as input/output, such as --price 0.25/2",
  );
}
