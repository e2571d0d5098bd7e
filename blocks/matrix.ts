import { confidence } from "../models/figures.ts";
import { paretoFront } from "../models/pareto.ts";
import type { ComparisonResult } from "../models/verdict.ts";
import { verdictWords } from "./comparison.ts";
import { dollars, interval, milliseconds, plural, points, whole } from "./figures.ts";
import {
  bold,
  chart,
  context,
  type DataTable,
  dataTable,
  figure,
  header,
  joined,
  type Message,
  mention,
  message,
  mrkdwn,
  type Part,
  section,
  tableWords,
  type Words,
  wholeLines,
} from "./kit.ts";
import { limits } from "./limits.ts";
import { asSentence } from "./sentence.ts";

/** One arm of a run's table: its name, what it measured, and its comparison by short id. */
export interface MatrixArm {
  name: string;
  comparison: string;
  result: ComparisonResult;
}

/** Everything a run compared, as one table against one baseline. */
export interface MatrixView {
  program: string;
  baselineName: string;
  /** In plan order; the table is sorted by score. */
  arms: MatrixArm[];
  /** Which arm people are asked about, or whose reason is told. */
  chosen: string;
  /** Arms that are the very release of the baseline: they stand in the table as the baseline does, and are no candidates. */
  same: number;
  requestedBy: string;
  advice: string | null;
}

interface Row {
  name: string;
  verdict: string;
  summary: ComparisonResult["candidate"];
}

/** All arms of a run side by side, the best score first: quality with interval, latency, cost, tokens, errors, verdict. */
export function matrixMessage(view: MatrixView): Message {
  const rows = sorted(view);
  const front = paretoFront(rows.map(({ summary }) => ({ ...summary, quality: summary.mean })));
  const n = view.arms[0]?.result.n ?? 0;
  const title = `${plural(view.arms.length, "candidate")} against ${view.baselineName}`;
  const compared = `${countedWords(view)} Compared on ${plural(n, "example")}; p values are corrected for ${plural(view.arms.length, "candidate")} (Holm).`;
  const { data, alike } = withoutAlike(tableOf(title, rows, front));
  const legend = `${frontWords(rows, front)} ${alike}$, errors, 429s and timeouts are per 1,000 calls; tries that were repeated count among 429s and timeouts.`;
  const reasons = view.arms.map(reasonOf(view));
  const said = [`${title} for ${view.program}: ${compared}`, ...spoken(rows, data, reasons), legend];
  return message(mrkdwn`${mention(view.requestedBy)} ${joined(said, " ")} ${asSentence(view.advice ?? "")}`, [
    header(title),
    section(mrkdwn`${mention(view.requestedBy)} ${compared}`),
    dataTable(data),
    ...scoreChart(rows),
    ...wholeLines(reasons),
    ...(view.advice ? [section(view.advice)] : []),
    context(legend),
  ]);
}

const tableOf = (caption: string, rows: Row[], front: (boolean | null)[]): DataTable => ({
  caption,
  columns: ["candidate", "score", `${confidence} interval`, "p50", "p95", ...perCall, "verdict", "front"],
  rows: rows.map((row, index) => cells(row, front[index] ?? null)),
});

const perCall = ["$/1k", "tokens", "errors/1k", "429s/1k", "timeouts/1k"];

/** A column that reads the same in every row is said in words: the table is wide enough without it. */
function withoutAlike({ columns, rows, ...rest }: DataTable): { data: DataTable; alike: string } {
  const textAt = (row: DataTable["rows"][number], n: number) => (typeof row[n] === "string" ? row[n] : row[n]?.text);
  const isAlike = (name: string, n: number) =>
    perCall.includes(name) && rows.every((row) => textAt(row, n) === textAt(rows[0] ?? [], n));
  const alike = columns.flatMap((name, n) => (isAlike(name, n) ? [`${name} ${textAt(rows[0] ?? [], n)}`] : []));
  const differs = (_: unknown, n: number) => !isAlike(columns[n] ?? "", n);
  return {
    data: { ...rest, columns: columns.filter(differs), rows: rows.map((row) => row.filter(differs)) },
    alike: alike.length > 0 ? `The same in every row: ${alike.join(", ")}. ` : "",
  };
}

function sorted({ baselineName, arms }: MatrixView): Row[] {
  const baseline = arms[0] && { name: baselineName, verdict: "baseline", summary: arms[0].result.baseline };
  const rows = arms.map(({ name, result }) => ({
    name,
    verdict: verdictWords[result.verdict],
    summary: result.candidate,
  }));
  const score = ({ summary }: Row) => summary.mean ?? Number.NEGATIVE_INFINITY;
  return [...rows, ...(baseline ? [baseline] : [])].sort((a, b) =>
    score(b) > score(a) ? 1 : score(b) < score(a) ? -1 : 0,
  );
}

function cells({ name, verdict, summary }: Row, onFront: boolean | null): DataTable["rows"][number] {
  const usd = summary.usdPerCall === null ? null : 1000 * summary.usdPerCall;
  return [
    name,
    figure(summary.mean, points(summary.mean)),
    interval(summary.low, summary.high),
    milliseconds(summary.p50),
    figure(summary.p95, milliseconds(summary.p95)),
    figure(usd, dollars(usd)),
    whole(summary.tokensPerCall),
    whole(summary.errorsPer1000),
    whole(summary.rateLimitedPer1000),
    whole(summary.timeoutsPer1000),
    verdict,
    onFront === null ? "unknown" : onFront ? "yes" : "no",
  ];
}

/** "2 better, 1 inconclusive", in words. */
function countedWords({ arms, same }: MatrixView): string {
  const counts = Object.entries(verdictWords).flatMap(([verdict, words]) => {
    const n = arms.filter(({ result }) => result.verdict === verdict).length;
    return n > 0 ? [`${n} ${words}`] : [];
  });
  const left =
    same > 0
      ? ` ${same === 1 ? "1 branch" : `${same} branches`} of this run ${same === 1 ? "is" : "are"} the baseline's very release.`
      : "";
  return `${counts.join(", ")}.${left}`;
}

/** A verdict's reason, by the comparison it stands in; the chosen one is told in full in a message of its own. */
const reasonOf =
  ({ chosen }: MatrixView) =>
  ({ name, comparison, result }: MatrixArm): Words => {
    const mark = comparison === chosen ? " (told in full below)" : "";
    return mrkdwn`${bold(comparison)} ${name}${mark}: ${verdictWords[result.verdict]}, ${result.because}.`;
  };

/** What a table shows must not depend on seeing it; a large one is summed up, and said to be. */
function spoken(rows: Row[], data: DataTable, reasons: Words[]): Words[] {
  const inFull = joined([tableWords(data), ...reasons], " ");
  if (inFull.text.length <= mostSpoken) return [inFull];
  const scores = rows.map(({ name, verdict, summary }) => `${name} ${points(summary.mean)} (${verdict})`).join("; ");
  return [`${scores}. All other figures stand in the table, the reasons below it.`];
}

const mostSpoken = 2_500;

/** A chart needs two bars to say anything, and has room for twenty. */
function scoreChart(rows: Row[]): Part[] {
  const known = rows.flatMap(({ name, summary: { mean } }) => (mean === null ? [] : [{ name, mean }]));
  if (known.length < 2 || known.length > limits.chartPoints) return [];
  return [
    chart({
      kind: "bar",
      title: "Score on test",
      x: "candidate",
      y: "score",
      categories: known.map(({ name }) => name),
      series: [{ name: "score", values: known.map(({ mean }) => mean) }],
    }),
  ];
}

const mostNamed = 4;

function frontWords(rows: Row[], front: (boolean | null)[]): string {
  const names = rows.filter((_, index) => front[index] === true).map(({ name }) => name);
  const unknown = front.filter((each) => each === null).length;
  const left =
    unknown > 0
      ? ` Of ${plural(unknown, "row")} latency or cost is unknown, so nothing is said about ${unknown === 1 ? "it" : "them"}.`
      : "";
  if (names.length === 0) return `Front: nothing can be said.${left}`;
  const which = names.length > mostNamed ? `${names.length} rows, marked in the table` : names.join(", ");
  return `On the front (no other row is better in score, p95 and cost at once): ${which}.${left}`;
}
