import { readFile } from "node:fs/promises";

const msPerTick = 10;

/** Milliseconds of processor time a process has used: the same on a busy machine as on a quiet one, nearly. */
export async function cpuMs(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * msPerTick;
}
