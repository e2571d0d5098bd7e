import { type Fields, fieldsIn, isFields } from "./fields.ts";
import type { Names } from "./mrkdwn.ts";
import { richWords } from "./rich_words.ts";

/** Tables and charts as lines of text. */

/** Aligned columns, the header underlined, numbers to the right. */
export function tableLines(block: Fields, names: Names): string[] {
  const rows = (Array.isArray(block.rows) ? block.rows : []).map((row) => fieldsIn(row));
  const texts = rows.map((row) => row.map((cell) => cellWords(cell, names)));
  const widths = (texts[0] ?? []).map((_, column) => Math.max(...texts.map((row) => (row[column] ?? "").length)));
  const isRight = widths.map((_, column) => rows.slice(1).every((row) => row[column]?.type === "raw_number"));
  const padded = (row: string[]): string =>
    row
      .map((text, column) => (isRight[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  const [header, ...body] = texts.map(padded);
  const caption = typeof block.caption === "string" ? [block.caption] : [];
  return [...caption, header ?? "", widths.map((width) => "─".repeat(width)).join("  "), ...body];
}

function cellWords(cell: Fields, names: Names): string {
  return cell.type === "rich_text" ? richWords(cell, names).replaceAll("\n", " ") : String(cell.text ?? "");
}

const barLength = 24;

/** One line per point, with a bar as long as its value against the largest. */
export function chartLines(block: Fields): string[] {
  const chart = isFields(block.chart) ? block.chart : {};
  const points = [
    ...fieldsIn(chart.segments).map(({ label, value }) => ({ name: String(label), value: Number(value) })),
    ...fieldsIn(chart.series).flatMap((series) =>
      fieldsIn(series.data).map(({ label, value }) => ({ name: `${label} ${series.name}`, value: Number(value) })),
    ),
  ];
  const width = Math.max(0, ...points.map(({ name }) => name.length));
  const largest = Math.max(...points.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  const bar = (value: number): string => "▇".repeat(Math.round((Math.abs(value) / largest) * barLength));
  return [
    String(block.title ?? ""),
    ...points.map(({ name, value }) => `${name.padEnd(width)}  ${bar(value)} ${value}`),
  ];
}
