import { stringify } from "csv-stringify/sync";
import type { DatasetVersion } from "../../models/dataset.ts";
import type { Program } from "../../models/program.ts";
import { schemasOf } from "../importing.ts";
import { Trouble } from "../trouble.ts";
import { toCell } from "./cells.ts";
import { type Content, contentsOf } from "./contents.ts";

export const exportFormats = ["jsonl", "csv"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** In a CSV file and in flat rows: the split an example has. */
export const splitColumn = "helix_split";

type Values = Record<string, unknown>;

/** A version as the text of a file, piece by piece. Imported again, also elsewhere, it is the same version by hash. */
export async function* exportText(
  version: DatasetVersion,
  program: Pick<Program, "described">,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === "csv") yield* csvText(version, program);
  else for await (const rows of contentsOf(version)) yield rows.map(jsonLine).join("");
}

const jsonLine = ({ inputs, label, split }: Content): string =>
  `${JSON.stringify({ inputs, outputs: label, split })}\n`;

async function* csvText(version: DatasetVersion, { described }: Pick<Program, "described">): AsyncGenerator<string> {
  const { inputs, outputs } = schemasOf(described);
  const fields = Object.entries({ ...inputs, ...outputs });
  const names = fields.map(([name]) => name);
  const twice = Object.keys(inputs).find((name) => name in outputs);
  if (twice) throw notAsCsv(`${twice} is an input and an output`);
  yield stringify([[...names, splitColumn]]);
  for await (const rows of contentsOf(version)) {
    yield stringify(
      rows.map((row) => {
        const values: Values = { ...row.inputs, ...row.label };
        return [...fields.map(([name, schema]) => cellOf(name, values[name], schema)), row.split];
      }),
    );
  }
}

type Schema = Parameters<typeof toCell>[1];

function cellOf(name: string, value: unknown, schema: Schema): string {
  if (value === undefined) return "";
  const cell = toCell(value, schema);
  if (cell === null)
    throw notAsCsv(`${name} holds ${JSON.stringify(value).slice(0, 80)}, which CSV would read otherwise`);
  return cell;
}

const notAsCsv = (why: string): Trouble =>
  new Trouble("The dataset was not exported", why, "export it as JSON lines (--format jsonl)");
