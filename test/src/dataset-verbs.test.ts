import { mkdtempSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { DatasetVersions, latestVersion } from "../../models/dataset.ts";
import { exportData, importData, resplitData } from "../../src/cli/datasets.ts";
import { projectRoot } from "../../src/setup/binaries.ts";
import { useDeps } from "../review/ground.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, program as name, team } from "../support/gates.ts";

useDatabase();
const deps = useDeps({ python: join(projectRoot, ".venv/bin/python"), packages: join(projectRoot, "jobs/dspy") });
const folder = mkdtempSync(join(tmpdir(), "helix-verbs-"));
afterAll(() => rm(folder, { recursive: true }));

const row = (ticket: string, label = "sales") => JSON.stringify({ ticket, team: label, tag: "x", tags: [] });
const file = (what: string) => join(folder, what);
const verbs = { import: importData, export: exportData, resplit: resplitData };

function run([verb, ...words]: [keyof typeof verbs, ...string[]], options = {}, terminal = new PassThrough()) {
  return verbs[verb].run({ words, options: { by: "U0RITA", ...options }, open: async () => deps }, terminal);
}

beforeEach(async () => {
  await aProgram();
  await DatasetVersions.deleteMany({});
  await writeFile(file("a.jsonl"), `${row("a refund")}\n${row("an order")}\n`);
  await run(["import", name, file("a.jsonl")]);
});

describe("the operator's dataset commands", () => {
  it("import a file as the next version, and replace labels only when told", async () => {
    await writeFile(file("b.jsonl"), row("a refund", "billing"));

    expect((await run(["import", name, file("b.jsonl")]))?.join(" ")).toMatch(/stays at v1.*1 row says another label/);
    expect((await run(["import", name, file("b.jsonl")], { replace: true }))?.[0]).toMatch(
      /^Dataset v2: 1 label replaced/,
    );
    expect(await latestVersion(team, name)).toMatchObject({ number: 2, note: expect.stringContaining("b.jsonl") });
  });

  it("export to the terminal exactly the file, or into a new file", async () => {
    const terminal = new PassThrough();

    expect(await run(["export", name, "v1"], {}, terminal)).toEqual([]);
    const [said] = (await run(["export", name], { format: "csv", out: file("out.csv") })) ?? [];

    const shown = String(terminal.read());
    expect(
      shown
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line).inputs.ticket)
        .sort(),
    ).toEqual(["a refund", "an order"]);
    expect(said).toMatch(/^Dataset v1 of ticket-router: 2 examples written to .*out\.csv \(hash \w{12}\)\.$/);
    expect(await readFile(file("out.csv"), "utf8")).toMatch(/^ticket,team,tag,tags,helix_split\n/);
  });

  it("deal anew only when helix.yaml states something else", async () => {
    await DatasetVersions.updateMany({}, { $set: { "splitDefinition.salt": "other" } });

    expect((await run(["resplit", name]))?.[0]).toMatch(/^Dataset v2 is dealt anew by split definition 2/);
    expect((await run(["resplit", name]))?.[0]).toMatch(/it stays at v2\.$/);
  });

  it("say what is wrong", async () => {
    // One import serves all rows.
    const wrong: [string, Parameters<typeof run>[0], object, string][] = [
      ["an unknown program", ["resplit", "nobody"], {}, "there is no program nobody"],
      ["an unknown version", ["export", name, "v9"], {}, "ticket-router has no dataset version v9"],
      ["a version that is none", ["export", name, "last"], {}, "ticket-router has no dataset version last"],
      ["an unknown format", ["export", name], { format: "xml" }, "there is no format xml"],
      ["a file that is there", ["export", name], { out: file("a.jsonl") }, "a.jsonl is there already"],
      [
        "a folder that is not",
        ["export", name],
        { out: "/nowhere/a.jsonl" },
        "/nowhere/a.jsonl cannot be written (ENOENT)",
      ],
    ];

    for (const [what, args, options, why] of wrong) await expect(run(args, options), what).rejects.toThrow(why);
  });
});
