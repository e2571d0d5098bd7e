import { plural, points } from "../../blocks/figures.ts";
import { asSentence } from "../../blocks/sentence.ts";
import { startOf } from "../../models/best-so-far.ts";
import type { Branch } from "../../models/branch.ts";
import { hasOtherBranches } from "../../models/branch-failure.ts";
import { shortId } from "../../models/ids.ts";
import type { Run } from "../../models/run.ts";
import type { CompileOutcome } from "../steps/compile.ts";

/** What each compile found; in a matrix it says for which branch. */
export function compiledLines(run: Run): string[] {
  const isMatrix = run.steps.filter(({ kind }) => kind === "compile").length > 1;
  return run.steps.flatMap(({ kind, status, params, outcome, candidates }, n) => {
    if (kind !== "compile" || status !== "done" || outcome === null) return [];
    const line = compileLine(outcome as CompileOutcome, startOf(candidates), hasOtherBranches(run, n));
    return [isMatrix ? `${(params.branch as Branch).words}: ${line}` : line];
  });
}

/** @param from the score the search began with
 * @param goesOn whether the run compares other branches, and this one as it is */
function compileLine(outcome: CompileOutcome, from: number | null, goesOn: boolean): string {
  const early = outcome.stopped ? ` It ended early: ${outcome.stopped}.` : "";
  const stopped = [early, ...(outcome.facts ?? []).map((fact) => ` ${asSentence(fact)}`)].join("");
  if (outcome.unchanged) {
    const proposals = outcome.proposals > 0 ? ` (${plural(outcome.proposals, "proposal")} tried)` : "";
    const end = goesOn ? "" : ", so there is nothing to compare";
    return `The optimizer found nothing better than the program it started from${proposals}${end}.${stopped}`;
  }
  const tried =
    outcome.proposals > 0 ? `, ${plural(outcome.proposals, "proposal")} tried, ${outcome.accepted} accepted` : "";
  const start = from === null ? "" : `, from ${points(from)} of the program as written`;
  return `Best candidate ${shortId(outcome.candidate)}: ${points(outcome.valScore)} on val${start}${tried}.${stopped}`;
}
