import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { HelixProcess } from "../../test/support/helix/process.ts";
import { atMost, type Figure, median } from "../harness.ts";
import type { SurfaceSet } from "./set.ts";

const starts = 3;
const settleMs = 10_000;
const roles = ["bot", "worker"] as const;

/** How long each role takes from its start to answering that it is ready, in the middle of three. */
export async function startUp({ start }: SurfaceSet): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const role of roles) {
    const took: number[] = [];
    for (let n = 0; n < starts; n++) {
      const began = performance.now();
      const one = await start(role);
      await ready(one);
      took.push((performance.now() - began) / 1_000);
      await one.stop();
    }
    figures.push(atMost(5, { what: `start → ready, ${role}`, value: median(took), unit: "s" }));
  }
  return figures;
}

async function ready({ url }: HelixProcess): Promise<void> {
  const answer = await fetch(`${url}/readyz`);
  if (!answer.ok) throw new Error(`it said where it listens, but not that it is ready: ${await answer.text()}`);
}

/** Resident memory of a process of each role that has nothing to do, 10 s after its start. */
export async function idleMemory({ start }: SurfaceSet): Promise<Figure[]> {
  const idle = await Promise.all(roles.map(start));
  await pause(settleMs);
  const figures: Figure[] = [];
  for (const [n, role] of roles.entries()) {
    const value = await residentMb(idle[n]?.pid ?? 0);
    figures.push(atMost(150, { what: `idle memory (RSS), ${role}`, value, unit: "MB" }));
  }
  await Promise.all(idle.map((one) => one.stop()));
  return figures;
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
}
