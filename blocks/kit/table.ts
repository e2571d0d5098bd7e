import { limits } from "../limits.ts";
import { clean } from "./text.ts";

export type Column = string | { name: string; align?: "left" | "right" };
export type Cell = string | number | null;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const wide = /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;

/** Rows and columns as aligned lines of fixed-width text, whole rows only; null is shown as a dash. */
export function aligned(columns: Column[], rows: Cell[][], max: number = limits.preformatted): string {
  const head = columns.map((column) => (typeof column === "string" ? column : column.name));
  const cells = [head, ...rows].map((row) => columns.map((_, i) => cellText(row[i] ?? null)));
  const widths = columns.map((_, i) => Math.max(1, ...cells.map((row) => widthOf(row[i] ?? ""))));
  const lines = cells.map((row) =>
    columns
      .map((c, i) => pad(row[i] ?? "", widths[i] ?? 1, c))
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return wholeLines([lines[0] ?? "", rule], lines.slice(1), max);
}

function cellText(cell: Cell): string {
  const text = cell === null ? "" : clean(String(cell)).replace(/\s+/g, " ").trim();
  return text === "" ? "–" : shortened(text);
}

/** Only the head of a long text is looked at; its last grapheme may be half of one and never stays. */
function shortened(text: string): string {
  const head = text.slice(0, limits.tableCell * 8);
  if (head === text && widthOf(text) <= limits.tableCell) return text;
  let width = 0;
  const parts = [...graphemes.segment(head)].map((part) => part.segment);
  const fitting = parts.slice(0, head === text ? parts.length : -1).filter((part) => {
    width += widthOf(part);
    return width < limits.tableCell;
  });
  return `${fitting.join("")}…`;
}

/** Columns of the screen: East Asian characters and most emoji take two. */
function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

function pad(text: string, width: number, column: Column): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return typeof column !== "string" && column.align === "right" ? space + text : text + space;
}

function wholeLines(head: string[], lines: string[], max: number): string {
  const room = max - 40;
  let size = head.join("\n").length;
  const shown = lines.filter((line) => {
    size += line.length + 1;
    return size <= room;
  });
  const left = lines.length - shown.length;
  return [...head, ...shown, ...(left > 0 ? [`… (cut, ${left} more ${left === 1 ? "row" : "rows"})`] : [])].join("\n");
}
