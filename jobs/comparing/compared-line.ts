import { verdictWords } from "../../blocks/comparison.ts";
import { asSentence } from "../../blocks/sentence.ts";
import type { Branch } from "../../models/branch.ts";
import { type Comparison, Comparisons } from "../../models/comparison.ts";
import { shortId } from "../../models/ids.ts";
import { outcomeOf, type Run } from "../../models/run.ts";
import type { CompareOutcome } from "../steps/compare.ts";

/** What a run's comparison says; null before it has one. Why is left to the recommendation, where there is one. */
export async function comparedLine(run: Run): Promise<string | null> {
  const compared = outcomeOf<CompareOutcome>(run, "compare");
  const comparison = compared && (await Comparisons.findById(compared.comparison).lean<Comparison>());
  if (!comparison) return null;
  const { verdict, because } = comparison.result;
  const why = outcomeOf(run, "recommend") ? "" : `, ${because}`;
  return asSentence(`Compared in ${shortId(comparison._id)}${branchOf(run, compared)}: ${verdictWords[verdict]}${why}`);
}

/** Of several branches, the one it is about. */
function branchOf({ steps }: Run, { comparison, comparisons }: CompareOutcome): string {
  const arm = comparisons.length > 1 && comparisons.find((each) => each.comparison === comparison)?.arm;
  const branch = steps.find(({ params }) => arm && params.arm === arm)?.params.branch as Branch | undefined;
  return branch ? ` of ${branch.words}` : "";
}
