import { randomUUID } from "node:crypto";
import { cp, mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import mongoose from "mongoose";
import { pino } from "pino";
import { afterAll, beforeAll } from "vitest";
import { Workspace } from "../../examples/workspace/people.ts";
import { defaultBotToken, defaultSigningSecret } from "../../examples/workspace/seed.ts";
import { startWorkspace } from "../../examples/workspace/server.ts";
import type { Deps } from "../../jobs/deps.ts";
import { type Registered, registerProgram } from "../../jobs/programs/add.ts";
import { type Run, Runs } from "../../models/run.ts";
import { readConfig } from "../../src/config.ts";
import { connectMongo } from "../../src/connections.ts";
import { makeDeps } from "../../src/deps.ts";
import { projectRoot } from "../../src/setup/binaries.ts";
import { startLm, type TestLm } from "./helix/lm.ts";
import { type HelixProcess, runToEnd, startProcess } from "./helix/process.ts";
import { runnersUnder } from "./helix/runners.ts";
import { until } from "./helix/until.ts";
import { type Langfuse, startLangfuse } from "./langfuse.ts";
import { testMongoUrl, testRedisUrl } from "./stores.ts";

export const team = "T0HELIX";
export const channel = "C0HELIX01";
/** A folder with helix.yaml: ticket → urgency, 40 rows. */
export const tinyProgram = join(projectRoot, "test/support/tiny-program");

export interface SetOptions {
  /** For every process of the set, over what the set says itself. */
  env?: Record<string, string>;
  /** Another Redis than the one of the test run. */
  redisUrl?: string;
  /** Multiplies how long the language model takes; 1 is about 75 ms a call. */
  latency?: number;
}

export interface ProcessOptions {
  /** The point at which this process dies as by `kill -9`. */
  failpoint?: string;
  env?: Record<string, string>;
}

/** Helix as it runs in production, on loopback: bot and workers are processes of their own, and everything else is here. */
export class HelixSet {
  readonly slack: Workspace;
  readonly lm: TestLm;
  readonly langfuse: Langfuse;
  readonly env: Record<string, string>;
  readonly home: string;
  readonly deployDirectory: string;
  readonly logFile: string;
  /** As a worker's, for calling jobs from the test itself. */
  readonly deps: Deps;
  private readonly processes = new Set<HelixProcess>();
  private readonly closing: (() => Promise<unknown>)[];

  constructor(parts: Pick<HelixSet, "slack" | "lm" | "langfuse" | "env" | "home">, closing: HelixSet["closing"]) {
    this.slack = parts.slack;
    this.lm = parts.lm;
    this.langfuse = parts.langfuse;
    this.env = parts.env;
    this.home = parts.home;
    this.deployDirectory = deployUnder(parts.home);
    this.logFile = join(parts.home, "helix.log");
    this.closing = closing;
    this.deps = { ...makeDeps(configOf(parts.env), team, pino({ level: "silent" })), env: parts.env };
  }

  /** Starts a bot; Slack's requests go to it from now on. */
  async startBot(options: ProcessOptions = {}): Promise<HelixProcess> {
    const bot = await this.start("bot", options);
    await this.slack.setApp({ requestUrl: `${bot.url}/slack/events` });
    return bot;
  }

  startWorker(options: ProcessOptions = {}): Promise<HelixProcess> {
    return this.start("worker", options);
  }

  private async start(role: "bot" | "worker", { failpoint, env }: ProcessOptions): Promise<HelixProcess> {
    const started = await startProcess({
      args: ["src/index.ts", "--role", role, "--with-parent"],
      env: { ...this.env, ...(failpoint && { HELIX_FAILPOINT: failpoint }), ...env },
      logFile: this.logFile,
    });
    this.processes.add(started);
    void started.ended.then(() => this.processes.delete(started));
    return started;
  }

  /** Registers the program of a folder, in this process; `run` is its first evaluation, waiting for a worker. */
  register(root = tinyProgram, by = "U0ANNA"): Promise<Registered> {
    return registerProgram(this.deps, root, by);
  }

  /** `npm run helix -- <words>`, as an operator types it. */
  cli(...words: string[]): Promise<{ code: number | null; out: string }> {
    return runToEnd({ args: ["src/cli.ts", ...words], env: this.env });
  }

  /** The tiny program in a folder of its own, with files written over it by path; a text of null leaves the file out. */
  async copyProgram(files: Record<string, string | null> = {}): Promise<string> {
    const root = join(tmpdir(), `helix-program-${randomUUID()}`);
    this.closing.push(() => rm(root, { recursive: true, force: true }));
    await cp(tinyProgram, root, { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
    for (const [path, text] of Object.entries(files))
      await (text === null ? rm(join(root, path)) : writeFile(join(root, path), text));
    return root;
  }

  /** The run that a command or anything else makes. */
  async newRun(act: () => Promise<unknown>): Promise<Run> {
    const last = (await Runs.findOne({ team }).sort({ n: -1 }).lean<Run>())?.n ?? 0;
    await act();
    return until("a new run", () => Runs.findOne({ team, n: { $gt: last } }).lean<Run>());
  }

  /** The run once `isSo` holds of it; its status and steps are in the words when it never does. */
  async runWhen(id: string, words: string, isSo: (run: Run) => unknown, withinMs?: number): Promise<Run> {
    let last: Run | null = null;
    const probe = async () => {
      last = await Runs.findById(id).lean<Run>();
      return last && isSo(last) ? last : null;
    };
    return until(`${id}: ${words}`, probe, withinMs).catch((error: Error) => {
      throw new Error(`${error.message}; it is ${JSON.stringify(last && shortOf(last))}; the log is ${this.logFile}`);
    });
  }

  /** The run once it is done, failed or cancelled. */
  ended(id: string, withinMs = 60_000): Promise<Run> {
    const over = ["done", "failed", "cancelled"];
    return this.runWhen(id, "ended", ({ status }) => over.includes(status), withinMs);
  }

  /** Python runners of this set that are alive. */
  runners(): Promise<number[]> {
    return runnersUnder(this.home);
  }

  /** Ends every process that is still there. */
  async endProcesses(): Promise<void> {
    await Promise.all([...this.processes].map((each) => each.kill()));
    await until("no runner is left", async () => (await this.runners()).length === 0);
  }

  async stop(): Promise<void> {
    await this.endProcesses();
    for (const close of this.closing.reverse()) await close();
  }
}

const deployUnder = (home: string): string => join(home, "deploy");

const shortOf = ({ status, problem, steps }: Run) => ({
  status,
  problem,
  steps: steps.map(({ kind, status: of, epoch, results, moves }) => ({
    kind,
    of,
    epoch,
    results,
    moves: moves.length,
  })),
});

function configOf(env: Record<string, string>) {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.problems.join("; "));
  return read.config;
}

let sets = 0;

/** Starts a workspace, a language model, a trace server and a database of their own; bot and workers are started by the test. */
export async function startHelixSet(options: SetOptions = {}): Promise<HelixSet> {
  sets += 1;
  const home = join(projectRoot, ".helix", "tests", `${process.pid}`, `set-${sets}`);
  await mkdir(home, { recursive: true });
  const keys = { publicKey: "pk-lf-test", secretKey: "sk-lf-test-secret" };
  const [workspace, lm, langfuse] = await Promise.all([
    startWorkspace(),
    startLm(options.latency ?? 0.2),
    startLangfuse(keys),
  ]);
  const name = `test-${randomUUID()}`;
  const env = {
    SLACK_BOT_TOKEN: defaultBotToken,
    SLACK_SIGNING_SECRET: defaultSigningSecret,
    SLACK_API_URL: `${workspace.url}/api/`,
    MONGODB_URI: new URL(`/${name}`, testMongoUrl()).href,
    REDIS_URL: options.redisUrl ?? testRedisUrl(),
    PORT: "0",
    HELIX_HOME: home,
    HELIX_QUEUE: name,
    HELIX_LEASE_MS: "2000",
    HELIX_THREADS: "4",
    SIMULATED_LM: lm.url,
    SIM_KEY: "simulated",
    LANGFUSE_URL: langfuse.url,
    LF_PUBLIC: keys.publicKey,
    LF_SECRET: keys.secretKey,
    HELIX_DEPLOY_DIR: deployUnder(home),
    ...options.env,
  };
  await connectMongo({ mongoUrl: env.MONGODB_URI });
  const closing: (() => Promise<unknown>)[] = [
    () => rmdir(dirname(home)).catch(() => undefined), // other sets may still be in it
    () => rm(home, { recursive: true, force: true }),
    () => mongoose.disconnect(),
    () => mongoose.connection.dropDatabase(),
    () => Promise.all([workspace.close(), lm.close(), langfuse.close()]),
  ];
  return new HelixSet({ slack: await Workspace.connect(workspace.url), lm, langfuse, env, home }, closing);
}

/** A set for all tests of a file, with the tiny program registered. */
export function useHelix(options: SetOptions & { register?: boolean } = {}): { set: HelixSet; registered: Registered } {
  const given = {} as { set: HelixSet; registered: Registered };
  beforeAll(async () => {
    given.set = await startHelixSet(options);
    if (options.register !== false) given.registered = await given.set.register();
  }, 60_000);
  afterAll(async () => given.set?.stop(), 60_000);
  return given;
}
