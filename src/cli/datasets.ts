import { once } from "node:events";
import { open, rm } from "node:fs/promises";
import type { Writable } from "node:stream";
import { type ExportFormat, exportFormats, exportText } from "../../jobs/datasets/export.ts";
import { rowsOfFile } from "../../jobs/datasets/file-rows.ts";
import { importRows } from "../../jobs/datasets/import.ts";
import { resplit } from "../../jobs/datasets/resplit.ts";
import type { Deps } from "../../jobs/deps.ts";
import { Trouble } from "../../jobs/trouble.ts";
import { type DatasetVersion, DatasetVersions, latestVersion, versionId } from "../../models/dataset.ts";
import { findProgram, type Program } from "../../models/program.ts";

export const datasetUsage = [
  "npm run helix -- import <program> <file> [--replace]     a new dataset version from .jsonl or .csv; --replace takes its labels for known examples",
  "npm run helix -- export <program> [v3] [--format csv] [--out <file>]     a dataset version as a file; without --out to the terminal",
  "npm run helix -- resplit <program>     deals all examples anew by the splits of helix.yaml, as registered",
];

export interface DatasetOptions {
  by: string;
  format: string;
  out?: string | undefined;
  replace: boolean;
}

/** Runs `import`, `export` or `resplit`; answers with what to say, or null when the verb is none of them. */
export async function datasetVerb(
  deps: Deps,
  [verb, name, rest]: string[],
  options: DatasetOptions,
  terminal: Writable = process.stdout,
): Promise<string[] | null> {
  if (verb !== "import" && verb !== "export" && verb !== "resplit") return null;
  const program = await programNamed(deps, verb, name);
  if (verb === "export") return exportVersion(program, rest, options, terminal);
  if (verb === "resplit") return (await resplit(deps, program, options.by)).words;
  if (!rest) throw new Trouble("Nothing was imported", "no file is named", usageOf("import"));
  const rows = await rowsOfFile(program, rest);
  return (await importRows(deps, program, rows, options.by, { replace: options.replace, source: rest })).words;
}

const usageOf = (verb: string): string => datasetUsage.find((line) => line.includes(`-- ${verb} `)) ?? "";

async function programNamed({ team }: Deps, verb: string, name: string | undefined): Promise<Program> {
  const program = name ? await findProgram(team, name) : null;
  if (program) return program;
  const why = name ? `no program is called ${name}` : "no program is named";
  throw new Trouble(
    `The ${verb} did not start`,
    why,
    name ? "add the program first, or correct the name" : usageOf(verb),
  );
}

async function exportVersion(
  program: Program,
  wanted: string | undefined,
  { format, out }: DatasetOptions,
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
