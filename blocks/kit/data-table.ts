import { limits } from "../limits.ts";
import { bold, joined, type Words } from "./markup.ts";
import { Newer } from "./newer.ts";
import { filled } from "./objects.ts";
import { clean, cut } from "./text.ts";
import { wholeLines } from "./whole-lines.ts";

/** A figure is sorted by its value; a column sorts so only where all its cells are figures. */
export type DataCell = string | { value: number; text: string };

/** A figure where it is known, else words. */
export const figure = (value: number | null, text: string): DataCell =>
  value === null || !Number.isFinite(value) ? text : { value, text };

export interface DataTable {
  caption: string;
  columns: string[];
  /** The first cell of a row is its name; an empty one has nothing to say. */
  rows: DataCell[][];
  /** Its cells speak for themselves: their columns' names are not repeated in plain form. */
  isBare?: boolean;
}

/** A table that can be sorted and paged; in plain form a line for each row, which any width can hold. */
export function dataTable({ caption, columns, rows, isBare = false }: DataTable): Newer {
  const shown = rows.slice(0, limits.tableRows);
  const left = rows.length - shown.length;
  const title = cut(filled(clean(caption)), limits.header);
  return new Newer(
    {
      type: "data_table",
      caption: left > 0 ? `${title} (the first ${shown.length} of ${rows.length} rows)` : title,
      page_size: limits.tablePage,
      row_header_column_index: 0,
      rows: [columns.map((name) => cellOf(name)), ...shown.map((row) => row.map(cellOf))],
    } as { type: string },
    wholeLines(rows.map((row) => lineOf(isBare ? [] : columns, row))),
  );
}

/** Every figure of a table as it would be read aloud. */
export const tableWords = ({ columns, rows }: Omit<DataTable, "caption">): string =>
  rows.map((row) => `${pairs(columns, row).join(", ")}.`).join(" ");

const textOf = (cell: DataCell): string => (typeof cell === "string" ? cell : cell.text);

function cellOf(cell: DataCell) {
  const text = cut(filled(clean(textOf(cell)).replace(/\s+/g, " ") || "–"), limits.tableCell);
  return typeof cell === "string" ? { type: "raw_text", text } : { type: "raw_number", value: cell.value, text };
}

/** `score: baseline 0.712`, `candidate 0.840`: a column's name is said where it says something. */
function pairs(columns: string[], row: DataCell[]): string[] {
  const [name = "", ...cells] = row.map(textOf);
  const said = cells.flatMap((cell, n) => (cell === "" ? [] : [`${columns[n + 1]} ${cell}`]));
  return [`${name}: ${said[0] ?? "–"}`, ...said.slice(1)];
}

function lineOf(columns: string[], row: DataCell[]): Words {
  const [name = "", ...cells] = row.map(textOf);
  const said = cells.flatMap((cell, n) =>
    cell === "" ? [] : [columns[n + 1] === undefined ? cell : `${columns[n + 1]}: ${cell}`],
  );
  return joined([bold(name), joined(said, " · ")], "  ");
}
