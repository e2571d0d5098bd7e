import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mongoose from "mongoose";
import { type Stores, startStores } from "../src/setup/stores.ts";

/** Runs `work` with stores of its own (as tests have them), mongoose connected and every imported model's indexes built. */
export async function withStores<T>(work: (stores: Stores & { home: string }) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), "helix-bench-"));
  const stores = await startStores({ dir: join(home, "stores") });
  try {
    await mongoose.connect(stores.mongoUrl, { dbName: "bench", autoIndex: false, monitorCommands: true });
    await Promise.all(Object.values(mongoose.models).map((model) => model.createIndexes()));
    return await work({ ...stores, home });
  } finally {
    await mongoose.disconnect();
    await stores.stop();
    await rm(home, { recursive: true, force: true });
  }
}
