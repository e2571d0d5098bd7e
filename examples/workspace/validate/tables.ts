import { fieldsIn, isFields } from "../fields.ts";
import { richText } from "./rich_text.ts";
import {
  also,
  anything,
  boolean,
  byType,
  type Check,
  integer,
  list,
  number,
  object,
  oneOf,
  type Problem,
  type Shape,
  string,
  wrong,
} from "./schema.ts";

/** Tables and charts. Where Slack's sources disagree, the smaller number holds. */

const id: Shape = { block_id: string(255) };
const cells: Shape = {
  raw_text: object({ type: anything, text: string(10_000) }),
  raw_number: object({ type: anything, value: number(), text: string(10_000) }),
};
const anyCell = byType({ ...cells, rich_text: richText });

export const table = also(
  object(
    { type: anything, rows: list(list(anyCell, 1, 20), 1, 100) },
    {
      ...id,
      column_settings: list(object({}, { align: oneOf("left", "center", "right"), is_wrapped: boolean }), 0, 20),
    },
  ),
  sameLength,
);

export const dataTable = also(
  also(
    object(
      { type: anything, caption: string(3000), rows: list(list(anyCell, 1, 20), 2, 101) },
      { ...id, page_size: integer(1, 100), row_header_column_index: integer(0, 19) },
    ),
    sameLength,
  ),
  (value, at) => {
    const header = Array.isArray(value.rows) ? fieldsIn(value.rows[0]) : [];
    const rich = header.findIndex((cell) => cell.type === "rich_text");
    return rich < 0 ? [] : wrong("unsupported type: rich_text", `${at}/rows/0/${rich}/type`);
  },
);

function sameLength(value: Record<string, unknown>, at: string): Problem[] {
  const rows = Array.isArray(value.rows) ? value.rows.filter(Array.isArray) : [];
  const odd = rows.findIndex((row) => row.length !== rows[0]?.length);
  return odd < 0 ? [] : wrong("all rows must have the same number of cells", `${at}/rows/${odd}`);
}

const short = string(20);
const point = object({ label: short, value: number() });
const series = object({ name: short, data: list(point, 1, 20) });
const axes = object({ categories: list(short, 1, 20) }, { x_label: string(50), y_label: string(50) });

const chart: Check = also(object({ type: anything, series: list(series, 1, 6), axis_config: axes }), (value, at) => {
  const all = fieldsIn(value.series);
  const names = new Set(all.map((one) => one.name));
  if (names.size < all.length) return wrong("series names must be unique", `${at}/series`);
  const categories = isFields(value.axis_config) ? value.axis_config.categories : [];
  const wanted = JSON.stringify([...(Array.isArray(categories) ? categories : [])].sort());
  const labels = (one: Record<string, unknown>): string =>
    JSON.stringify(
      fieldsIn(one.data)
        .map((p) => p.label)
        .sort(),
    );
  const odd = all.findIndex((one) => labels(one) !== wanted);
  return odd < 0 ? [] : wrong("must have exactly one point for each category", `${at}/series/${odd}/data`);
});

const slice: Check = also(object({ label: short, value: number() }), (value, at) =>
  typeof value.value === "number" && value.value > 0 ? [] : wrong("must be more than 0", `${at}/value`),
);

export const dataVisualization = object(
  {
    type: anything,
    title: string(50),
    chart: byType({
      bar: chart,
      line: chart,
      area: chart,
      pie: object({ type: anything, segments: list(slice, 1, 6) }),
    }),
  },
  id,
);
