import { once } from "node:events";
import { open, rm } from "node:fs/promises";
import type { Writable } from "node:stream";
import { type ExportFormat, exportFormats, exportText } from "../../jobs/datasets/export.ts";
import { rowsOfFile } from "../../jobs/datasets/file-rows.ts";
import { importRows } from "../../jobs/datasets/import.ts";
import { resplit } from "../../jobs/datasets/resplit.ts";
import { registeredProgram } from "../../jobs/programs/remove.ts";
import { Trouble } from "../../jobs/trouble.ts";
import { type DatasetVersion, DatasetVersions, latestVersion, versionId } from "../../models/dataset.ts";
import type { Program } from "../../models/program.ts";
import { type Command, type Given, textOf } from "./command.ts";

const operator = ({ options }: Given): string => textOf(options.by) ?? "operator";

export const importData: Command = {
  usage: "import <program> <file> [--replace] [--by U…]",
  says: "a new dataset version from .jsonl or .csv; --replace takes its labels for known examples",
  options: { by: { type: "string" }, replace: { type: "boolean" } },
  words: [2, 2],
  run: async (given: Given): Promise<string[]> => {
    const [name = "", file = ""] = given.words;
    const deps = await given.open();
    const program = await registeredProgram(deps.team, name, "Nothing was imported");
    const options = { replace: given.options.replace === true, source: file };
    return (await importRows(deps, program, await rowsOfFile(program, file), operator(given), options)).words;
  },
};

export const exportData = {
  usage: "export <program> [v3] [--format csv] [--out <file>]",
  says: "a dataset version as JSON lines or CSV; without --out to the terminal",
  options: { format: { type: "string" }, out: { type: "string" } },
  words: [1, 2],
  run: async (given: Given, terminal: Writable = process.stdout): Promise<string[]> => {
    const [name = "", version] = given.words;
    const program = await registeredProgram((await given.open()).team, name, "The dataset was not exported");
    const { format, out } = given.options;
    return exportVersion(program, version, { format: textOf(format) ?? "jsonl", out: textOf(out) }, terminal);
  },
} satisfies Command;

export const resplitData: Command = {
  usage: "resplit <program> [--by U…]",
  says: "deals all examples anew by the splits of helix.yaml, as registered",
  options: { by: { type: "string" } },
  words: [1, 1],
  run: async (given: Given): Promise<string[]> => {
    const deps = await given.open();
    const program = await registeredProgram(deps.team, given.words[0] ?? "", "Nothing was dealt anew");
    return (await resplit(deps, program, operator(given))).words;
  },
};

interface ExportOptions {
  format: string;
  out: string | undefined;
}

async function exportVersion(
  program: Program,
  wanted: string | undefined,
  { format, out }: ExportOptions,
  terminal: Writable,
): Promise<string[]> {
  const kind = exportFormats.find((each) => each === format);
  if (!kind) throw notExported(`there is no format ${format}`, `the formats are ${exportFormats.join(" and ")}`);
  const version = await versionNamed(program, wanted);
  if (out) return [await toFile(version, program, kind, out)];
  for await (const piece of exportText(version, program, kind))
    if (!terminal.write(piece)) await once(terminal, "drain");
  return [];
}

async function versionNamed({ team, name }: Program, wanted: string | undefined): Promise<DatasetVersion> {
  const latest = await latestVersion(team, name);
  if (!latest) throw notExported(`${name} has no dataset yet`, "import one first");
  if (wanted === undefined) return latest;
  const number = /^v?(\d+)$/.exec(wanted)?.[1];
  const version =
    number && (await DatasetVersions.findById(versionId(team, name, Number(number))).lean<DatasetVersion>());
  if (version) return version;
  throw notExported(`${name} has no dataset version ${wanted}`, `name one from v1 to v${latest.number}`);
}

/** Whole or not at all: a file that could not be finished goes, and one that is there stays. */
async function toFile(version: DatasetVersion, program: Program, format: ExportFormat, out: string): Promise<string> {
  const file = await open(out, "wx").catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "EEXIST" ? `${out} is there already` : `${out} cannot be written (${error.code})`;
    throw notExported(why, "name another file", { cause: error });
  });
  try {
    for await (const piece of exportText(version, program, format)) await file.write(piece);
    await file.close();
  } catch (error) {
    await file.close();
    await rm(out);
    throw error;
  }
  const { train, val, test } = version.counts;
  return `Dataset v${version.number} of ${program.name}: ${train + val + test} examples written to ${out} (hash ${version.hash.slice(0, 12)}).`;
}

const notExported = (why: string, next: string, options?: ErrorOptions): Trouble =>
  new Trouble("The dataset was not exported", why, next, options);
