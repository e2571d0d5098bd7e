import { limits } from "../limits.ts";
import { Newer } from "./newer.ts";
import { filled, plain } from "./objects.ts";
import { clean, cut } from "./text.ts";

/** Figures to look at: one value of each series for each category. */
export interface Chart {
  kind: "bar" | "line";
  title: string;
  /** What the categories are, and what the values. */
  x: string;
  y: string;
  categories: string[];
  series: { name: string; values: number[] }[];
}

/** A chart of at most 6 series and 20 categories; in plain form its figures in words. */
export function chart(given: Chart): Newer {
  const categories = labels(given.categories);
  const names = labels(given.series.map(({ name }) => name));
  const series = given.series.map(({ values }, n) => ({
    name: names[n],
    data: categories.map((label, at) => ({ label, value: rounded(values[at] ?? 0) })),
  }));
  const axis = { categories, x_label: axisLabel(given.x), y_label: axisLabel(given.y) };
  return new Newer(
    {
      type: "data_visualization",
      title: cut(filled(clean(given.title)), limits.chartTitle),
      chart: { type: given.kind, series, axis_config: axis },
    } as { type: string },
    [{ type: "context", elements: [plain(chartWords(given), limits.contextText)] }],
  );
}

/** Every figure of a chart in a sentence: what a chart shows must not depend on seeing it. */
export function chartWords({ title, x, categories, series }: Chart): string {
  const said = series.map(({ name, values }) => {
    const points = categories.map((category, n) => `${category}: ${(values[n] ?? 0).toFixed(3)}`);
    return `${series.length > 1 ? `${name} ` : ""}${points.join(", ")}`;
  });
  return `${title}, by ${x}: ${said.join("; ")}.`;
}

/** Slack allows no two alike and no empty ones; what is cut keeps a number that tells it from the others. */
function labels(names: string[]): string[] {
  const cutShort = names.map((name) => cut(filled(clean(name)), limits.chartLabel));
  return cutShort.map((name, n) => {
    const before = cutShort.slice(0, n).filter((each) => each === name).length;
    return before === 0 ? name : `${cut(name, limits.chartLabel - 4)} ${before + 1}`;
  });
}

const axisLabel = (words: string): string => cut(filled(clean(words)), limits.axisLabel);

const rounded = (value: number): number => Number(value.toFixed(4));
