import { canonicalJson } from "../../models/canonical.ts";
import { type ChangedExample, theComparison } from "../../models/comparison.ts";
import { Examples, Labels } from "../../models/dataset.ts";
import { type EvaluationRow, EvaluationRows } from "../../models/evaluation.ts";
import { type AnsweredRow, type ChangeKind, exampleChanges } from "../../models/example-changes.ts";

export const pageSize = 10;

export interface ChangedPage {
  comparison: string;
  /** From 0. */
  page: number;
  /** Changed examples in all. */
  total: number;
  examples: (ChangedExample & { kind: ChangeKind })[];
}

/** One page of all examples that changed between the two evaluations, read from their rows. A page beyond the last is the last. */
export async function changedPage(comparison: string, asked: number): Promise<ChangedPage> {
  const { team, program, baseline, candidate } = await theComparison(comparison);
  const [before, after] = await Promise.all([answersOf(baseline), answersOf(candidate)]);
  const changes = exampleChanges(before, after);
  const page = Math.max(0, Math.min(asked, Math.ceil(changes.length / pageSize) - 1));
  const shown = changes.slice(page * pageSize, (page + 1) * pageSize);
  const examples = await Promise.all(
    shown.map(async ({ kind, ...change }) => {
      const rowIn = (evaluation: string) =>
        EvaluationRows.findOne({ evaluation, key: change.key }).sort({ _id: 1 }).lean<EvaluationRow>();
      const [was, is] = await Promise.all([rowIn(baseline), rowIn(candidate)]);
      return { kind, ...(await withContents({ team, program }, change, was, is)) };
    }),
  );
  return { comparison, page, total: changes.length, examples };
}

const answersOf = (evaluation: string): Promise<AnsweredRow[]> =>
  EvaluationRows.find({ evaluation }, { key: 1, repetition: 1, status: 1, score: 1, prediction: 1 }).lean<
    AnsweredRow[]
  >();

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
