import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { execa } from "execa";
import { projectRoot } from "../setup/binaries.ts";
import { fine, type Line, note, wrong } from "./line.ts";

const mend = "run `npm run setup`";
const look =
  "import json, sys, importlib.metadata as m; print(json.dumps({'python': '%d.%d' % sys.version_info[:2], 'has': {d.metadata['Name'].lower().replace('_', '-'): d.version for d in m.distributions()}}))";

type Found = { python: string; has: Record<string, string> };

/** The interpreter that runs programs which name none of their own, and its packages against the lock. */
export async function pythonLines(python: string): Promise<Line[]> {
  const found = await lookInto(python);
  if (!found) return [wrong(`There is no Python that runs at ${python}`, mend)];
  const minor = Number(found.python.split(".")[1]);
  if (minor < 10 || minor > 14)
    return [wrong(`${python} is Python ${found.python}; Helix runs on 3.10 to 3.14`, "name another in HELIX_PYTHON")];
  const { dspy } = found.has;
  if (!dspy) return [wrong(`Python ${found.python} at ${python} has no DSPy`, mend)];
  return [fine(`Python ${found.python} with DSPy ${dspy}`), await lockLine(found)];
}

/** The version and packages of an interpreter; null where it does not run. */
export async function lookInto(python: string): Promise<Found | null> {
  const ran = await execa(python, ["-c", look], { reject: false, timeout: 6_000, stdin: "ignore" });
  return ran.exitCode === 0 ? (JSON.parse(String(ran.stdout)) as Found) : null;
}

async function lockLine({ has }: Found): Promise<Line> {
  const lock = await readFile(resolve(projectRoot, "jobs/dspy/requirements.lock"), "utf8");
  // The lock holds for several versions of Python: a package may be pinned more than once.
  const pinned = new Map<string, string[]>();
  for (const [, name = "", version = ""] of lock.matchAll(/^([\w.-]+)==([^\s;]+)/gm))
    pinned.set(name, [...(pinned.get(name) ?? []), version]);
  const others = [...pinned]
    .filter(([name, versions]) => has[name] !== undefined && !versions.includes(has[name]))
    .map(([name, versions]) => ({ name, version: versions.join(" or ") }));
  if (others.length === 0) return fine("Its packages are those of jobs/dspy/requirements.lock");
  const named = others.slice(0, 3).map(({ name, version }) => `${name} ${has[name]} instead of ${version}`);
  return note(`Its packages differ from the lock: ${named.join(", ")}${others.length > 3 ? " and more" : ""}`, mend);
}
