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
import { inOrder, signatureOf } from "../../models/signature.ts";
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
  const fields = await signatureOf(team, program);
  const examples = await Promise.all(
    shown.map(async ({ kind, ...change }) => {
      const rows = await tellingRows(baseline, candidate, change.key);
      return { kind, ...(await withContents({ team, program, fields }, change, ...rows)) };
    }),
  );
  return { comparison, filter, page, counts: countKinds(all), examples };
}

/** Whose example it is, and the order in which a person knows its fields. */
interface Scope {
  team: string;
  program: string;
  fields: string[];
}

/** A change with all that a person needs to judge it: inputs, label, both outputs, feedback. */
export async function withContents(
  { team, program, fields }: Scope,
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
    inputs: inOrder(example?.inputs ?? {}, fields),
    expected: inOrder(label?.label ?? {}, fields),
    beforeOutput: outputOf(was, fields),
    afterOutput: outputOf(is, fields),
  };
}

const outputOf = (row: EvaluationRow | null, fields: string[]): string =>
  row?.prediction ? inOrder(row.prediction, fields) : (row?.error ?? "no answer");
