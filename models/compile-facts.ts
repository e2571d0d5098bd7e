import { counted, percent } from "./figures.ts";

/** What a finished search measured about itself. Null where the runner could not say (it was stopped). */
export interface SearchCounts {
  optimizer: string;
  plannedRuns: number;
  runs: number;
  proposals: number;
  lmCalls: number;
  /** Calls that came from the journal and cost nothing. */
  known: number;
  /** Calls given up, by role of the language model. */
  lmErrors: Record<string, number>;
  searched: {
    program_failures: number;
    program_runs: number;
    metric_failures: number;
    metric_calls: number;
    unfenced: number;
  } | null;
}

/** Runs this far off the plan are worth a sentence. */
const farOff = 0.2;

/**
 * What DSPy's optimizers do not say aloud about a search, a sentence each, without the full stop; empty where there is
 * nothing to say. See the silent failures that `test/dspy/test_silent.py` lists.
 */
export function compileFacts(counts: SearchCounts): string[] {
  const { optimizer, searched, proposals } = counts;
  const facts = [
    ...Object.entries(counts.lmErrors).map(
      ([role, n]) =>
        `${counted(n, "call")} of the ${role} model failed for good; ${role === "reflection" ? "what it would have proposed is missing" : "the search took what they were for as failures"}`,
    ),
    searched && searched.program_failures > 0
      ? `${searched.program_failures} of ${counted(searched.program_runs, "program run")} gave no prediction and scored as failures`
      : null,
    searched && searched.metric_failures > 0
      ? `the metric failed on ${searched.metric_failures} of ${counted(searched.metric_calls, "prediction")}, which scored as failures`
      : null,
    searched && searched.unfenced > 0
      ? `${searched.unfenced === 1 ? "1 reply" : `${searched.unfenced} replies`} of the reflection model came without a closing fence, and ${optimizer} takes such a reply whole as an instruction: read the prompt before you ship it`
      : null,
    reflective.has(optimizer) && proposals === 0
      ? `${optimizer} made no proposal that differs from the program it started from`
      : null,
    reflective.has(optimizer) && proposals === 1
      ? `${optimizer} made a single proposal: give it a larger budget`
      : null,
    offPlan(counts),
    knownShare(counts),
  ];
  return facts.filter((fact) => fact !== null);
}

/** Optimizers whose proposals are the search. */
const reflective = new Set(["GEPA", "MIPROv2", "COPRO"]);

function offPlan({ runs, plannedRuns }: SearchCounts): string | null {
  if (plannedRuns === 0 || Math.abs(runs - plannedRuns) <= farOff * plannedRuns) return null;
  return `it took ${counted(runs, "program run")}; ${plannedRuns} were planned`;
}

function knownShare({ known, lmCalls }: SearchCounts): string | null {
  if (known === 0) return null;
  return `${percent(known / (known + lmCalls))} of its calls were known from an earlier attempt or asked twice, and cost nothing`;
}
