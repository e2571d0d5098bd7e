import { canonicalJson } from "../../models/canonical.ts";
import { type ChangedExample, theComparison } from "../../models/comparison.ts";
import { Examples, Labels } from "../../models/dataset.ts";
import type { EvaluationRow } from "../../models/evaluation.ts";
import {
  type ChangeCounts,
  type ChangeFilter,
  type ChangeKind,
  countKinds,
  exampleChanges,
} from "../../models/example-changes.ts";
import { sideOf, tellingRows } from "./rows.ts";

export const pageSize = 5;

export interface ChangedPage {
  comparison: string;
  filter: ChangeFilter;
  /** From 0. */
  page: number;
  /** How many changed, by kind, whatever the filter. */
  counts: ChangeCounts;
  examples: (ChangedExample & { kind: ChangeKind })[];
}

/** One page of the examples that changed between the two evaluations, read from their rows. A page beyond the last is the last. */
export async function changedPage(comparison: string, filter: ChangeFilter, asked: number): Promise<ChangedPage> {
  const { team, program, baseline, candidate } = await theComparison(comparison);
  const [before, after] = await Promise.all([sideOf(baseline), sideOf(candidate)]);
  const all = exampleChanges(before.answered, after.answered);
  const wanted = all.filter(({ kind }) => filter === "all" || kind === filter);
  const page = Math.max(0, Math.min(asked, Math.ceil(wanted.length / pageSize) - 1));
  const shown = wanted.slice(page * pageSize, (page + 1) * pageSize);
  const examples = await Promise.all(
    shown.map(async ({ kind, ...change }) => {
      const rows = await tellingRows(baseline, candidate, change.key);
      return { kind, ...(await withContents({ team, program }, change, ...rows)) };
    }),
  );
  return { comparison, filter, page, counts: countKinds(all), examples };
}

/** A change with all that a person needs to judge it: inputs, label, both outputs, feedback. */
export async function withContents(
  { team, program }: { team: string; program: string },
  { key, before, after }: { key: string; before: number; after: number },
  was: EvaluationRow | null,
  is: EvaluationRow | null,
): Promise<ChangedExample> {
  const [example, label] = await Promise.all([
    Examples.findOne({ team, program, key }).lean(),
    Labels.findOne({ team, program, key, labelHash: is?.label ?? "" }).lean(),
  ]);
  return {
    ...{ key, before, after, feedback: is?.feedback ?? "" },
    inputs: canonicalJson(example?.inputs ?? {}),
    expected: canonicalJson(label?.label ?? {}),
    beforeOutput: outputOf(was),
    afterOutput: outputOf(is),
  };
}

const outputOf = (row: EvaluationRow | null): string =>
  row?.prediction ? canonicalJson(row.prediction) : (row?.error ?? "no answer");
