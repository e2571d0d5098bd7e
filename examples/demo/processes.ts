import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { createInterface } from "node:readline";
import { launcher } from "../../src/setup/binaries.ts";

/** A process of the demo. It ends with the demo, however that ends: it reads the other end of our pipe. */
export interface Part {
  /** The first line it printed, as JSON: where it listens. */
  hello: Record<string, string>;
  stop(): Promise<void>;
}

const graceMs = 9_000;

/** Starts a program of the project with its arguments and waits for its first line; all else it prints goes to the log file. */
export async function startPart(
  name: string,
  args: string[],
  env: Record<string, string>,
  logFile: string,
): Promise<Part> {
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", log],
    detached: true,
  });
  const hello = await firstLine(name, child, logFile);
  return { hello, stop: () => stop(child) };
}

async function firstLine(name: string, child: ChildProcess, logFile: string): Promise<Record<string, string>> {
  if (!child.stdout) throw new Error(`${name} has no output`);
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(() => {
    throw new Error(`${name} ended before it was ready; its last words are in ${logFile}`);
  });
  const [line] = (await Promise.race([once(lines, "line"), ended])) as [string];
  ended.catch(() => undefined);
  return JSON.parse(line) as Record<string, string>;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await ended;
  clearTimeout(kill);
}

/** Runs a command to its end and answers with its exit code and what it printed. */
export async function runToEnd(
  command: string,
  args: string[],
  env: Record<string, string>,
  logFile: string,
): Promise<{ code: number; out: string }> {
  const log = openSync(logFile, "a");
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", log] });
  let out = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code: code ?? 1, out };
}
