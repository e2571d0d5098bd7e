import type { Branch } from "../../models/branch.ts";
import type { Run } from "../../models/run.ts";
import type { CompileOutcome } from "../steps/compile.ts";
import type { EvaluateOutcome } from "../steps/evaluate.ts";

/** One measured side of a comparison; `compiled` is what the branch's search found, null where nothing was compiled. */
export interface Arm extends EvaluateOutcome {
  compiled: CompileOutcome | null;
}

/** The newest finished evaluations of a run: what is compared against, and all that is compared with it, in plan order. */
export function armsOf(run: Pick<Run, "steps">): { baseline: Arm | null; candidates: Arm[] } {
  const arms = new Map<string, Arm>();
  for (const { kind, status, outcome } of run.steps) {
    if (kind !== "evaluate" || status !== "done" || !outcome) continue;
    const measured = outcome as EvaluateOutcome;
    arms.set(measured.arm, { ...measured, compiled: compiledFor(run, measured.arm) });
  }
  const candidates = [...arms.values()].filter(({ arm }) => arm !== "baseline");
  return { baseline: arms.get("baseline") ?? null, candidates };
}

function compiledFor({ steps }: Pick<Run, "steps">, arm: string): CompileOutcome | null {
  const step = steps.findLast(
    ({ kind, status, params }) =>
      kind === "compile" && status === "done" && (params.branch as Branch | undefined)?.id === arm,
  );
  return (step?.outcome as CompileOutcome | undefined) ?? null;
}
