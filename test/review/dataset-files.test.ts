import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { fromCell, toCell } from "../../jobs/datasets/cells.ts";
import { type ExportFormat, exportText } from "../../jobs/datasets/export.ts";
import { rowsOfFile } from "../../jobs/datasets/file-rows.ts";
import { findLeaks } from "../../jobs/datasets/find-leaks.ts";
import { importRows } from "../../jobs/datasets/import.ts";
import { resplit } from "../../jobs/datasets/resplit.ts";
import type { GoldRow } from "../../jobs/importing.ts";
import { newestAudit } from "../../models/audit.ts";
import { exactKey } from "../../models/canonical.ts";
import { DatasetVersions, Examples, latestVersion, membersOf } from "../../models/dataset.ts";
import { versionChanges } from "../../models/dataset-changes.ts";
import type { Program } from "../../models/program.ts";
import type { Split } from "../../models/split.ts";
import { projectRoot } from "../../src/setup/binaries.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, program as name, rita, team } from "../support/gates.ts";
import { useDeps } from "./ground.ts";

/** Datasets as files, dealt anew, and looked at for leaks. */

useDatabase();
const deps = useDeps({ python: join(projectRoot, ".venv/bin/python"), packages: join(projectRoot, "jobs/dspy") });
let program: Program;

beforeEach(async () => {
  program = (await aProgram()).program;
  await Promise.all([DatasetVersions.deleteMany({}), Examples.deleteMany({})]);
});

async function aFile(name: string, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "helix-files-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const odd: GoldRow[] = [
  { inputs: { ticket: 'He said "no", twice;\nthen left' }, label: { team: "sales", tag: "", tags: ["a,b", 'c"d'] } },
  { inputs: { ticket: '"quoted"' }, label: { team: "[1]", tag: "null", tags: [] } },
  { inputs: { ticket: " spaces " }, label: { team: "007", tag: "true", tags: [""] } },
  { inputs: { ticket: "=1+1 žluťoučký 🐎" }, label: { team: "a", tag: "b", tags: ["ž"] }, split: "val" },
];

async function fileOf(format: ExportFormat): Promise<string> {
  const version = await latestVersion(team, name);
  let text = "";
  if (version) for await (const piece of exportText(version, program, format)) text += piece;
  return aFile(`export.${format}`, text);
}

describe.each<[ExportFormat]>([["jsonl"], ["csv"]])("a version exported as %s", (format) => {
  it("and imported elsewhere is the same version by hash, splits included", async () => {
    const { version } = await importRows(deps, program, odd, rita);
    const file = await fileOf(format);

    const elsewhere = { ...program, name: "elsewhere", config: { ...program.config, splits: otherSplits } };
    const imported = await importRows(deps, elsewhere, await rowsOfFile(program, file), rita);

    expect(imported.version?.hash).toBe(version?.hash);
    expect(imported.version?.splitHashes).toEqual(version?.splitHashes);
  });

  it("and imported into the same program is known already", async () => {
    await importRows(deps, program, odd, rita);

    expect(await importRows(deps, program, await rowsOfFile(program, await fileOf(format)), rita)).toMatchObject({
      isNew: false,
      unchanged: { length: odd.length },
      otherSplit: [],
    });
  });
});

const otherSplits = { train: 1, val: 0, test: 0, salt: "9" };

describe("a file that does not fit is refused as a whole, line by line", () => {
  it.each([
    [
      "a label of another type",
      "a.jsonl",
      '{"ticket":"a","team":1,"tag":"b","tags":[]}',
      "line 1: team has to be a text, not 1",
    ],
    ["a line that is no object", "a.jsonl", '\n{"ticket":', "line 2: it is not a JSON object"],
    ["a missing column", "a.csv", "ticket,team,tags\na,b,[]", "has no column tag; its columns are ticket, team, tags"],
    ["a list that is none", "a.csv", "ticket,team,tag,tags\na,b,c,d", "line 2: tags has to be a list, not “d”"],
    ["a row of another length", "a.csv", "ticket,team,tag,tags\na,b", "is not CSV: Invalid Record Length"],
    ["no rows", "a.jsonl", "\n", "has no rows"],
    ["another kind of file", "a.txt", "x", "is neither .jsonl nor .csv"],
  ])("%s", async (_what, file, text, why) => {
    await expect(rowsOfFile(program, await aFile(file, text))).rejects.toThrow(why);
    expect(await latestVersion(team, name)).toBeNull();
  });

  it("a file that is not there", async () => {
    await expect(rowsOfFile(program, "/nowhere/a.csv")).rejects.toThrow("there is no file /nowhere/a.csv");
  });
});

it("a cell reads back as what was written, or is not written", () => {
  const text = z.string();
  const schemas = [
    text,
    text.nullable(),
    z.number(),
    z.boolean(),
    z.union([text, z.number()]),
    z.array(text),
    z.json(),
  ];
  const values = fc.oneof(
    fc.string(),
    fc.constant(null),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.json().map((json) => JSON.parse(json)),
  );

  fc.assert(
    fc.property(fc.constantFrom(...schemas), values, (schema, value) => {
      const cell = toCell(value, schema);
      if (cell !== null) expect(JSON.stringify(fromCell(cell, schema))).toBe(JSON.stringify(value));
      else expect(schema === schemas[4] || !schema.safeParse(value).success || schema === schemas[6]).toBe(true);
    }),
  );
});

const tickets = Array.from({ length: 40 }, (_, n) => `Ticket ${n}: the ${["door", "lamp", "lift"][n % 3]} is broken`);
const gold = (all: string[]): GoldRow[] =>
  all.map((ticket) => ({ inputs: { ticket }, label: { team: "sales", tag: "x", tags: [] } }));
const respelt = tickets.slice(0, 10).map((ticket) => `${ticket.toUpperCase()}!`);

describe("other splits in helix.yaml", () => {
  it("become a new definition and a new version that says what moved; near-duplicates stay together", async () => {
    await importRows(deps, program, gold([...tickets, ...respelt]), rita);
    const other = {
      ...program,
      config: { ...program.config, splits: { train: 0.5, val: 0.25, test: 0.25, salt: "2" } },
    };

    const dealt = await resplit(deps, other, rita);

    const { version, moves } = dealt;
    const moved = Object.values(moves).reduce((sum, count) => sum + count, 0);
    expect(version).toMatchObject({
      number: 2,
      cause: "split change",
      splitDefinition: { version: 2, salt: "2" },
      moved,
    });
    expect(dealt.words[1]).toMatch(new RegExp(`^${moved} examples changed their split: .*train → `));
    const splitOf = new Map((await membersOf(version._id)).map(({ key, split }) => [key, split]));
    for (const [at, ticket] of respelt.entries())
      expect(splitOf.get(exactKey({ ticket }))).toBe(splitOf.get(exactKey({ ticket: tickets[at] })));
    const changes = await versionChanges(team, name, 1, 2);
    expect(changes).toMatchObject({
      counts: { moved, added: 0, unchanged: 50 - moved },
      moves,
      isOtherDefinition: true,
    });
    expect(await newestAudit(team, 1)).toMatchObject([
      { kind: "dataset_version", body: { cause: "split change", moved } },
    ]);
  });

  it("are dealt once: the same again changes nothing, and what comes later is dealt by them", async () => {
    await importRows(deps, program, gold(tickets), rita);
    const other = { ...program, config: { ...program.config, splits: { train: 0, val: 0, test: 1, salt: "2" } } };
    await resplit(deps, other, rita);

    const again = await resplit(deps, other, rita);
    const later = await importRows(deps, other, gold(["Something new"]), rita);

    expect(again).toMatchObject({ isNew: false, version: { number: 2 } });
    expect(later.version).toMatchObject({ counts: { train: 0, val: 0, test: 41 }, splitDefinition: { version: 2 } });
  });

  it("need a dataset", async () => {
    await expect(resplit(deps, program, rita)).rejects.toThrow(`${name} has no dataset yet`);
  });
});

it("leaks are found in a stored version, near-duplicates too", async () => {
  const [test, train] = ["Please send the invoice again today", "Where is the parcel of last week"];
  const rows = gold([test, train]).map((row, at) => ({ ...row, split: (at === 0 ? "test" : "train") as Split }));
  await importRows(deps, program, rows, rita);
  const demos = ["Please send the invocie again today", train].map((ticket) => ({
    source: null,
    augmented: false,
    fields: { ticket },
  }));
  const predictor = { name: "route", module: "Predict", instructions: "Route it.", fields: [], demos };

  const found = await findLeaks(deps, program, 1, [predictor]);

  expect(found).toMatchObject([{ predictor: "route", how: "a near-duplicate", key: exactKey({ ticket: test }) }]);
});
