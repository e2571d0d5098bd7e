import { h, s } from "../dom.js";

/** Charts, drawn from the block's own figures. Series differ by pattern as well as by colour, and every value can be read. */
const [width, height] = [520, 200];
const edge = { left: 44, right: 12, top: 24, bottom: 34 };
const inner = { width: width - edge.left - edge.right, height: height - edge.top - edge.bottom };

export function chart(block) {
  const { chart: given, title } = block;
  const picture = given.type === "pie" ? pie(given.segments) : plot(given);
  const names =
    given.type === "pie"
      ? given.segments.map(({ label, value }) => `${label} ${value}`)
      : given.series.map(({ name }) => name);
  return h(
    "figure.chart",
    {},
    h("figcaption", {}, title),
    s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": spoken(block) }, picture),
    names.length > 1 || given.type === "pie"
      ? h(
          "ul.legend",
          {},
          names.map((name, n) => h("li", {}, h(`i.series-${n}`, {}), name)),
        )
      : null,
    h("details", {}, h("summary", {}, "Figures"), figures(given)),
  );
}

/** The same figures to read: a row for each category or segment. */
function figures({ type, segments, series, axis_config: axis }) {
  const heads = type === "pie" ? ["", "value"] : [axis.x_label ?? "", ...series.map(({ name }) => name)];
  const rows =
    type === "pie"
      ? segments.map(({ label, value }) => [label, value])
      : axis.categories.map((category) => [
          category,
          ...series.map(({ data }) => data.find(({ label }) => label === category)?.value ?? ""),
        ]);
  const row = ([first, ...rest]) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, first),
      rest.map((value) => h("td.to-right", {}, String(value))),
    );
  const head = heads.map((name) => h("th", { scope: "col" }, name));
  return h("div.scroll", {}, h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows.map(row))));
}

/** Every figure of the chart as a sentence. */
function spoken({ title, chart: given }) {
  if (given.type === "pie")
    return `${title}: ${given.segments.map(({ label, value }) => `${label} ${value}`).join(", ")}`;
  const series = given.series.map(
    ({ name, data }) => `${name}: ${data.map(({ label, value }) => `${label} ${value}`).join(", ")}`,
  );
  return `${title}. ${series.join(". ")}`;
}

/** Round steps between 0 or the lowest value and the highest. */
function scale(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const raw = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw);
  const [from, to] = [Math.floor(low / step) * step, Math.ceil(high / step) * step];
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, n) =>
    Number((from + n * step).toPrecision(6)),
  );
  return { ticks, y: (value) => edge.top + inner.height * (1 - (value - from) / (to - from || 1)) };
}

function plot({ type, series, axis_config: axis }) {
  const { ticks, y } = scale(series.flatMap(({ data }) => data.map(({ value }) => value)));
  const slot = inner.width / axis.categories.length;
  const center = (n) => edge.left + slot * (n + 0.5);
  const valueAt = (one, category) => one.data.find(({ label }) => label === category)?.value ?? 0;
  const draw = { bar: bars, line: lines, area: areas }[type];
  return [
    ticks.map((tick) => [
      s("line", {
        class: tick === 0 ? "axis" : "grid",
        x1: edge.left,
        x2: width - edge.right,
        y1: y(tick),
        y2: y(tick),
      }),
      s("text", { x: edge.left - 6, y: y(tick) + 4, "text-anchor": "end" }, String(tick)),
    ]),
    axis.categories.map((label, n) =>
      s("text", { x: center(n), y: height - 18, "text-anchor": "middle" }, shortened(label, slot)),
    ),
    axis.y_label ? s("text", { x: 2, y: 11 }, axis.y_label) : null,
    axis.x_label
      ? s("text", { x: edge.left + inner.width / 2, y: height - 3, "text-anchor": "middle" }, axis.x_label)
      : null,
    draw({ series, categories: axis.categories, slot, center, y, valueAt }),
  ];
}

const shortened = (label, slot) =>
  label.length * 6.5 <= slot ? label : `${label.slice(0, Math.max(1, Math.floor(slot / 6.5) - 1))}…`;

function bars({ series, categories, slot, center, y, valueAt }) {
  const one = Math.min(48, (slot * 0.7) / series.length);
  return series.flatMap((each, index) =>
    categories.map((category, n) => {
      const value = valueAt(each, category);
      const x = center(n) + (index - series.length / 2) * one;
      const [top, bottom] = [Math.min(y(value), y(0)), Math.max(y(value), y(0))];
      const size = { x: x + 1, y: top, width: one - 2, height: Math.max(1, bottom - top), rx: 2 };
      const label = s("text", { class: "value", x: x + one / 2, y: top - 3, "text-anchor": "middle" }, String(value));
      return [
        s("rect", { class: `series-${index}`, ...size }, tip(each.name, category, value)),
        one > 22 ? label : null,
      ];
    }),
  );
}

const tip = (name, category, value) => s("title", {}, `${name}, ${category}: ${value}`);

const pathOf = ({ categories, center, y, valueAt }, each) =>
  categories.map((category, n) => `${n === 0 ? "M" : "L"}${center(n)} ${y(valueAt(each, category))}`).join("");

function lines(given) {
  return given.series.flatMap((each, index) => [
    s("path", { class: `line series-${index}`, d: pathOf(given, each), fill: "none" }),
    given.categories.map((category, n) => {
      const value = given.valueAt(each, category);
      const dot = { class: `dot series-${index}`, cx: given.center(n), cy: given.y(value), r: 4 };
      return s("circle", dot, tip(each.name, category, value));
    }),
  ]);
}

function areas(given) {
  const last = given.categories.length - 1;
  const ground = `L${given.center(last)} ${given.y(0)}L${given.center(0)} ${given.y(0)}Z`;
  return [
    given.series.map((each, index) => s("path", { class: `area series-${index}`, d: pathOf(given, each) + ground })),
    lines(given),
  ];
}

function pie(segments) {
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  const [cx, cy, r] = [width / 2, height / 2, height / 2 - 10];
  const at = (share) => `${cx + r * Math.sin(2 * Math.PI * share)} ${cy - r * Math.cos(2 * Math.PI * share)}`;
  let before = 0;
  return segments.map(({ label, value }, index) => {
    const [from, to] = [before / total, (before + value) / total];
    before += value;
    const large = to - from > 0.5 ? 1 : 0;
    const whole = to - from >= 0.9999;
    const d = `M${cx} ${cy}L${at(from)}A${r} ${r} 0 ${large} 1 ${at(whole ? to - 0.0001 : to)}Z`;
    return s("path", { class: `slice series-${index}`, d }, s("title", {}, `${label}: ${value}`));
  });
}
