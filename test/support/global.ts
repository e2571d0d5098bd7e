import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../src/setup/binaries.ts";
import { startStores } from "../../src/setup/stores.ts";

/** One MongoDB and one Redis for all test files of a run; their addresses reach the tests by environment. */
export async function setup(): Promise<() => Promise<void>> {
  const runs = join(projectRoot, ".helix", "tests");
  await mkdir(runs, { recursive: true });
  const dir = await mkdtemp(join(runs, "stores-"));
  const stores = await startStores({ dir });
  process.env.HELIX_TEST_MONGO = stores.mongoUrl;
  process.env.HELIX_TEST_REDIS = stores.redisUrl;
  return async () => {
    await stores.stop();
    await rm(dir, { recursive: true, force: true });
  };
}
