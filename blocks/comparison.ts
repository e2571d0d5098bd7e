import type { Comparison } from "../models/comparison.ts";
import type { Evaluation } from "../models/evaluation.ts";
import { confidence, signed } from "../models/figures.ts";
import { blockingOf } from "../models/fingerprint.ts";
import { shortId } from "../models/ids.ts";
import type { ComparisonResult } from "../models/verdict.ts";
import { changedButton, changedCounts, examplesBlocks } from "./comparison/changed.ts";
import { promptBlocks, promptWords } from "./comparison/prompts.ts";
import { rulerBlocks, rulerWords } from "./comparison/ruler.ts";
import { dollars, interval, milliseconds, plural, points, ratio, whole } from "./figures.ts";
import {
  bold,
  context,
  type DataTable,
  dataTable,
  header,
  joined,
  type Message,
  mention,
  message,
  mrkdwn,
  section,
  tableWords,
} from "./kit.ts";
import { asSentence } from "./sentence.ts";

/** A comparison with the two evaluations it stands on. */
export interface ComparisonView {
  comparison: Comparison;
  candidate: Evaluation;
  baseline: Evaluation;
  candidateName: string;
  baselineName: string;
  /** The deployment the baseline was, if it ever was one. */
  baselineDeployed?: number | null;
  requestedBy: string;
  /** Why people are asked, or why nobody is. */
  advice: string | null;
}

export const verdictWords: Record<ComparisonResult["verdict"], string> = {
  better: "better",
  worse: "worse",
  tie: "a tie",
  inconclusive: "inconclusive",
  "not comparable": "not comparable",
};

/** Both arms side by side: verdict, scores with interval, latency, cost, errors, changed examples, prompt difference. */
export function comparisonMessage(view: ComparisonView): Message {
  const { comparison, requestedBy } = view;
  const { result } = comparison;
  const id = shortId(comparison._id);
  const said = `${mentionless(view)} is ${verdictWords[result.verdict]}: ${result.because}.`;
  const rest = [
    tableWords(comparedTable(view)),
    changesLine(result),
    leakLine(comparison).trim(),
    changedCounts(comparison),
    promptWords(comparison),
    rulerWords(view),
    asSentence(rulerLine(view)),
    "Single examples and the words that changed in the prompts stand in the message.",
  ];
  return message(mrkdwn`${mention(requestedBy)} ${id}: ${said} ${asSentence(view.advice ?? "")} ${joined(rest, " ")}`, [
    header(`Comparison ${id}: ${verdictWords[result.verdict]}`),
    section(
      mrkdwn`${mention(requestedBy)} ${bold(view.candidateName)} against ${bold(view.baselineName)}${deployedAs(view)}: ${result.because}.`,
    ),
    dataTable(comparedTable(view)),
    ...rulerBlocks(view),
    section(changesLine(result)),
    ...changedButton(comparison),
    ...examplesBlocks("Improved most", comparison.improved),
    ...examplesBlocks("Regressed most", comparison.regressed),
    ...promptBlocks(comparison),
    ...leakBlocks(comparison),
    ...(view.advice ? [section(view.advice)] : []),
    context(rulerLine(view)),
  ]);
}

const mentionless = (view: ComparisonView): string =>
  `${view.candidateName} against ${view.baselineName}${deployedAs(view)}`;

const deployedAs = ({ baselineDeployed }: ComparisonView): string =>
  typeof baselineDeployed === "number" ? ` (deployed as d${baselineDeployed})` : "";

/** What was measured of both, side by side. */
export const comparedTable = (
  view: Pick<ComparisonView, "comparison" | "baselineName" | "candidateName">,
): DataTable => ({
  caption: `Measured: ${view.candidateName} against ${view.baselineName}`,
  columns: ["measured", view.baselineName, view.candidateName, "difference"],
  rows: comparisonRows(view.comparison.result),
});

function comparisonRows({ baseline, candidate, difference }: ComparisonResult): string[][] {
  const delta = difference
    ? `${signed(difference.mean)} (${signed(difference.low)} to ${signed(difference.high)})`
    : "not measured";
  return [
    ["score", points(baseline.mean), points(candidate.mean), delta],
    [`${confidence} interval`, interval(baseline.low, baseline.high), interval(candidate.low, candidate.high), ""],
    ["p50 latency", milliseconds(baseline.p50), milliseconds(candidate.p50), ratio(candidate.p50, baseline.p50)],
    ["p95 latency", milliseconds(baseline.p95), milliseconds(candidate.p95), ratio(candidate.p95, baseline.p95)],
    [`p95, ${confidence} interval`, p95Interval(baseline), p95Interval(candidate), ""],
    [
      "cost per call",
      dollars(baseline.usdPerCall),
      dollars(candidate.usdPerCall),
      ratio(candidate.usdPerCall, baseline.usdPerCall),
    ],
    [
      "tokens per call",
      whole(baseline.tokensPerCall),
      whole(candidate.tokensPerCall),
      ratio(candidate.tokensPerCall, baseline.tokensPerCall),
    ],
    ["errors per 1,000", whole(baseline.errorsPer1000), whole(candidate.errorsPer1000), ""],
    ["429s per 1,000", whole(baseline.rateLimitedPer1000), whole(candidate.rateLimitedPer1000), ""],
    ["timeouts per 1,000", whole(baseline.timeoutsPer1000), whole(candidate.timeoutsPer1000), ""],
  ];
}

const p95Interval = ({ p95Low, p95High }: ComparisonResult["baseline"]): string =>
  p95Low === null || p95High === null ? milliseconds(null) : `${milliseconds(p95Low)} to ${milliseconds(p95High)}`;

/** What of the test split the candidate shows the model: said wherever its test score is. */
export const leakBlocks = ({ leaks = [] }: Pick<Comparison, "leaks">) =>
  leaks.map((words) => section(mrkdwn`${bold("Look first:")} ${asSentence(words)}`));

/** The same for whoever reads no blocks, with a space after it where there is anything to say. */
export const leakLine = ({ leaks = [] }: Pick<Comparison, "leaks">): string =>
  leaks.map((words) => `${asSentence(words)} `).join("");

/** Said wherever somebody may be moved by such a score. */
export const selectedOnTestWords =
  "Selected on test: its score on the test split was known before it was chosen, and such a score tends to flatter.";

export function changesLine(result: ComparisonResult): string {
  const left =
    result.missing > 0
      ? ` ${plural(result.missing, "example")} could not be scored on both sides and ${result.missing === 1 ? "is" : "are"} left out.`
      : "";
  if (result.difference === null) return `No example is counted as improved or regressed.${left}`;
  return `Of ${plural(result.n, "example")}, ${result.improved} improved, ${result.regressed} regressed and ${result.unchanged} scored the same.${left}`;
}

function rulerLine({ comparison, candidate, baseline }: ComparisonView): string {
  const differs = blockingOf(comparison.fingerprint);
  const ruler =
    differs.length === 0
      ? "everything that measures is equal (examples, split, metric, repetitions, failure policy, DSPy)"
      : `not equal: ${differs.map(({ words }) => words).join(", ")}`;
  const picked = comparison.selectedOnTest ? " · selected on test" : "";
  return `${shortId(baseline._id)} and ${shortId(candidate._id)} on the ${candidate.split} split of dataset v${candidate.dataset} · ${ruler}${picked}`;
}
