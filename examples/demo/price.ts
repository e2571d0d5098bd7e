import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { projectRoot } from "../../src/setup/binaries.ts";

/** $ per 1,000,000 tokens. */
export interface Price {
  input: number;
  output: number;
}

interface Listed {
  litellm_provider?: string;
  input_cost_per_token?: number;
  output_cost_per_token?: number;
}

/** The prices that LiteLLM, which the Python side has, lists, by model. */
export interface PriceList {
  /** Null for one that it does not list under this provider. */
  priceOf(provider: string, name: string): Price | null;
  hasProvider(provider: string): boolean;
}

let list: Promise<PriceList> | undefined;

/** Read once: it is large. */
export const priceList = (): Promise<PriceList> => {
  list ??= readPriceList();
  return list;
};

async function readPriceList(): Promise<PriceList> {
  const script = "import importlib.util, os; print(os.path.dirname(importlib.util.find_spec('litellm').origin))";
  const { stdout } = await execa(join(projectRoot, ".venv/bin/python"), ["-c", script]);
  const text = await readFile(join(stdout.trim(), "model_prices_and_context_window_backup.json"), "utf8");
  const list = new Map(Object.entries(JSON.parse(text) as Record<string, Listed>));
  const providers = new Set([...list.values()].map((each) => each.litellm_provider));
  return {
    priceOf: (provider, name) => {
      const bare = list.get(name);
      return priceIn(list.get(`${provider}/${name}`) ?? (bare?.litellm_provider === provider ? bare : undefined));
    },
    hasProvider: (provider) => providers.has(provider),
  };
}

const perMillion = (perToken: number): number => Number((perToken * 1_000_000).toPrecision(6));

function priceIn(listed: Listed | undefined): Price | null {
  if (typeof listed?.input_cost_per_token !== "number") return null;
  return { input: perMillion(listed.input_cost_per_token), output: perMillion(listed.output_cost_per_token ?? 0) };
}

/** `0.15,0.60`; null when it is something else. */
export function readPrice(text: string): Price | null {
  const [, input, output] = /^(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  return input === undefined ? null : { input: Number(input), output: Number(output) };
}
