import { h } from "../dom.js";
import { richText } from "./rich_text.js";

/** Tables. A `data_table` can be sorted and paged; where a person was in it stays, whatever redraws the message. */
const places = new Map();

export function table(block, see) {
  const [head = [], ...body] = block.rows;
  const align = (column) => block.column_settings?.[column]?.align;
  const row = (tag) => (cells) =>
    h(
      "tr",
      {},
      cells.map((cell, n) => h(tag, { class: align(n) && `to-${align(n)}` }, cellNode(cell, see))),
    );
  return h("div.scroll", {}, h("table", {}, h("thead", {}, row("th")(head)), h("tbody", {}, body.map(row("td")))));
}

export function dataTable(block, see) {
  const id = `${see.key}/${block.block_id}`;
  const place = places.get(id) ?? { page: 0, column: undefined, up: true };
  places.set(id, place);
  const node = h("figure.data-table", {});
  const draw = () => node.replaceChildren(...drawn(block, place, see, draw));
  draw();
  return node;
}

function drawn(block, place, see, draw) {
  const [head, ...body] = block.rows;
  const sorted = place.column === undefined ? body : [...body].sort(by(place, body));
  const size = block.page_size ?? 5;
  const pages = Math.ceil(sorted.length / size);
  place.page = Math.min(place.page, pages - 1);
  const from = place.page * size;
  const shown = sorted.slice(from, from + size);
  return [
    h("figcaption", {}, block.caption),
    h(
      "div.scroll",
      {},
      h("table", {}, headRow(head, body, place, see, draw), h("tbody", {}, shown.map(bodyRow(block, see)))),
    ),
    pages > 1 ? pager(place, pages, `${from + 1}–${from + shown.length} of ${sorted.length}`, draw) : null,
  ].filter(Boolean);
}

const isNumeric = (body, column) => body.every((cells) => cells[column]?.type === "raw_number");

function headRow(head, body, place, see, draw) {
  const sort = (column) => () => {
    Object.assign(place, { up: place.column === column ? !place.up : true, column, page: 0 });
    draw();
  };
  const cell = (one, column) => {
    const isSorted = place.column === column;
    const direction = isSorted ? (place.up ? "ascending" : "descending") : "none";
    const arrow = isSorted ? h("span", { "aria-hidden": "true" }, place.up ? " ↑" : " ↓") : null;
    const props = { onclick: sort(column), title: "Sort by this column" };
    const button = h("button.sort", { type: "button", ...props }, cellNode(one, see), arrow);
    return h("th", { scope: "col", "aria-sort": direction, class: isNumeric(body, column) && "to-right" }, button);
  };
  return h("thead", {}, h("tr", {}, head.map(cell)));
}

const bodyRow = (block, see) => (cells) =>
  h(
    "tr",
    {},
    cells.map((cell, column) => {
      const isHeader = column === block.row_header_column_index;
      const right = cell.type === "raw_number" ? "to-right" : undefined;
      return h(isHeader ? "th" : "td", { class: right, scope: isHeader ? "row" : undefined }, cellNode(cell, see));
    }),
  );

/** As in Slack: by number when every cell of the column is one, else by letters. */
function by({ column, up }, body) {
  const numeric = isNumeric(body, column);
  const sign = up ? 1 : -1;
  const words = (cells) => cells[column]?.text ?? "";
  return (a, b) => sign * (numeric ? a[column].value - b[column].value : words(a).localeCompare(words(b)));
}

function pager(place, pages, said, draw) {
  const to = (step) => () => {
    place.page += step;
    draw();
  };
  const button = (label, step, disabled) =>
    h("button.quiet", { type: "button", "aria-label": label, disabled, onclick: to(step) }, step < 0 ? "‹" : "›");
  const [first, last] = [place.page === 0, place.page === pages - 1];
  return h("div.pager", {}, button("Earlier rows", -1, first), h("span", {}, said), button("Later rows", 1, last));
}

const cellNode = (cell, see) => (cell.type === "rich_text" ? richText(cell, see) : String(cell.text ?? ""));
