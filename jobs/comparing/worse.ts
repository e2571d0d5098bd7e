import { type ChangedExample, theComparison } from "../../models/comparison.ts";
import { type EvaluationRow, EvaluationRows } from "../../models/evaluation.ts";
import { type AnsweredRow, type ChangeKind, exampleChanges } from "../../models/example-changes.ts";
import { signatureOf } from "../../models/signature.ts";
import { withContents } from "./changed.ts";

export interface WorseExamples {
  /** Examples that got worse, whatever they contain. */
  worse: number;
  /** Those that contain the words; of the worst `lookedAt` alone. */
  matching: number;
  lookedAt: number;
  /** The worst of them in full. */
  examples: (ChangedExample & { kind: ChangeKind })[];
}

/** Contents are read one example at a time: more than this many are counted and not searched. */
const mostSearched = 300;

/** What newly fails or scores lower in a comparison, the worst first; with words, only what contains them. */
export async function worseExamples(comparison: string, words: string | null, shown: number): Promise<WorseExamples> {
  const { team, program, baseline, candidate } = await theComparison(comparison);
  const [before, after] = await Promise.all([answersOf(baseline), answersOf(candidate)]);
  const worse = exampleChanges(before, after).filter(({ kind }) => kind === "newly failing" || kind === "regressed");
  const searched = worse.slice(0, mostSearched);
  const fields = await signatureOf(team, program);
  const found: WorseExamples["examples"] = [];
  for (const { kind, ...change } of searched) {
    const rowIn = (evaluation: string) =>
      EvaluationRows.findOne({ evaluation, key: change.key }).sort({ _id: 1 }).lean<EvaluationRow>();
    const [was, is] = await Promise.all([rowIn(baseline), rowIn(candidate)]);
    const example = { kind, ...(await withContents({ team, program, fields }, change, was, is)) };
    if (words === null || contains(example, words)) found.push(example);
  }
  return { worse: worse.length, matching: found.length, lookedAt: searched.length, examples: found.slice(0, shown) };
}

const answersOf = (evaluation: string): Promise<AnsweredRow[]> =>
  EvaluationRows.find({ evaluation }, { key: 1, repetition: 1, status: 1, score: 1, prediction: 1 }).lean<
    AnsweredRow[]
  >();

function contains({ inputs, expected, beforeOutput, afterOutput, feedback }: ChangedExample, words: string): boolean {
  const wanted = words.toLowerCase();
  return [inputs, expected, beforeOutput, afterOutput, feedback].some((text) => text.toLowerCase().includes(wanted));
}
