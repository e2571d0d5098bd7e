import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compiled } from "./compiled.mjs";
import { hashOf } from "./hash.mjs";

// `node src/setup/install.mjs --for demo|test|check` installs what is missing. It runs before anything is installed: plain
// JavaScript and nothing but Node until the packages are there; from then on the TypeScript beside it takes over.

const root = fileURLToPath(new URL("../..", import.meta.url));
const log = ".helix/setup.log";
const purpose = process.argv[process.argv.indexOf("--for") + 1] ?? "demo";
const begun = Date.now();

/** Runs a program to its end, its output into the log; rejects with a sentence when it fails. */
function run(program, args, env = {}) {
  const out = openSync(log, "a");
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", out, out], env: { ...process.env, ...env } });
  closeSync(out);
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`${program} cannot be run: ${error.message}`)));
    child.once("exit", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args[0]} ended with ${signal ?? `code ${code}`}; ${log} says why`));
    });
  });
}

/** Does the work unless the stamp says that it was done for exactly this lock file; an interrupted work leaves no stamp. */
async function once(lock, stamp, say, work) {
  const hash = hashOf(readFileSync(lock));
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return false;
  console.log(`set-up: ${say} …`);
  await work();
  writeFileSync(stamp, hash);
  return true;
}

function npm() {
  const npmScript = process.env.npm_execpath;
  return npmScript?.endsWith(".js") ? [process.execPath, npmScript] : ["npm"];
}

async function installPackages() {
  const [program, ...first] = npm();
  await run(program, [...first, "ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"]);
}

/** A TypeScript module of ours. */
const load = async (file) => import(pathToFileURL(join(await compiled(resolve(file)), "index.js")).href);

async function installAll() {
  const packages = await once("package-lock.json", "node_modules/.helix-stamp", "Node packages", installPackages);
  if (purpose === "check") return packages;
  const { installPython } = await load("src/setup/python.ts");
  const { installStores } = await load("src/setup/store-wheels.ts");
  const tools = { run, once };
  const python = await installPython(tools);
  const stores = await installStores(tools);
  return packages || python || stores;
}

process.chdir(root);
mkdirSync(".helix", { recursive: true });
writeFileSync(log, `${new Date().toISOString()} node ${process.version} for ${purpose}\n`, { flag: "a" });
try {
  const installed = await installAll();
  if (installed) console.log(`set-up: done in ${Math.round((Date.now() - begun) / 1000)} s (log: ${log})`);
} catch (error) {
  console.error(`set-up stopped: ${error.message}`);
  process.exitCode = 1;
}
