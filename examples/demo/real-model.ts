import { type Price, priceList, readPrice } from "./price.ts";
import { keyOf, manyKeys, variablesFor } from "./provider.ts";

/** A language model that is not the simulated one, as helix.yaml names it. */
export interface RealModel {
  /** Its name in Helix: the last part of the model's own. */
  alias: string;
  lm: string;
  /** The environment variable that holds its key; null where none is needed. */
  key: string | null;
  price: Price;
  /** Where it answers, when not at its provider's own address; may name a variable. */
  base: string | undefined;
}

export interface Wish {
  model: string;
  price?: string | undefined;
  base?: string | undefined;
}

type Wished = { ok: true; model: RealModel } | { ok: false; problem: string };
const no = (problem: string): Wished => ({ ok: false, problem });

/** The model that was asked for, or what is missing, in words; nothing is asked of it yet. The key itself is never read. */
export async function realModel({ model, price, base }: Wish, env: NodeJS.ProcessEnv): Promise<Wished> {
  const [provider, ...parts] = model.split("/");
  const name = parts.join("/");
  if (!provider || !/[A-Za-z0-9]/.test(name) || /\s/.test(model))
    return no(`--model ${model} does not say whose it is: write provider/model, such as openai/gpt-4o-mini`);
  const list = await priceList();
  if (!list.hasProvider(provider) && keyOf(provider) !== null && price === undefined)
    return no(
      `LiteLLM lists no provider ${provider}: what speaks OpenAI's API under another name is openai/${name} with --api-base and --price`,
    );
  const several = manyKeys[provider];
  if (several) return no(`${model} needs more than a key (${several}), and the demo hands on a key alone`);
  const key = keyOf(provider);
  if (key !== null && !env[key])
    return no(`${model} needs its key in ${key}, and that is not set: set it, or leave --model out`);
  const paid = price === undefined ? list.priceOf(provider, name) : readPrice(price);
  if (paid)
    return {
      ok: true,
      model: { alias: aliasOf(name), lm: model, key, price: paid, base: base ?? baseIn(provider, env) },
    };
  const why = price === undefined ? `the price of ${model} is not known here` : `--price ${price} cannot be read`;
  return no(`${why}: say it in $ per 1,000,000 tokens in and out, such as --price 0.15,0.60`);
}

/** As the provider's own client takes it, such as OPENAI_BASE_URL; by name, so that its value is written nowhere. */
function baseIn(provider: string, env: NodeJS.ProcessEnv): string | undefined {
  const name = variablesFor(provider).find((each) => env[each]);
  return name && `\${${name}}`;
}

const aliasOf = (name: string): string =>
  (name.split("/").at(-1) ?? name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
