import { cp, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaNode } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { projectRoot } from "../../src/setup/binaries.ts";

let project: string;
const cache = () => join(project, "node_modules", ".cache", "helix");

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "helix-run-"));
  await cp(join(projectRoot, "src/setup"), join(project, "src/setup"), { recursive: true });
  await mkdir(join(project, "node_modules"));
  await symlink(join(projectRoot, "node_modules/esbuild"), join(project, "node_modules/esbuild"));
  await write("package.json", '{ "type": "module" }');
  await write("node_modules/.package-lock.json", "{}");
  await write("words.ts", 'export const words: string = "as it was";');
  await write("main.ts", 'import { words } from "./words.ts";\nconsole.log(words, ...process.argv.slice(2));');
});
afterEach(() => rm(project, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(project, name), text);
const run = (...args: string[]) => execaNode("src/setup/run.mjs", args, { cwd: project, reject: false });

it("runs what the source says now, and compiles only what has changed", async () => {
  const first = await run("main.ts", "--loud");
  const made = await readdir(cache());
  const second = await run("main.ts", "--loud");
  expect([first.stdout, second.stdout]).toEqual(["as it was --loud", "as it was --loud"]);
  expect(await readdir(cache())).toEqual(made);

  await write("words.ts", 'export const words: string = "as it is";');
  expect((await run("main.ts")).stdout).toBe("as it is");

  await rm(join(project, "words.ts"));
  expect(await run("main.ts")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('Could not resolve "./words.ts"'),
  });
});

it("names files and lines of the source in stack traces, and where a source is", async () => {
  const source = [
    'import { readFileSync } from "node:fs";',
    "interface Unseen { n: number }",
    "",
    "class Thrower { static now({ n }: Unseen): never { throw new TypeError('number ' + n) } }",
    'console.log(readFileSync(new URL("words.ts", import.meta.url), "utf8"));',
    "Thrower.now({ n: 1 });",
  ];
  await write("throws.ts", source.join("\n"));

  const { stdout, stderr } = await run("throws.ts");

  expect(stdout).toContain("as it was");
  expect(stderr).toContain(`TypeError: number 1\n    at Thrower.now (${project}/throws.ts:4:58)`);
  expect(stderr).toContain(`at ${project}/throws.ts:6:9`);
});

it("may be started for the first time by several at once", async () => {
  const all = await Promise.all([run("main.ts", "1"), run("main.ts", "2"), run("main.ts", "3")]);

  expect(all.map(({ stdout }) => stdout)).toEqual(["as it was 1", "as it was 2", "as it was 3"]);
  expect((await readdir(cache())).filter((name) => name.startsWith("new-"))).toEqual([]);
});

it("what was compiled ahead, as for an image, may be used by anybody", async () => {
  await execaNode("src/setup/ahead.mjs", ["main.ts"], { cwd: project });

  const made = await readdir(cache());
  const modes = await Promise.all(made.map(async (name) => (await stat(join(cache(), name))).mode & 0o044));
  expect(modes).toEqual([0o044, 0o044]);
  expect((await run("main.ts")).stdout).toBe("as it was");
  expect(await readdir(cache())).toEqual(made);
});

it("what nobody used for long is removed by who compiles next, and nothing else is", async () => {
  await run("main.ts");
  const made = await readdir(cache());
  await mkdir(join(cache(), "unused"));
  await utimes(join(cache(), "unused"), 0, 0);
  for (const name of made) await utimes(join(cache(), name), 0, 0);
  await run("main.ts");

  await write("other.ts", "");
  await run("other.ts");

  expect(await readdir(cache())).toEqual(expect.arrayContaining(made));
  expect(await readdir(cache())).not.toContain("unused");
});

it("runs where it may write nothing beside the source, and leaves nothing elsewhere", async () => {
  await write("node_modules/.cache", "a file where the folder would be");
  const temporary = join(project, "temporary");
  await mkdir(temporary);

  const { stdout } = await execaNode("src/setup/run.mjs", ["main.ts"], { cwd: project, env: { TMPDIR: temporary } });

  expect(stdout).toBe("as it was");
  expect(await readdir(temporary)).toEqual([]);
});
