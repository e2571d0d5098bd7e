import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { exactKey } from "../models/canonical.ts";
import type { HelixYaml } from "../models/helix-yaml.ts";
import type { Described } from "../models/program.ts";
import type { Split } from "../models/split.ts";
import { whyNotKept } from "../models/storable.ts";
import { issueWords } from "./importing/issue-words.ts";
import { Trouble } from "./trouble.ts";

/** An example as imported: declared inputs and declared outputs, nothing else. */
export interface GoldRow {
  inputs: Record<string, unknown>;
  label: Record<string, unknown>;
  /** Where it stands in its file, from 1. */
  line?: number;
  /** As an exported file names it. */
  split?: Split;
}

const shownProblems = 10;
const refused = (why: string, next: string): Trouble =>
  new Trouble("The data was not imported", why, `${next}; nothing was changed`);

/** Reads the JSON lines that `data:` names; flat rows and `{inputs, outputs}` rows. Without `data:` there are none. */
export async function readRows(config: HelixYaml, root: string): Promise<GoldRow[]> {
  if (!config.data) return [];
  const file = join(root, config.data);
  await requireAmongFiles(file, config.data);
  const text = (await readFile(file, "utf8")).replace(/^\ufeff/, "");
  const lines = text
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== "");
  return lines.map(({ line, number }) => ({
    ...splitRow(parseLine(line, number, config.data ?? ""), config.inputs),
    line: number,
  }));
}

/** The data has to be one of the files that git shows: a snapshot holds nothing else. */
export async function requireAmongFiles(file: string, data: string): Promise<void> {
  await access(file).catch(() => {
    throw refused(`${data} is not among the program's files`, "check the path, and that git does not ignore it");
  });
}

function parseLine(line: string, number: number, file: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.json()).parse(JSON.parse(line));
  } catch {
    throw refused(`${file}, line ${number} is not a JSON object`, "mend the line and add the program again");
  }
}

/** What is neither an input nor an output is provenance: it stays outside every hash. */
function splitRow(row: Record<string, unknown>, inputNames: string[]): GoldRow {
  const nested = z
    .object({ inputs: z.record(z.string(), z.json()), outputs: z.record(z.string(), z.json()) })
    .safeParse(row);
  const inputs = nested.success
    ? nested.data.inputs
    : Object.fromEntries(Object.entries(row).filter(([name]) => inputNames.includes(name)));
  const label = nested.success
    ? nested.data.outputs
    : Object.fromEntries(Object.entries(row).filter(([name]) => !inputNames.includes(name)));
  const split = z.enum(["train", "val", "test"]).safeParse(nested.success ? row.split : row.helix_split);
  return { inputs, label, ...(split.success && { split: split.data }) };
}

/** Checks every row against the program's fields and cuts it to them; every problem is named, up to ten. */
export function checkRows(config: HelixYaml, described: Described, rows: GoldRow[]): void {
  const schemas = schemasOf(described);
  const seen = new Map<string, string>();
  const problems: string[] = [];
  for (const [index, row] of rows.entries()) {
    const place = `row ${placeOf(row, index)}`;
    const why = whyNotKept(row.inputs) ?? whyNotKept(row.label);
    if (why) {
      problems.push(`${place} cannot be stored: ${why}`);
      continue;
    }
    problems.push(...fieldProblems(row.inputs, schemas.inputs).map((problem) => `${place}: ${problem}`));
    row.inputs = declared(row.inputs, schemas.inputs);
    row.label = declared(row.label, schemas.outputs);
    problems.push(...fieldProblems(row.label, schemas.outputs).map((problem) => `${place}: ${problem}`));
    const key = exactKey(row.inputs);
    const earlier = seen.get(key);
    if (earlier) problems.push(`${place} has the very same inputs as row ${earlier}`);
    seen.set(key, placeOf(row, index));
  }
  if (problems.length === 0) return;
  const more = problems.length > shownProblems ? [`and ${problems.length - shownProblems} more`] : [];
  throw refused(
    `${config.data} has ${problems.length === 1 ? "a mistake" : `${problems.length} mistakes`}:\n${[...problems.slice(0, shownProblems), ...more].map((each) => `  ${each}`).join("\n")}`,
    "mend the rows and add the program again",
  );
}

/** Rows are counted without blank lines; where those make a difference, the line is named too. */
const placeOf = ({ line }: GoldRow, index: number): string =>
  line === undefined || line === index + 1 ? `${index + 1}` : `${index + 1} (line ${line})`;

const declared = (values: Record<string, unknown>, schemas: Schemas): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(schemas, name)));

type Schemas = Record<string, z.ZodType>;

export function schemasOf({ inputSchemas, outputSchemas }: Pick<Described, "inputSchemas" | "outputSchemas">): {
  inputs: Schemas;
  outputs: Schemas;
} {
  const read = (schemas: Record<string, string>): Schemas =>
    Object.fromEntries(Object.entries(schemas).map(([name, text]) => [name, schemaOf(text)]));
  return { inputs: read(inputSchemas), outputs: read(outputSchemas) };
}

/** The same few come with every click and every row that is looked at. */
const known = new Map<string, z.ZodType>();
const mostKnown = 1_000;

function schemaOf(text: string): z.ZodType {
  const schema = known.get(text) ?? z.fromJSONSchema(JSON.parse(text));
  if (known.size >= mostKnown) known.clear();
  known.set(text, schema);
  return schema;
}

/** What does not fit, a sentence each: missing fields, and values that are not of the declared type. `reasoning` may be absent. */
export function fieldProblems(values: Record<string, unknown>, schemas: Schemas): string[] {
  return Object.entries(schemas).flatMap(([name, schema]) => {
    if (!(name in values)) return name === "reasoning" ? [] : [`${name} is missing`];
    const checked = schema.safeParse(values[name]);
    if (checked.success) return [];
    return checked.error.issues.map((issue) => issueWords(name, issue, values[name]));
  });
}
