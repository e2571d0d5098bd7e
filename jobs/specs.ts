import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { JobSpec, LmSpec, RowSpec } from "../models/contract.ts";
import { fillVariables, type HelixYaml } from "../models/helix-yaml.ts";
import type { Described, Program } from "../models/program.ts";
import type { Adapter, ReleaseLm } from "../models/release.ts";
import { Trouble } from "./trouble.ts";

/** The LM configuration behind an alias of helix.yaml. */
export function releaseLm(config: HelixYaml, alias: string): ReleaseLm {
  const found = config.models[alias];
  if (!found) {
    const known = Object.keys(config.models).join(", ");
    throw new Trouble("This run cannot start", `the model ${alias} is not in helix.yaml`, `use one of: ${known}`);
  }
  return {
    alias,
    model: found.lm,
    endpoint: found.api_base ?? null,
    keyEnv: found.key ?? null,
    params: found.params,
    price: found.price,
    timeoutS: found.timeout_s,
  };
}

/** What the runner needs to call a model: the endpoint's variables are filled in from this worker's environment. */
export function lmSpec(lm: ReleaseLm, env: NodeJS.ProcessEnv): LmSpec {
  const filled = lm.endpoint === null ? null : fillVariables(lm.endpoint, env);
  if (filled && !filled.ok)
    throw new Trouble(
      "The model cannot be called",
      `the endpoint of ${lm.alias} needs ${filled.missing.join(", ")}, which this worker does not have`,
      "set it in the worker's environment",
    );
  if (lm.keyEnv && !env[lm.keyEnv])
    throw new Trouble(
      "The model cannot be called",
      `the key of ${lm.alias} is expected in ${lm.keyEnv}, which this worker does not have`,
      "set it in the worker's environment",
    );
  return {
    model: lm.model,
    api_base: filled ? filled.value : null,
    endpoint: lm.endpoint,
    api_key_env: lm.keyEnv,
    params: lm.params as LmSpec["params"],
    timeout_s: lm.timeoutS,
    price: lm.price,
  };
}

/** The keys the given models need, by the name of their variable. */
export function keysFor(lms: ReleaseLm[], env: NodeJS.ProcessEnv): Record<string, string> {
  const names = lms.flatMap(({ keyEnv }) => (keyEnv ? [keyEnv] : []));
  return Object.fromEntries(names.map((name) => [name, env[name] ?? ""]));
}

/**
 * The models of helix.yaml that program or metric may make and call by themselves, under roles of their own, with the keys
 * they need. One that this worker has no key or address for is left out: the runner refuses it before its first call.
 */
export function ownModels(
  { config, described }: { config: HelixYaml; described: Pick<Described, "ownModels"> },
  env: NodeJS.ProcessEnv,
): { lms: Record<string, LmSpec>; keys: Record<string, string> } {
  if (!described.ownModels) return { lms: {}, keys: {} };
  const callable = Object.keys(config.models)
    .map((alias) => releaseLm(config, alias))
    .filter(
      ({ endpoint, keyEnv }) => (!keyEnv || env[keyEnv]) && (endpoint === null || fillVariables(endpoint, env).ok),
    );
  return {
    lms: Object.fromEntries(callable.map((lm) => [`own:${lm.alias}`, lmSpec(lm, env)])),
    keys: keysFor(callable, env),
  };
}

export interface SpecBasis {
  workDir: string;
  root: string;
  adapter: Adapter;
  threads: number;
  maxUsd: number;
  lms: Record<string, LmSpec>;
  state: Record<string, unknown> | null;
  /** `module:callable` that builds the program. */
  entry: string;
}

const day = 24 * 60 * 60;

/** The part of a job's spec that every kind shares. */
export function commonSpec(program: Pick<Program, "config">, basis: SpecBasis) {
  const { config } = program;
  return {
    v: 1,
    work_dir: basis.workDir,
    seed: 0,
    timeout_s: day,
    heartbeat_s: 2,
    threads: basis.threads,
    guard: { max_usd: basis.maxUsd, max_lm_calls: 1_000_000, max_consecutive_errors: 15, max_error_rate: 0.5 },
    lms: basis.lms,
    root: basis.root,
    program: basis.entry,
    adapter: basis.adapter,
    input_fields: config.inputs,
    metric: config.metric,
    failure_score: config.policy.failureScore,
    files: config.files,
    state: basis.state as JobSpec["state"],
  } as const;
}

/** Writes rows as the JSON lines file a spec names. */
export async function writeRows(path: string, rows: RowSpec[]): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return path;
}
