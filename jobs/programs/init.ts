import { createReadStream } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parse } from "csv-parse/sync";
import { plural } from "../../blocks/figures.ts";
import { parseHelixYaml } from "../../models/helix-yaml.ts";
import type { Deps } from "../deps.ts";
import { Trouble } from "../trouble.ts";
import { type Draft, type DraftModel, draftYaml } from "./draft-yaml.ts";
import { type Found, lookAt } from "./look.ts";

/** What the operator says about a program; what is left out is looked for. */
export interface InitOptions {
  name?: string;
  program?: string;
  metric?: string;
  data?: string;
  /** The team's interpreter, relative to the folder. */
  python?: string;
  model?: DraftModel;
  channel?: string;
  approvers?: string[];
}

/** Looks at a folder's modules and writes a commented helix.yaml into it; never over one. Answers what it found and what it could not know. */
export async function initProgram(
  deps: Pick<Deps, "python" | "packages">,
  path: string,
  options: InitOptions,
): Promise<string[]> {
  const root = resolve(path);
  const file = join(root, "helix.yaml");
  await requireNone(file);
  const python = options.python ? resolve(root, options.python) : deps.python;
  const found = await lookAt(root, { python, packages: deps.packages });
  const draft = await draftOf(root, found, options);
  const { text, unknown } = draftYaml(draft);
  const parsed = parseHelixYaml(text, { file: "helix.yaml" });
  if (!parsed.ok)
    throw refused(
      `what was found or said does not make one:\n${parsed.problems.map((each) => `  ${each}`).join("\n")}`,
      "say it with other words",
    );
  await writeFile(file, text, { flag: "wx" });
  return [`Wrote ${file}.`, ...foundWords(draft, found), ...unknownWords(unknown, path)];
}

async function requireNone(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw refused(`${file} is there already`, "edit it, or move it away first; it was not touched");
}

async function draftOf(root: string, found: Found & { files: string[] }, options: InitOptions): Promise<Draft> {
  const program = programOf(found, options.program);
  const named = found.metrics.filter(({ is_named }) => is_named);
  const [metric] = named.length > 0 ? named : found.metrics;
  const [model] = found.models;
  return {
    name: options.name ?? kebab(basename(root)),
    program,
    strategies: strategiesOf(found, program),
    metric: options.metric ?? metric?.entry ?? null,
    data: options.data ?? (await dataOf(root, found, program)),
    python: options.python ?? null,
    model: options.model ?? (model ? { ...model } : null),
    channel: options.channel ?? null,
    approvers: options.approvers ?? [],
  };
}

function programOf(found: Found, wanted: string | undefined): Found["programs"][number] {
  const program = wanted ? found.programs.find(({ entry }) => entry === wanted) : found.programs[0];
  if (program) return program;
  const names = found.programs.map(({ entry }) => entry).join(", ");
  if (wanted && names) throw refused(`${wanted} gives no dspy.Module with predictors`, `name one of ${names}`);
  const failed = found.failed.length > 0 ? `; ${found.failed.slice(0, 3).join("; ")}` : "";
  if (found.instances.length > 0)
    throw refused(
      `${found.instances[0]} is a dspy.Module, but nothing builds one: every run needs a fresh one${failed}`,
      "write a function without arguments that returns it, such as build()",
    );
  throw refused(
    `no function or class was found that gives a dspy.Module without arguments${failed}`,
    "write one, such as build(), or mend what could not be imported",
  );
}

/** Functions of the same kind, named after what follows the chosen one's name: build → build_cot is `cot`. */
function strategiesOf(found: Found, chosen: Found["programs"][number]): Record<string, string> {
  const alike = found.programs.filter(({ entry }) => entry !== chosen.entry && entry.startsWith(`${chosen.entry}_`));
  return Object.fromEntries(alike.map(({ entry }) => [entry.slice(chosen.entry.length + 1), entry]));
}

/** The first file whose rows have all inputs and an output, else a callable that gives examples. */
async function dataOf(
  root: string,
  { files, data }: Found & { files: string[] },
  { inputs, outputs }: Found["programs"][number],
): Promise<string | null> {
  for (const path of files.filter((each) => /\.(jsonl|csv)$/.test(each))) {
    const names = await fieldsOf(join(root, path));
    if (inputs.every((name) => names.includes(name)) && outputs.some((name) => names.includes(name))) return path;
  }
  return data[0] ?? null;
}

async function fieldsOf(file: string): Promise<string[]> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    const first = line.replace(/^\ufeff/, "").trim();
    if (!first) continue;
    try {
      if (file.endsWith(".csv")) return (parse(first)[0] ?? []) as string[];
      const row = JSON.parse(first) as Record<string, object>;
      return [row, row.inputs ?? {}, row.outputs ?? {}].flatMap((each) => Object.keys(each));
    } catch {
      return [];
    }
  }
  return [];
}

function foundWords({ program, metric, data }: Draft, found: Found): string[] {
  const also = (words: string, entries: string[]) => (entries.length > 0 ? [`${words}: ${entries.join(", ")}.`] : []);
  const others = found.programs.map(({ entry }) => entry).filter((entry) => entry !== program.entry);
  return [
    `Found the program ${program.entry} (${plural(program.predictors.length, "predictor")}), ${metric ? `the metric ${metric}` : "no metric"}, ${data ? `the data ${data}` : "no data"}.`,
    ...also("Other programs found", others),
    ...also(
      "Other metrics found",
      found.metrics.map(({ entry }) => entry).filter((entry) => entry !== metric),
    ),
    ...found.failed.map((each) => `Could not be looked at: ${each}.`),
  ];
}

function unknownWords(unknown: string[], path: string): string[] {
  const next = `npm run helix -- add ${path}`;
  if (unknown.length === 0) return [`Nothing is left open: ${next}`];
  return [
    "It could not know, and marked with TODO:",
    ...unknown.map((each) => `  ${each}`),
    `Fill that in, then: ${next}`,
  ];
}

function kebab(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join("-").replace(/^\d/, "p$&") || "program";
}

const refused = (why: string, next: string): Trouble => new Trouble("No helix.yaml was written", why, next);
