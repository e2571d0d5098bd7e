import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { createInterface } from "node:readline";
import { parse } from "csv-parse";
import { z } from "zod";
import type { Program } from "../../models/program.ts";
import type { Split } from "../../models/split.ts";
import { whyNotKept } from "../../models/storable.ts";
import { fieldProblems, type GoldRow, schemasOf } from "../importing.ts";
import { Trouble } from "../trouble.ts";
import { fromCell } from "./cells.ts";
import { splitColumn } from "./export.ts";

type Values = Record<string, unknown>;
type Schemas = ReturnType<typeof schemasOf>;

/** A row of a file as it fits the program, or what is wrong with it. */
type Read = { row: GoldRow; problems: string[] };

const mostNamed = 10;
const refused = (why: string, next: string, options?: ErrorOptions): Trouble =>
  new Trouble("Nothing was imported", why, next, options);

/**
 * Reads a data file twice, so that no row enters unless all of them fit: once to check, and once, a row at a time, for the
 * caller. JSON lines (flat or `{inputs, outputs}`, as an export writes them) or CSV. Throws what does not fit, in words.
 */
export async function rowsOfFile(program: Pick<Program, "described">, file: string): Promise<AsyncGenerator<GoldRow>> {
  const schemas = schemasOf(program.described);
  const problems: string[] = [];
  let count = 0;
  for await (const { row, problems: found } of readFile(file, schemas)) {
    problems.push(...found.map((problem) => `line ${row.line}: ${problem}`));
    if (problems.length > 1_000) break;
    count += 1;
  }
  if (problems.length > 0) throw refused(problemWords(file, problems), "mend the rows and import the file again");
  if (count === 0) throw refused(`${file} has no rows`, "name the file that has the data");
  return good(file, schemas);
}

async function* good(file: string, schemas: Schemas): AsyncGenerator<GoldRow> {
  for await (const { row } of readFile(file, schemas)) yield row;
}

function problemWords(file: string, problems: string[]): string {
  const more =
    problems.length > mostNamed ? [`and ${problems.length > 1_000 ? "many" : problems.length - mostNamed} more`] : [];
  return `${file} has ${problems.length === 1 ? "a mistake" : "mistakes"}:\n${[...problems.slice(0, mostNamed), ...more].map((each) => `  ${each}`).join("\n")}`;
}

async function* readFile(file: string, schemas: Schemas): AsyncGenerator<Read> {
  await access(file).catch(() => {
    throw refused(`there is no file ${file}`, "check the path");
  });
  if (file.endsWith(".jsonl")) yield* jsonLines(file, schemas);
  else if (file.endsWith(".csv")) yield* csvRows(file, schemas);
  else throw refused(`${file} is neither .jsonl nor .csv`, "write the data as JSON lines or CSV");
}

async function* jsonLines(file: string, schemas: Schemas): AsyncGenerator<Read> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === "") continue;
    const values = parsed(line === 1 ? text.replace(/^\ufeff/, "") : text);
    if (values) yield checked(divided(values, schemas), line, schemas);
    else yield { row: { inputs: {}, label: {}, line }, problems: ["it is not a JSON object"] };
  }
}

function parsed(text: string): Values | null {
  try {
    const read = z.record(z.string(), z.json()).safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** `{inputs, outputs, split}` as an export writes it, or all fields side by side. */
function divided(values: Values, { inputs, outputs }: Schemas): Omit<GoldRow, "line"> & { stated: unknown } {
  const nested = z.object({ inputs: z.record(z.string(), z.json()), outputs: z.record(z.string(), z.json()) });
  const read = "inputs" in inputs || "outputs" in outputs ? null : nested.safeParse(values);
  if (read?.success) return { inputs: read.data.inputs, label: read.data.outputs, stated: values.split };
  return { inputs: values, label: values, stated: values[splitColumn] };
}

function checked({ inputs, label, stated }: ReturnType<typeof divided>, line: number, schemas: Schemas): Read {
  const row: GoldRow = { inputs: declared(inputs, schemas.inputs), label: declared(label, schemas.outputs), line };
  const split = z.enum(["train", "val", "test"]).safeParse(stated);
  if (split.success) row.split = split.data satisfies Split;
  const why = whyNotKept(row.inputs) ?? whyNotKept(row.label);
  if (why) return { row, problems: [`it cannot be stored: ${why}`] };
  return {
    row,
    problems: [...fieldProblems(row.inputs, schemas.inputs), ...fieldProblems(row.label, schemas.outputs)],
  };
}

const declared = (values: Values, schemas: Schemas["inputs"]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(schemas, name)));

/** A column that is not there is told once, not for every row. `reasoning` may be absent from any label. */
function requireColumns(file: string, columns: string[], fields: Schemas["inputs"]): void {
  const needed = Object.keys(fields).filter(
    (name) => name !== "reasoning" && !fields[name]?.safeParse(undefined).success,
  );
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length === 0) return;
  throw refused(
    `${file} has no column ${missing.join(", ")}; its columns are ${columns.join(", ")}`,
    "name the columns in the first line as the program names its fields",
  );
}

async function* csvRows(file: string, schemas: Schemas): AsyncGenerator<Read> {
  const fields = { ...schemas.inputs, ...schemas.outputs };
  const records = createReadStream(file).pipe(parse({ columns: true, bom: true, info: true, skip_empty_lines: true }));
  let isFirst = true;
  try {
    for await (const { record, info } of records as AsyncIterable<{ record: Values; info: { lines: number } }>) {
      if (isFirst) requireColumns(file, Object.keys(record), fields);
      isFirst = false;
      const cells = Object.entries(record).flatMap(([name, text]): [string, unknown][] => {
        const schema = Object.hasOwn(fields, name) ? fields[name] : undefined;
        if (!schema) return [[name, text]];
        // A label needs no reasoning: an empty cell is none.
        if (name === "reasoning" && text === "") return [];
        const value = fromCell(String(text), schema);
        return [[name, value === undefined ? text : value]];
      });
      const values = Object.fromEntries(cells);
      yield checked({ inputs: values, label: values, stated: values[splitColumn] }, info.lines, schemas);
    }
  } catch (error) {
    if (error instanceof Trouble || !(error instanceof Error) || !("code" in error)) throw error;
    throw refused(`${file} is not CSV: ${error.message}`, "mend the file and import it again", { cause: error });
  }
}
