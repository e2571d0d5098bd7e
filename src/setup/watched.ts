import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, ftruncateSync, openSync } from "node:fs";
import type { Socket } from "node:net";

export type Watched = {
  pid: number;
  /** Resolves when the program has ended, however it ended. */
  ended: Promise<void>;
  /** SIGTERM, then SIGKILL after the grace; resolves when it is gone. */
  stop(): Promise<void>;
};

const graceMs = 5_000;

// The shell holds the read end of a pipe whose only writer is this process: when it goes, by any signal, the program goes.
const watchdog = `
exec 4<&0
"$@" </dev/null >&2 4<&- & program=$!
echo $program
{
  while read -r _; do :; done
  kill -TERM $program; kill -CONT $program
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 $program || exit
    sleep 0.1
  done
  kill -KILL $program
} <&4 >/dev/null 2>&1 & reader=$!
exec 4<&- 0</dev/null 1>&-
wait $program; code=$?
kill $reader 2>/dev/null
exit $code`;

/** Starts a program that cannot outlive this process; `logFile` holds its output from this start on. Ctrl-C does not reach it. */
export async function startWatched(program: string, args: string[], logFile: string): Promise<Watched> {
  const log = openSync(logFile, "a");
  ftruncateSync(log);
  const shell = spawn("/bin/sh", ["-c", watchdog, "watchdog", program, ...args], {
    stdio: ["pipe", "pipe", log],
    detached: true,
  });
  closeSync(log);
  const ended = once(shell, "exit").then(() => undefined);
  return watched(shell, await programPid(shell), ended);
}

function watched(shell: ChildProcess, pid: number, ended: Promise<void>): Watched {
  const stop = async () => {
    signal(pid, "SIGTERM");
    const timer = setTimeout(() => signal(pid, "SIGKILL"), graceMs);
    await ended;
    clearTimeout(timer);
  };
  // Neither the shell nor its pipes keep this process alive once its own work is done.
  shell.unref();
  for (const pipe of shell.stdio) (pipe as Socket | null)?.unref();
  return { pid, ended, stop: () => (shell.exitCode === null && shell.signalCode === null ? stop() : ended) };
}

async function programPid(shell: ChildProcess): Promise<number> {
  const [line] = (await once(shell.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return Number(line.toString().trim());
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone, which is what was asked for.
  }
}
