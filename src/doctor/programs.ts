import { access } from "node:fs/promises";
import { join } from "node:path";
import type { WebClient } from "@slack/web-api";
import { plural } from "../../blocks/figures.ts";
import { openTraceSource } from "../../jobs/langfuse.ts";
import { checkoutDiffers } from "../../jobs/programs/checkout.ts";
import { inWords } from "../../jobs/trouble.ts";
import { fillVariables } from "../../models/helix-yaml.ts";
import type { Program } from "../../models/program.ts";
import { placeLines } from "./channels.ts";
import { fine, type Line, note, wrong } from "./line.ts";
import { lookInto } from "./python.ts";

/** One registered program: its source, interpreter, models, people and traces. */
export async function programLines(
  program: Program,
  env: NodeJS.ProcessEnv,
  client: WebClient | null,
): Promise<Line[]> {
  const parts = await Promise.all([
    sourceLine(program),
    modelLines(program, env),
    elsewhereLines(program, env),
    interpreterLines(program),
    client ? placeLines(client, program) : [],
    traceLines(program, env),
  ]);
  return parts.flat().map((line) => ({ ...line, says: `${program.name}: ${line.says}` }));
}

async function sourceLine(program: Program): Promise<Line[]> {
  const isHere = await access(join(program.root, "helix.yaml")).then(
    () => true,
    () => false,
  );
  if (!isHere)
    return [
      note(
        `its checkout ${program.root} is not on this host`,
        "nothing, if it is on another: runs use what was registered",
      ),
    ];
  const differs = await checkoutDiffers(program);
  const revision = `revision ${program.revision}`;
  return [
    differs
      ? note(differs, `\`npm run helix -- add ${program.root}\``)
      : fine(`its checkout is what was registered (${revision})`),
  ];
}

function modelLines({ config }: Program, env: NodeJS.ProcessEnv): Line[] {
  const models = Object.entries(config.models);
  const lacking = models.flatMap(([alias, { key, api_base }]) => {
    const filled = api_base === undefined ? null : fillVariables(api_base, env);
    const missing = [...(key && !env[key] ? [key] : []), ...(filled && !filled.ok ? filled.missing : [])];
    return missing.map((name) =>
      wrong(`the model ${alias} needs ${name}, which is not set`, "set it in the .env of every worker"),
    );
  });
  const free = models.filter(([, { price }]) => price.input + price.output === 0).map(([alias]) => alias);
  const priced = free.length > 0 ? `; ${free.join(", ")} free` : "";
  return lacking.length > 0
    ? lacking
    : [fine(`${plural(models.length, "model")}, each with its price and what it needs from .env${priced}`)];
}

/** Providers' clients heed such variables by themselves, and jobs are given none that helix.yaml does not name. */
function elsewhereLines({ config }: Program, env: NodeJS.ProcessEnv): Line[] {
  return Object.entries(config.models).flatMap(([alias, { lm, api_base }]) => {
    const provider = lm.split("/")[0]?.toUpperCase();
    const name = [`${provider}_BASE_URL`, `${provider}_API_BASE`].find((each) => env[each]);
    if (api_base !== undefined || name === undefined) return [];
    const address = `\`api_base: "\${${name}}"\``;
    return [
      note(
        `the model ${alias} is asked at its provider's own address, not where ${name} says`,
        `${address} in helix.yaml, if it should be`,
      ),
    ];
  });
}

async function interpreterLines({ config }: Program): Promise<Line[]> {
  if (config.python === undefined) return [];
  const found = await lookInto(config.python);
  const dspy = found?.has.dspy;
  if (!found)
    return [
      wrong(`its Python ${config.python} does not run here`, "mend `python` in helix.yaml, or install it on this host"),
    ];
  if (!dspy || !/^3\.([3-9]|\d\d)/.test(dspy))
    return [wrong(`its Python has ${dspy ? `DSPy ${dspy}` : "no DSPy"}; Helix needs dspy>=3.3,<4`, "install it there")];
  return [fine(`its own Python ${found.python} has DSPy ${dspy}`)];
}

async function traceLines({ config }: Program, env: NodeJS.ProcessEnv): Promise<Line[]> {
  if (!config.traces) return [];
  const { base_url, public_key, secret_key } = config.traces.langfuse;
  const filled = fillVariables(base_url, env);
  const missing = [...(filled.ok ? [] : filled.missing), ...[public_key, secret_key].filter((name) => !env[name])];
  if (!filled.ok || missing.length > 0)
    return [wrong(`its traces need ${missing.join(", ")}, which is not set`, "set it in the .env of every worker")];
  const keys = { publicKey: env[public_key] ?? "", secretKey: env[secret_key] ?? "" };
  const quick = { timeoutInSeconds: 4, maxRetries: 0 };
  return openTraceSource({ baseUrl: filled.value, ...keys, ...quick }).then(
    () => [fine(`Langfuse at ${filled.value} gives its traces`)],
    (error) => [wrong(inWords(error).why, inWords(error).next)],
  );
}
