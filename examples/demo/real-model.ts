import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../src/setup/binaries.ts";

/** A language model that is not the simulated one, as helix.yaml names it. */
export interface RealModel {
  /** Its name in Helix: the last part of the model's own. */
  alias: string;
  lm: string;
  /** The environment variable that holds its key. */
  key: string;
  /** $ per 1,000,000 tokens. */
  price: { input: number; output: number };
  /** Where it answers, when not at its provider's own address. */
  base: string | undefined;
}

export interface Wish {
  model: string;
  price?: string | undefined;
  base?: string | undefined;
}

type Wished = { ok: true; model: RealModel } | { ok: false; problem: string };
const no = (problem: string): Wished => ({ ok: false, problem });

/** Where the environment variable is not called after the provider. */
const otherKeys: Record<string, string> = { together_ai: "TOGETHERAI_API_KEY", vertex_ai: "GEMINI_API_KEY" };

/** The model that was asked for, or what is missing, in words. The key itself is never read. */
export async function realModel({ model, price, base }: Wish, env: NodeJS.ProcessEnv): Promise<Wished> {
  const [provider, ...name] = model.split("/");
  if (!provider || name.length === 0)
    return no(`--model ${model} does not say whose it is: write provider/model, such as openai/gpt-4o-mini`);
  const key = otherKeys[provider] ?? `${provider.toUpperCase()}_API_KEY`;
  if (!env[key]) return no(`${model} needs its key in ${key}, and that is not set: set it, or leave --model out`);
  const paid = price === undefined ? await knownPrice(model) : readPrice(price);
  if (paid) return { ok: true, model: { alias: aliasOf(model), lm: model, key, price: paid, base } };
  const why = price === undefined ? `the price of ${model} is not known here` : `--price ${price} cannot be read`;
  return no(`${why}: say it in $ per 1,000,000 tokens in and out, such as --price 0.15,0.60`);
}

const aliasOf = (model: string): string =>
  (model.split("/").at(-1) ?? model)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");

function readPrice(text: string): RealModel["price"] | null {
  const [, input, output] = /^(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  return input === undefined ? null : { input: Number(input), output: Number(output) };
}

const perMillion = (perToken: number): number => Number((perToken * 1_000_000).toPrecision(6));

/** As LiteLLM, which the Python side has, lists it. */
async function knownPrice(model: string): Promise<RealModel["price"] | null> {
  const script = "import importlib.util, os; print(os.path.dirname(importlib.util.find_spec('litellm').origin))";
  const { execa } = await import("execa");
  const { stdout } = await execa(join(projectRoot, ".venv/bin/python"), ["-c", script]);
  const list = JSON.parse(await readFile(join(stdout.trim(), "model_prices_and_context_window_backup.json"), "utf8"));
  const found = list[model] ?? list[model.split("/").slice(1).join("/")];
  if (typeof found?.input_cost_per_token !== "number") return null;
  return { input: perMillion(found.input_cost_per_token), output: perMillion(found.output_cost_per_token ?? 0) };
}

/** The example program in a folder of its own, with this model in all of its roles. Answers with the folder. */
export async function withModel(example: string, folder: string, real: RealModel): Promise<string> {
  await cp(example, folder, { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
  const file = join(folder, "helix.yaml");
  await writeFile(file, withModelIn(await readFile(file, "utf8"), real));
  return folder;
}

/** helix.yaml with this model alone. */
export function withModelIn(yaml: string, { alias, lm, key, price, base }: RealModel): string {
  const where = base === undefined ? "" : `api_base: ${JSON.stringify(base)}, `;
  const model = `  ${alias}: { lm: ${lm}, ${where}key: ${key}, price: { input: ${price.input}, output: ${price.output} } }`;
  return yaml
    .replace(/^models:\n(?: {2}.*\n)+/m, `models:\n${model}\n`)
    .replace(/^roles: .*$/m, `roles: { task: ${alias}, reflection: ${alias}, draft: ${alias} }`)
    .replace(/^budget: .*$/m, `budget: { run_usd: ${runUsd}, ask_above_usd: 1 }`);
}

/** What one run of the demo may spend on a real model. */
const runUsd = 2;
/** The story's runs: a first evaluation, two of traces, a version, a search, a deployment. */
const runs = 6;
/** As the simulated models take it: calls, and tokens of one; a real tokenizer or a model that thinks counts otherwise. */
const story = { calls: 1_700, prompt: 600, answer: 80, reflections: 40, longPrompt: 4_000, longAnswer: 1_000 };

/** What the story may cost, before anything is spent. */
export function costWords({ lm, price }: RealModel): string {
  const tokensIn = story.calls * story.prompt + story.reflections * story.longPrompt;
  const tokensOut = story.calls * story.answer + story.reflections * story.longAnswer;
  const expected = (tokensIn * price.input + tokensOut * price.output) / 1_000_000;
  return (
    `${lm} answers, at $${price.input} and $${price.output} per 1,000,000 tokens in and out. The story makes about ` +
    `${story.calls.toLocaleString("en")} calls: about $${expected.toFixed(2)}, more for a model that thinks. Each of its ` +
    `${runs} runs stops at $${runUsd}, so it never costs more than $${runs * runUsd}; what you run afterwards comes on top.`
  );
}
