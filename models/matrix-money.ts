import type { Step } from "./run/step.ts";

type Planned = Pick<Step, "n" | "kind" | "status" | "params">;

/** Dollars a step was expected to cost when its run was planned; 0 where the plan did not say. */
const expectedUsd = ({ params }: Planned): number => (typeof params.expectedUsd === "number" ? params.expectedUsd : 0);

/**
 * What compile step `n` may spend of the `leftUsd` dollars that are left after the evaluation of its own result: the
 * evaluations of the other branches are kept, and the rest is divided among the searches that are still to come by what
 * each was expected to cost. What one does not spend goes to the next. A run of one branch has it all.
 */
export function searchShare(steps: Planned[], n: number, leftUsd: number): number {
  const own = steps[n];
  const later = steps.filter((step) => step.n > n && !["done", "failed", "cancelled"].includes(step.status));
  const searches = later.filter(({ kind }) => kind === "compile");
  if (!own || searches.length === 0) return leftUsd;
  const arm = (own.params.branch as { id?: string } | undefined)?.id;
  const evaluations = later.filter(
    ({ kind, params }) => kind === "evaluate" && params.arm !== arm && params.arm !== "baseline",
  );
  const kept = evaluations.reduce((sum, step) => sum + expectedUsd(step), 0);
  const all = [own, ...searches].reduce((sum, step) => sum + expectedUsd(step), 0);
  const share = all > 0 ? expectedUsd(own) / all : 1 / (1 + searches.length);
  return Math.max(0, leftUsd - kept) * share;
}
