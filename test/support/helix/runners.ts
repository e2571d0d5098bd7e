import { readdir, readFile } from "node:fs/promises";

/** Process ids of the Python runners that work under a folder, whoever their parent is now. */
export async function runnersUnder(home: string): Promise<number[]> {
  const pids = (await readdir("/proc")).map(Number).filter(Boolean);
  const found = await Promise.all(pids.map(async (pid) => ((await isRunner(pid, home)) ? [pid] : [])));
  return found.flat();
}

async function isRunner(pid: number, home: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return /helix_(dspy|loader)/.test(command) && command.includes(`${home}/`);
}
