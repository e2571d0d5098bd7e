import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashOf } from "./hash.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const kept = join(root, "node_modules", ".cache", "helix");
const hourMs = 60 * 60 * 1_000;

/** The folder with what a program compiles to, as its sources and the packages are now. */
export async function compiled(entry) {
  const packages = packagesNow();
  const name = `${hashOf(root + entry).slice(0, 20)}.json`;
  const folder = current(join(kept, name), packages) ?? (await anew(entry, name, packages));
  sayInUse(folder, join(kept, name));
  setInterval(sayInUse, hourMs, folder, join(kept, name)).unref();
  return folder;
}

/** What it is made from besides our own sources: the packages as installed, what they are for, and the way to compile. */
function packagesNow() {
  const files = ["node_modules/.package-lock.json", "package.json", "tsconfig.json", "src/setup/compile.mjs"];
  const texts = files
    .map((file) => join(root, file))
    .map((file) => (existsSync(file) ? readFileSync(file, "utf8") : ""));
  return hashOf(JSON.stringify(texts));
}

/** The recorded folder, if everything it was made from still reads the same. */
function current(record, packages) {
  if (!existsSync(record)) return null;
  const made = JSON.parse(readFileSync(record, "utf8"));
  const reads = ([path, hash]) => existsSync(join(root, path)) && hashOf(readFileSync(join(root, path))) === hash;
  const isCurrent = made.packages === packages && existsSync(made.folder) && Object.entries(made.sources).every(reads);
  return isCurrent ? made.folder : null;
}

async function anew(entry, name, packages) {
  const cache = isWritable(kept) ? kept : forThisProcess();
  const { compile } = await import("./compile.mjs");
  return compile({ root, entry, cache, packages, record: join(cache, name) });
}

function isWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where the source is read-only, and was changed after the image was made. */
function forThisProcess() {
  const folder = mkdtempSync(join(tmpdir(), "helix-compiled-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What nobody used for some hours is removed by whoever compiles next. */
function sayInUse(...paths) {
  try {
    for (const path of paths) utimesSync(path, new Date(), new Date());
  } catch {
    // Not ours to change, and so not ours to remove either.
  }
}
