import { constants } from "node:fs";
import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { execa } from "execa";
import { type JobSpec, type KeptLine, RunnerEvent, type RunnerEventOf, type ShareLine } from "../models/contract.ts";
import type { Governed, Governor } from "./limits/governor.ts";
import { pythonEnv } from "./python-env.ts";
import { Trouble } from "./trouble.ts";

/** How a runner ended. `lost`: it left without its last line (a crash, or it was killed). */
export interface RunnerEnd {
  status: RunnerEventOf<"job_end">["status"] | "lost";
  reason: string | null;
  message: string | null;
  best: number | null;
  totals: RunnerEventOf<"job_end">["totals"] | null;
}

export interface RunnerOptions {
  python: string;
  /** Folder that holds helix_dspy and helix_loader. */
  packages: string;
  /** The only variables the runner gets besides PATH and its own: LM keys by name. */
  env: Record<string, string>;
  signal: AbortSignal;
  /** Keeps it within the limits of its models; without one it calls them freely. */
  governor?: Governor | undefined;
  onEvent(event: RunnerEvent): Promise<void>;
}

/** SIGTERM, then SIGKILL to the whole group: the runner's own grace is 1.2 s. */
const killAfterMs = 2_000;
const keptStderr = 20_000;

/** Runs one job in a process of its own and hands on its events in order. An error thrown by `onEvent` ends the runner. */
export async function runJob(asked: JobSpec, options: RunnerOptions): Promise<RunnerEnd> {
  await requireInterpreter(options.python);
  const spec = options.governor?.govern(asked) ?? asked;
  await mkdir(spec.work_dir, { recursive: true });
  const specFile = join(spec.work_dir, "spec.json");
  await writeFile(specFile, JSON.stringify(spec));
  const runner = execa(options.python, ["-m", "helix_dspy", specFile], {
    cwd: spec.work_dir,
    detached: true,
    extendEnv: false,
    env: minimalEnv(options, spec.work_dir),
    stdio: ["pipe", "ignore", "pipe", "pipe"],
    reject: false,
    buffer: false,
  });
  const stop = () => endGroup(runner.pid);
  options.signal.addEventListener("abort", stop, { once: true });
  if (options.signal.aborted) stop();
  const stderr = collect(runner.stderr);
  // Its end is seen elsewhere: a line to a runner that is gone is no trouble of its own.
  runner.stdin.on("error", () => undefined);
  const tell = (line: ShareLine | KeptLine) => void runner.stdin.write(`${JSON.stringify(line)}\n`);
  const governed = options.governor?.open(spec, tell);
  const kept = spec.kind === "compile" ? acknowledging(tell) : undefined;
  let end: RunnerEnd | null = null;
  let failure: unknown = null;
  try {
    end = await readEvents(runner.stdio[3] as Readable, options, { governed, kept });
  } catch (error) {
    failure = error;
    endGroup(runner.pid);
  }
  const result = await runner;
  options.signal.removeEventListener("abort", stop);
  killGroup(runner.pid);
  await governed?.close();
  if (failure) throw failure;
  return end ?? lost(result.exitCode, result.signal, withoutKeys(stderr(), options.env));
}

async function requireInterpreter(python: string): Promise<void> {
  const runs = await access(python, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!runs)
    throw new Trouble(
      "Python could not be started",
      `there is no interpreter at ${python}`,
      "install it, or correct `python:` in helix.yaml and register the program again",
    );
}

function minimalEnv({ env, packages }: RunnerOptions, workDir: string): Record<string, string> {
  return {
    ...pythonEnv(packages),
    PYTHONHASHSEED: "0",
    PYTHONUNBUFFERED: "1",
    HELIX_EVENT_FD: "3",
    HOME: workDir,
    DSPY_CACHEDIR: join(workDir, "cache"),
    ...env,
  };
}

interface Listening {
  governed: Governed | undefined;
  kept: ((calls: number) => void) | undefined;
}

/** Tells the runner how many of its calls are kept so far: it goes on with an answer only then, so that none is paid twice. */
function acknowledging(tell: (line: KeptLine) => void): (calls: number) => void {
  let kept = 0;
  tell({ kept });
  return (calls) => {
    kept += calls;
    tell({ kept });
  };
}

async function readEvents(
  stream: Readable,
  { onEvent, env }: RunnerOptions,
  { governed, kept }: Listening,
): Promise<RunnerEnd | null> {
  let end: RunnerEnd | null = null;
  let expected = 0;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!line) continue;
    const event = parseEvent(withoutKeys(line, env));
    if (event.seq !== expected)
      throw new Error(`the runner's events have a gap: expected ${expected}, got ${event.seq}`);
    expected += 1;
    if (event.type === "job_end") {
      const { status, reason, message, best, totals } = event;
      end = { status, reason, message, best, totals };
    }
    governed?.take(event);
    await onEvent(event);
    if (event.type === "journal") kept?.(event.entries.length);
  }
  return end;
}

/** Shorter values could be words that an answer holds by chance. */
const shortestKey = 16;

/** A provider or a program may repeat the key it was given, in an error say: it must not be stored or shown. */
export const withoutKeys = (text: string, env: Record<string, string>): string =>
  Object.values(env)
    .filter((value) => value.length >= shortestKey)
    .reduce((scrubbed, value) => scrubbed.replaceAll(value, "[key]"), text);

function parseEvent(line: string): RunnerEvent {
  try {
    return RunnerEvent.parse(JSON.parse(line));
  } catch (error) {
    throw new Error(`the runner wrote a line that is not in the contract: ${line.slice(0, 200)}`, { cause: error });
  }
}

function lost(exitCode: number | undefined, signal: string | undefined, stderr: string): RunnerEnd {
  const how = signal ? `was ended by ${signal}` : `left with exit code ${exitCode}`;
  const last = stderr.trim().split("\n").at(-1) ?? "";
  return {
    status: "lost",
    reason: "lost",
    message: `the Python process ${how}${last && `: ${last}`}`,
    best: null,
    totals: null,
  };
}

function collect(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    text = (text + chunk).slice(-keptStderr);
  });
  return () => text;
}

function endGroup(pid: number | undefined): void {
  signalGroup(pid, "SIGTERM");
  setTimeout(() => killGroup(pid), killAfterMs).unref();
}

const killGroup = (pid: number | undefined): void => signalGroup(pid, "SIGKILL");

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (!pid) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already: that is what was wanted.
  }
}
