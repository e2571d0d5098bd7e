import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { SharedFile, State } from "./model.ts";

/** What outlives the process when it is started with `--keep`: what was said and shown, but no calls and no deliveries. */
export type Kept = Pick<State, "ephemerals"> & {
  port: number;
  lastId: number;
  changes: number;
  files: (Omit<SharedFile, "bytes"> & { bytes: string | null })[];
} & Record<(typeof maps)[number], [string, unknown][]>;

const maps = ["users", "channels", "usergroups", "messages", "views", "homes", "assistant", "read"] as const;
const betweenMs = 500;

/** What an earlier process kept in this file; undefined where there is none. */
export function readKept(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Puts back what was kept. Modals are closed: their triggers are gone with the process that issued them. */
export function putBack(state: State, kept: Kept): void {
  for (const name of maps) for (const [key, value] of kept[name]) (state[name] as Map<string, unknown>).set(key, value);
  for (const view of state.views.values()) view.open &&= view.type === "home";
  for (const { bytes, ...file } of kept.files)
    state.files.set(file.id, { ...file, bytes: bytes === null ? undefined : Buffer.from(bytes, "base64") });
  state.ephemerals.push(...kept.ephemerals);
}

/** Writes the state down after every change, a little later, until the workspace closes; then once more. */
export async function keepIn(file: string, state: State): Promise<void> {
  for (let seen = -1; !state.closing.aborted; ) {
    seen = await state.changes.after(seen, 60_000);
    await write(file, state);
    await pause(betweenMs, undefined, { signal: state.closing }).catch(() => undefined);
  }
  await write(file, state);
}

async function write(file: string, state: State): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(keptOf(state)));
  await rename(`${file}.new`, file);
}

function keptOf(state: State): Kept {
  const entries = Object.fromEntries(maps.map((name) => [name, [...state[name]]]));
  const files = [...state.files.values()].map(({ bytes, ...file }) => ({
    ...file,
    bytes: bytes?.toString("base64") ?? null,
  }));
  const port = Number(new URL(state.url).port);
  const lastId = Number.parseInt(state.id(""), 36);
  return { port, lastId, changes: state.changes.current(), ephemerals: state.ephemerals, files, ...entries } as Kept;
}
