import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../src/setup/binaries.ts";
import { add, type Counts, closingLine, pytestCounts, vitestCounts } from "./support/counts.ts";

/** `npm test`: all TypeScript tests, then all Python tests, and one line over both. `npm test -- <filter>` asks vitest alone. */
const filter = process.argv.slice(2);
const reports = await mkdtemp(join(tmpdir(), "helix-tests-"));

async function runVitest(): Promise<Counts> {
  const report = join(reports, "vitest.json");
  const vitest = join(projectRoot, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await run(process.execPath, [vitest, "run", ...reporters, ...filter]);
  return vitestCounts(await readReport(report), code);
}

/** Each test starts processes of its own, so more than a few at once only wait for each other. */
const processes = String(Math.min(4, availableParallelism()));

async function runPytest(): Promise<Counts> {
  const report = join(reports, "pytest.xml");
  const python = join(projectRoot, ".venv", "bin", "python");
  const code = await run(python, [
    "-m",
    "pytest",
    "test/dspy",
    "-q",
    "-n",
    processes,
    "--dist",
    "loadfile",
    `--junitxml=${report}`,
  ]);
  return pytestCounts(await readReport(report), code);
}

/** Runs a program to its end with our own terminal; its exit code, or 1 when a signal ended it or it is not there. */
async function run(program: string, args: string[]): Promise<number> {
  const options: SpawnOptions = { cwd: projectRoot, stdio: "inherit" };
  const child = spawn(program, args, options);
  const problem = once(child, "error").then(([error]) => console.error(`${program}: ${(error as Error).message}`));
  await Promise.race([once(child, "exit"), problem]);
  return child.exitCode ?? 1;
}

async function readReport(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}

let counts = await runVitest();
if (filter.length === 0) counts = add(counts, await runPytest());
await rm(reports, { recursive: true, force: true });
console.log(`\n${closingLine(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
