import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../src/setup/binaries.ts";

/** For each folder of the house: what may not be imported into it, as a folder at the top level or as a package. */
const forbidden: [folder: string, targets: string[]][] = [
  ["models", ["blocks", "jobs", "src", "examples", "test", "@slack/bolt", "@slack/web-api", "@slack/types", "bullmq"]],
  ["blocks", ["jobs", "src", "examples", "test", "@slack/bolt", "bullmq", "mongoose"]],
  ["jobs", ["src", "examples", "test", "@slack/bolt"]],
  ["src", ["examples", "test"]],
  ["examples/workspace", ["src", "jobs", "blocks", "models", "test"]],
  ["examples/simulated-lm", ["src", "jobs", "blocks", "models", "test"]],
  ["examples/ingredient-analyzer", ["src", "jobs", "blocks", "models", "test"]],
];
const allowed: [folder: string, targets: string[]][] = [
  ["models", ["zod", "mongoose"]],
  ["blocks", ["models", "@slack/types"]],
  ["jobs", ["blocks", "models", "bullmq", "@slack/web-api"]],
  ["src", ["jobs", "blocks", "models", "@slack/bolt"]],
  ["examples/workspace", ["zod"]],
  ["examples/demo", ["src"]],
  ["test", ["src", "jobs", "blocks", "models", "examples"]],
];
const depths = ["", "deeper/"];

type Plant = { file: string; imports: string };
const plants = (rules: typeof forbidden): Plant[] =>
  rules.flatMap(([folder, targets]) =>
    targets.flatMap((target) => depths.map((depth) => ({ file: fileName(folder, depth, target), imports: target }))),
  );

let house: string;
let refused: Set<string>;

beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), "helix-house-"));
  for (const file of ["biome.json", "package.json", ".gitignore"]) await cp(join(projectRoot, file), join(house, file));
  await Promise.all([...plants(forbidden), ...plants(allowed)].map(plant));
  refused = await refusedByBiome();
});
afterAll(() => rm(house, { recursive: true, force: true }));

function fileName(folder: string, depth: string, target: string): string {
  return `${folder}/${depth}imports-${target.replace(/\W/g, "-")}.ts`;
}

async function plant({ file, imports }: Plant): Promise<void> {
  const up = "../".repeat(file.split("/").length - 1);
  const isFolder = ["models", "blocks", "jobs", "src", "examples", "test"].includes(imports);
  const specifier = isFolder ? `${up}${imports}/planted.ts` : imports;
  await mkdir(dirname(join(house, file)), { recursive: true });
  await writeFile(join(house, file), `export * from "${specifier}";\n`);
}

/** The files, relative to the house, in which Biome with the project's own settings finds a restricted import. */
function refusedByBiome(): Promise<Set<string>> {
  const biome = join(projectRoot, "node_modules", "@biomejs", "biome", "bin", "biome");
  const args = [biome, "lint", "--only=style/noRestrictedImports", "--reporter=github", "--max-diagnostics=none", "."];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: house }, (_failed, stdout) => {
      const found = stdout.matchAll(/^::error title=lint\/style\/noRestrictedImports,file=([^,]+),/gm);
      resolve(new Set([...found].map(([, file]) => `${file}`.slice(`${house}/`.length))));
    });
  });
}

describe("imports point src → jobs → blocks → models", () => {
  it.each(plants(forbidden))("$file may not import $imports", ({ file }) => {
    expect(refused).toContain(file);
  });

  it.each(plants(allowed))("$file may import $imports", ({ file }) => {
    expect(refused).not.toContain(file);
  });
});
