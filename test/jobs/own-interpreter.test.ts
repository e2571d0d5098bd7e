import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, expect, it } from "vitest";
import { onPath, projectRoot } from "../../src/setup/binaries.ts";
import { uvEnvironment } from "../../src/setup/python.ts";
import { useHelix } from "../support/helix.ts";

const given = useHelix({ register: false });
const helixPython = join(projectRoot, ".venv/bin/python");
const ownUv = join(projectRoot, ".helix/uv/bin/uv");

/** A team's environment: it has a package that Helix lacks. DSPy comes from Helix's own. */
async function aTeamsEnvironment(name: string, withDspy: boolean): Promise<string> {
  const folder = join(given.set.home, name);
  const uv = onPath("uv") ?? ownUv;
  await execa(uv, ["venv", "--python", helixPython, folder], { env: uvEnvironment(), cwd: projectRoot });
  const packages = await sitePackages(folder);
  await put(packages, "weighing/__init__.py", "def heavy(text):\n    return 'server' in text\n");
  await put(packages, "weighing-1.4.dist-info/METADATA", "Metadata-Version: 2.1\nName: weighing\nVersion: 1.4\n");
  if (withDspy) await put(packages, "helix.pth", `${await sitePackages(join(projectRoot, ".venv"))}\n`);
  return join(folder, "bin/python");
}

async function sitePackages(venv: string): Promise<string> {
  const [python = ""] = await readdir(join(venv, "lib"));
  return join(venv, "lib", python, "site-packages");
}

async function put(folder: string, path: string, text: string): Promise<void> {
  await mkdir(join(folder, path, ".."), { recursive: true });
  await writeFile(join(folder, path), text);
}

let root = "";

async function useInterpreter(line: string): Promise<void> {
  const yaml = join(root, "helix.yaml");
  const text = (await readFile(yaml, "utf8")).replace(/^python:.*\n/gm, "");
  await writeFile(yaml, `${text}${line}\n`);
}

const refusal = (): Promise<string> =>
  given.set.register(root).then(
    () => "it was registered",
    (error: Error) => error.message,
  );

beforeAll(async () => {
  root = await given.set.copyProgram();
  const program = join(root, "ticket_urgency/program.py");
  await writeFile(program, `import weighing\n${await readFile(program, "utf8")}`);
});

it("a program that needs a package Helix does not have runs with its team's interpreter, whose versions are recorded", async () => {
  expect(await refusal()).toContain("No module named 'weighing'");
  await useInterpreter(`python: ${await aTeamsEnvironment("theirs", true)}`);

  const { program } = await given.set.register(root);

  expect(program.described.packages).toMatchObject({ weighing: "1.4", dspy: "3.3.1" });
  expect(existsSync(join(await sitePackages(join(given.set.home, "theirs")), "helix_dspy"))).toBe(false);
});

it("an interpreter that cannot run it is refused with the way out", async () => {
  await useInterpreter(`python: ${await aTeamsEnvironment("bare", false)}`);

  expect(await refusal()).toMatch(
    /bin\/python has no dspy; Helix works with dspy >=3\.3,<3\.4: install it there .*, or leave `python:` out/,
  );
  await useInterpreter("python: ../nowhere/bin/python");
  expect(await refusal()).toContain("there is no interpreter at");
  await rm(root, { recursive: true });
});
