import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../src/setup/binaries.ts";
import { startStores } from "../../src/setup/stores.ts";
import { isAlive } from "./processes.ts";

const runs = join(projectRoot, ".helix", "tests");

/** One MongoDB and one Redis for all test files of a run; their addresses reach the tests by environment. */
export async function setup(): Promise<() => Promise<void>> {
  await removeKilledRuns();
  const dir = join(runs, `${process.pid}`);
  await mkdir(dir, { recursive: true });
  const stores = await startStores({ dir });
  process.env.HELIX_TEST_MONGO = stores.mongoUrl;
  process.env.HELIX_TEST_REDIS = stores.redisUrl;
  return async () => {
    await stores.stop();
    await rm(dir, { recursive: true, force: true });
  };
}

/** Folders are named after the process of their run; a run that was killed could not remove its own. */
async function removeKilledRuns(): Promise<void> {
  const entries = await readdir(runs).catch(() => []);
  const killed = entries.filter((entry) => !isAlive(Number(entry)));
  await Promise.all(killed.map((entry) => rm(join(runs, entry), { recursive: true, force: true })));
}
