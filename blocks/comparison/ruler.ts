import type { Comparison } from "../../models/comparison.ts";
import type { Evaluation } from "../../models/evaluation.ts";
import { blockingOf, type Component } from "../../models/fingerprint.ts";
import { shortId } from "../../models/ids.ts";
import { unknown } from "../figures.ts";
import {
  bold,
  code,
  type DataTable,
  dataTable,
  joined,
  mrkdwn,
  type Part,
  section,
  tableWords,
  type Words,
} from "../kit.ts";

/** What two evaluations were measured with, and the evaluations themselves. */
export interface RulerView {
  comparison: Comparison;
  candidate: Evaluation;
  baseline: Evaluation;
  candidateName: string;
  baselineName: string;
}

/** Everything that measures and is not equal, with both values; then the line that makes the two comparable. */
export function rulerBlocks(view: RulerView): Part[] {
  if (view.comparison.result.verdict !== "not comparable") return [];
  const differs = rulerTable(view);
  return [
    ...(differs ? [section(bold("What measures is not the same")), dataTable(differs)] : []),
    section(remedy(view, differs !== null)),
  ];
}

/** The same in words, for whoever does not see the table. */
export function rulerWords(view: RulerView): Words {
  if (view.comparison.result.verdict !== "not comparable") return "";
  const differs = rulerTable(view);
  return joined([...(differs ? [tableWords(differs)] : []), remedy(view, differs !== null)], " ");
}

function rulerTable(view: RulerView): DataTable | null {
  const { comparison, baseline, candidate } = view;
  const rows = blockingOf(comparison.fingerprint).map((each) => [
    plainName(each),
    shownValue(each, each.a, baseline),
    shownValue(each, each.b, candidate),
  ]);
  const columns = ["ruler", shortId(baseline._id), shortId(candidate._id)];
  return rows.length > 0 ? { caption: "What measures, on both sides", columns, rows } : null;
}

const plainName = ({ words }: Component): string => words.replace(/^the /, "");

/** Hashes are shortened, because nobody reads 64 letters; a dataset is called by its version as well. */
function shownValue({ name }: Component, value: string | null, { dataset, split }: Evaluation): string {
  if (value === null) return unknown;
  const short = /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 8) : value;
  return name === "dataset" ? `${split} of v${dataset} (${short})` : short;
}

function remedy({ baseline, candidate, candidateName, baselineName }: RulerView, isRuler: boolean) {
  if (baseline.release === candidate.release)
    return mrkdwn`Both are ${candidateName}, measured twice. ${code(`/helix eval ${candidate.program}`)} measures what is deployed by the ruler of now.`;
  const why = isRuler
    ? "To measure both by one ruler (stored answers are used again where they can be)"
    : "To try what could not be scored again, on both sides";
  const line = `/helix compare ${shortId(candidate._id)} ${shortId(baseline._id)}`;
  return mrkdwn`${why}: ${code(line)}. It compares ${candidateName} with ${baselineName} anew.`;
}
