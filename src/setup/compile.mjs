import { randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build, stop } from "esbuild";
import { hashOf } from "./hash.mjs";

// Loaded only by a start that finds nothing current: see compiled.mjs.

const options = {
  ...{ bundle: true, splitting: true, platform: "node", format: "esm", target: "node20", logLevel: "error" },
  // Less text is less for V8 to read and to keep. Names stay: packages go by those of their classes.
  ...{
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 120,
    keepNames: true,
    sourcemap: "linked",
    sourcesContent: false,
  },
  // It reads files of its own folder: it stays where it is installed.
  external: ["playwright-core"],
  // What a CommonJS package expects around it.
  define: { __filename: "import.meta.filename", __dirname: "import.meta.dirname" },
  banner: { js: 'import{createRequire as helixRequire}from"node:module";const require=helixRequire(import.meta.url);' },
};
const keptMs = 3 * 60 * 60 * 1_000;

/**
 * Compiles a program with all it imports, packages too, into a folder named after what that is. The folder appears whole,
 * whoever else makes the same one meanwhile, and then the record names it.
 */
export async function compile({ root, entry, cache, packages, record }) {
  await removeUnused(cache);
  const fresh = join(cache, `new-${randomUUID()}`);
  const sources = {};
  const plugins = [ownSources(root, sources)];
  const entryPoints = [{ in: entry, out: "index" }];
  await build({ ...options, plugins, absWorkingDir: root, outdir: fresh, entryPoints })
    .catch(async (error) => {
      await rm(fresh, { recursive: true, force: true });
      throw error;
    })
    // Its process would stay for as long as this one does.
    .finally(stop);
  const name = hashOf(JSON.stringify([root, entry, packages, Object.entries(sources).sort()])).slice(0, 20);
  const folder = join(cache, name);
  await putInPlace(fresh, folder);
  await writeFile(`${fresh}.json`, JSON.stringify({ folder, packages, sources }));
  await rename(`${fresh}.json`, record);
  return folder;
}

/** Notes what was read of our own, and has `import.meta.url` name the source. */
const ownSources = (root, sources) => ({
  name: "own-sources",
  setup({ onLoad }) {
    onLoad({ filter: /\.(ts|json)$/ }, async ({ path }) => {
      if (path.includes("/node_modules/")) return undefined;
      const text = await readFile(path, "utf8");
      sources[relative(root, path)] = hashOf(text);
      const contents = text.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: path.endsWith(".ts") ? "ts" : "json" };
    });
  },
});

/** Somebody else may have put the same there first. */
async function putInPlace(fresh, folder) {
  await rename(fresh, folder).catch((error) => {
    if (!["ENOTEMPTY", "EEXIST"].includes(error.code)) throw error;
    return rm(fresh, { recursive: true });
  });
}

/** Whoever runs something of it says so every hour. */
async function removeUnused(cache) {
  const paths = (await readdir(cache)).map((name) => join(cache, name));
  const isUnused = async (path) => Date.now() - (await stat(path)).mtimeMs > keptMs;
  for (const path of paths)
    if (await isUnused(path).catch(() => false)) await rm(path, { recursive: true, force: true });
}
