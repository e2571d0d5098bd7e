import type { Comparison } from "../comparison.ts";
import type { Evaluation } from "../evaluation.ts";
import type { Run } from "../run.ts";

/** Which evaluation and comparison of a run its result is: the comparison its recommendation is about, else the best score. */
export function bestOf(
  run: Pick<Run, "steps">,
  evaluations: Evaluation[],
  comparisons: Comparison[],
): { evaluation: Evaluation | null; comparison: Comparison | null } {
  const compared = run.steps.findLast(({ kind, status }) => kind === "compare" && status === "done");
  const chosen = comparisons.find(({ _id }) => _id === compared?.outcome?.comparison) ?? null;
  const candidate = evaluations.find(({ _id }) => _id === chosen?.candidate);
  if (candidate) return { evaluation: candidate, comparison: chosen };
  const made = evaluations.filter(({ _id }) => armOf(run, _id) !== "baseline");
  const [best] = (made.length > 0 ? made : evaluations).toSorted(
    (a, b) => (b.summary?.mean ?? Number.NEGATIVE_INFINITY) - (a.summary?.mean ?? Number.NEGATIVE_INFINITY),
  );
  return { evaluation: best ?? null, comparison: chosen };
}

const armOf = ({ steps }: Pick<Run, "steps">, evaluation: string): unknown =>
  steps.find(({ outcome }) => outcome?.evaluation === evaluation)?.params.arm;
