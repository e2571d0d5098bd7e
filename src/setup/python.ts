import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { onPath } from "./binaries.ts";

export type Tools = {
  run(program: string, args: string[], env?: Record<string, string>): Promise<void>;
  once(lock: string, stamp: string, say: string, work: () => Promise<void>): Promise<boolean>;
};

const uvVersion = "0.13.9";
const ownUv = ".helix/uv/bin/uv";
const venvPython = ".venv/bin/python";
const lock = "jobs/dspy/requirements.lock";
const minors = [14, 13, 12, 11, 10];

/** The Python environment of the runner: `.venv` with exactly what the hashed lock names. Says whether anything was to do. */
export function installPython(tools: Tools): Promise<boolean> {
  return tools.once(lock, ".venv/.helix-compiled", "Python packages (DSPy)", async () => {
    const uv = await uvFor(tools);
    if (!isPython(venvPython)) {
      await rm(".venv", { recursive: true, force: true });
      await tools.run(uv, ["venv", "--python", findPython(), ".venv"], uvEnvironment());
    }
    // Runners leave no files behind, so what is not compiled here is compiled anew at each of their starts (dspy: 1.3 s).
    const sync = ["pip", "sync", "--compile-bytecode", "--python", venvPython, "--require-hashes", lock];
    await tools.run(uv, sync, uvEnvironment());
  });
}

/** uv on PATH, else the one under .helix, which pip puts there when it is missing. */
export async function uvFor({ run }: Tools): Promise<string> {
  const found = onPath("uv") ?? (existsSync(ownUv) ? ownUv : null);
  if (found) return found;
  const pip = ["-m", "pip", "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check"];
  try {
    await run(findPython(), [...pip, "--target", ".helix/uv", `uv==${uvVersion}`], { PIP_USER: "0" });
  } catch (cause) {
    throw new Error("uv is missing and pip could not fetch it: put uv on PATH, or install pip (python3-pip)", {
      cause,
    });
  }
  return ownUv;
}

/** uv keeps its cache in the project unless told otherwise, and uses the Python that is here instead of fetching another. */
export function uvEnvironment(): Record<string, string> {
  return {
    UV_CACHE_DIR: process.env.UV_CACHE_DIR ?? ".helix/cache/uv",
    UV_PYTHON_DOWNLOADS: "never",
    UV_NO_PROGRESS: "1",
  };
}

function findPython(): string {
  const names = ["python3", ...minors.map((minor) => `python3.${minor}`)];
  const python = names.find((name) => onPath(name) && isPython(name));
  if (python) return python;
  throw new Error("Helix needs Python 3.10 to 3.14, as python3 or python3.N on PATH: install one and run this again");
}

function isPython(program: string): boolean {
  const print = "import sys; print(sys.version_info.major, sys.version_info.minor)";
  try {
    const said = execFileSync(program, ["-c", print], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return minors.some((minor) => said.trim() === `3 ${minor}`);
  } catch {
    return false;
  }
}
