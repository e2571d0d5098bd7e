import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { createInterface } from "node:readline";
import { launcher, projectRoot } from "../../../src/setup/binaries.ts";

/** How a process ended: its exit code, or the signal that ended it. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process of Helix. It ends with the test, however that ends: it reads the other end of our pipe. */
export interface HelixProcess {
  pid: number;
  /** Where it listens, as its first line said. */
  url: string;
  ended: Promise<Ended>;
  signal(name: NodeJS.Signals): void;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<Ended>;
  /** SIGTERM; resolves when it is gone. */
  stop(): Promise<Ended>;
}

export interface Start {
  /** What Node itself is told. */
  flags?: string[];
  args: string[];
  env: Record<string, string>;
  logFile: string;
}

/** Only what is named reaches the process: no variable of the machine decides a test. */
const bare = (env: Record<string, string>) => ({
  PATH: process.env.PATH ?? "",
  HOME: process.env.HOME ?? "/",
  GIT_CEILING_DIRECTORIES: process.env.GIT_CEILING_DIRECTORIES ?? "",
  ...env,
});

/** Starts a program of the project with its arguments and waits for its first line; what it logs goes to the file. */
export async function startProcess({ flags = [], args, env, logFile }: Start): Promise<HelixProcess> {
  const log = openSync(logFile, "a");
  const options = { cwd: projectRoot, env: bare(env), stdio: ["pipe", "pipe", log] as ["pipe", "pipe", number] };
  const child = spawn(process.execPath, [...flags, launcher, ...args], options);
  closeSync(log);
  const ended = once(child, "exit").then(([code, signal]) => ({ code, signal }) as Ended);
  const url = await firstUrl(child, ended, args, logFile);
  const end = (name: NodeJS.Signals) => {
    // A stopped process does not hear SIGTERM before it continues.
    child.kill(name);
    if (name === "SIGTERM") child.kill("SIGCONT");
    return ended;
  };
  return {
    pid: child.pid ?? 0,
    url,
    ended,
    signal: (name) => void child.kill(name),
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

async function firstUrl(child: ChildProcess, ended: Promise<Ended>, args: string[], logFile: string): Promise<string> {
  if (!child.stdout) throw new Error("the process has no output");
  const lines = createInterface({ input: child.stdout });
  const tooSoon = ended.then(({ code, signal }) => {
    throw new Error(`${args.join(" ")} ended with ${code ?? signal} before it was ready; its log is ${logFile}`);
  });
  const [line] = (await Promise.race([once(lines, "line"), tooSoon])) as [string];
  tooSoon.catch(() => undefined);
  return (JSON.parse(line) as { url: string }).url;
}

/** Runs a program of the project to its end and answers with its exit code and all it printed. */
export async function runToEnd({
  args,
  env,
}: Pick<Start, "args" | "env">): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: projectRoot,
    env: bare(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out };
}
