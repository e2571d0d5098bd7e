import type { Comparison } from "../../models/comparison.ts";
import type { Evaluation } from "../../models/evaluation.ts";
import { blockingOf, type Component } from "../../models/fingerprint.ts";
import { shortId } from "../../models/ids.ts";
import { unknown } from "../figures.ts";
import { bold, code, mrkdwn, section, table } from "../kit.ts";

/** What two evaluations were measured with, and the evaluations themselves. */
export interface RulerView {
  comparison: Comparison;
  candidate: Evaluation;
  baseline: Evaluation;
  candidateName: string;
  baselineName: string;
}

/** Everything that measures and is not equal, with both values; then the line that makes the two comparable. */
export function rulerBlocks(view: RulerView) {
  const { comparison, baseline, candidate } = view;
  if (comparison.result.verdict !== "not comparable") return [];
  const blocking = blockingOf(comparison.fingerprint);
  const rows = blocking.map((each) => [
    plainName(each),
    shownValue(each, each.a, baseline),
    shownValue(each, each.b, candidate),
  ]);
  return [
    ...(rows.length > 0
      ? [
          section(bold("What measures is not the same")),
          table(["ruler", shortId(baseline._id), shortId(candidate._id)], rows),
        ]
      : []),
    section(remedy(view, blocking.length > 0)),
  ];
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
