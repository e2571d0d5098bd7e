import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { type RunnerEnd, runJob } from "../jobs/runner.ts";
import type { JobSpec, LmSpec, RowSpec, RunnerEvent } from "../models/contract.ts";
import { projectRoot } from "../src/setup/binaries.ts";

export const python = join(projectRoot, ".venv", "bin", "python");
const packages = join(projectRoot, "jobs", "dspy");
const team = join(projectRoot, "bench", "team");

/** Runs work in a folder of its own that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "helix-bench-"));
  return work(folder).finally(() => rm(folder, { recursive: true, force: true }));
}

export const benchLm = (url: string, model = "openai/bench"): LmSpec => ({
  model,
  api_base: `${url}/v1`,
  endpoint: "bench",
  api_key_env: null,
  params: { temperature: 0 },
  timeout_s: 60,
  price: { input: 1, output: 2 },
});

/** What every job on the bench's program shares. */
export const benchSpec = (workDir: string, lms: Record<string, LmSpec>, threads: number) => ({
  v: 1 as const,
  work_dir: workDir,
  seed: 0,
  timeout_s: 3_600,
  heartbeat_s: 2,
  threads,
  guard: { max_usd: 1_000, max_lm_calls: 1_000_000, max_consecutive_errors: 15, max_error_rate: 0.5 },
  lms,
  root: team,
  program: "tickets.program:build",
  adapter: "chat" as const,
  input_fields: ["ticket", "plan"],
  metric: "tickets.metric:score",
  failure_score: 0,
  files: [],
  state: null,
});

/** Runs a job as a worker does; throws when it does not end well. */
export async function runBenchJob(spec: JobSpec, onEvent: (event: RunnerEvent) => void): Promise<RunnerEnd> {
  const { signal } = new AbortController();
  const take = async (event: RunnerEvent) => onEvent(event);
  const end = await runJob(spec, { python, packages, env: {}, signal, onEvent: take });
  if (end.status !== "ok") throw new Error(`the runner ended as ${end.status}: ${end.message}`);
  return end;
}

/** Runs a plain DSPy script of the bench; its last line of output is its answer, as JSON. */
export async function runPlain<T>(script: string, args: string[]): Promise<T> {
  const env = { PYTHONPATH: `${team}:${packages}`, LITELLM_LOCAL_MODEL_COST_MAP: "True", PYTHONHASHSEED: "0" };
  const { stdout } = await execa(python, [join(projectRoot, "bench", "plain", script), ...args], { env });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as T;
}

export const jsonLines = (rows: readonly RowSpec[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
