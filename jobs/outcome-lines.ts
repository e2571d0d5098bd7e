import { dollars, interval, milliseconds, plural, points } from "../blocks/figures.ts";
import { type Evaluation, Evaluations } from "../models/evaluation.ts";
import { shortId } from "../models/ids.ts";
import { outcomeOf, type Run } from "../models/run.ts";
import type { CompileOutcome } from "./steps/compile.ts";
import type { DeployOutcome } from "./steps/deploy.ts";
import type { EvaluateOutcome } from "./steps/evaluate.ts";
import type { IngestOutcome } from "./steps/ingest.ts";
import type { RecommendOutcome } from "./steps/recommend.ts";
import type { ReviewOutcome } from "./steps/review.ts";
import type { VersionOutcome } from "./steps/version.ts";

/** What a run's finished steps came to, a sentence each. */
export async function outcomeLines(run: Run): Promise<string[]> {
  const evaluated = run.steps.flatMap((step) =>
    step.kind === "evaluate" && step.status === "done" ? [step.outcome as EvaluateOutcome] : [],
  );
  const evaluations = await Evaluations.find({ _id: { $in: evaluated.map(({ evaluation }) => evaluation) } }).lean<
    Evaluation[]
  >();
  const lines = [
    ingestLine(outcomeOf<IngestOutcome>(run, "ingest")),
    versionLine(outcomeOf<VersionOutcome>(run, "version")),
    compileLine(outcomeOf<CompileOutcome>(run, "compile")),
    ...evaluated.map(({ arm, evaluation }) =>
      evaluationLine(
        arm,
        evaluations.find(({ _id }) => _id === evaluation),
      ),
    ),
    recommendLine(outcomeOf<RecommendOutcome>(run, "recommend")),
    reviewLine(outcomeOf<ReviewOutcome>(run, "review")),
    deployLine(outcomeOf<DeployOutcome>(run, "deploy")),
  ];
  return lines.filter((line) => line !== null);
}

function ingestLine(outcome: IngestOutcome | null): string | null {
  return outcome && `Read ${plural(outcome.read, "new trace")} and drafted ${plural(outcome.drafted, "label")}.`;
}

function versionLine(outcome: VersionOutcome | null): string | null {
  if (!outcome) return null;
  const { number, added, changed, inTest } = outcome;
  const what = [added > 0 && `${plural(added, "example")} added`, changed > 0 && `${plural(changed, "label")} changed`]
    .filter(Boolean)
    .join(" and ");
  return `Dataset v${number}: ${what}; ${inTest} of them in the test split.`;
}

function compileLine(outcome: CompileOutcome | null): string | null {
  if (!outcome) return null;
  const stopped = outcome.stopped ? ` It ended early: ${outcome.stopped}.` : "";
  if (outcome.unchanged)
    return `The optimizer found nothing better than the program it started from (${plural(outcome.proposals, "proposal")} tried).${stopped}`;
  const tried =
    outcome.proposals > 0 ? `, ${plural(outcome.proposals, "proposal")} tried, ${outcome.accepted} accepted` : "";
  return `Best candidate ${shortId(outcome.candidate)}: ${points(outcome.valScore)} on val${tried}.${stopped}`;
}

function evaluationLine(arm: string, evaluation: Evaluation | undefined): string | null {
  const summary = evaluation?.summary;
  if (!evaluation || !summary) return null;
  const name = arm === "baseline" ? "Deployed" : "Candidate";
  const known =
    summary.knownPredictions > 0
      ? ` ${summary.knownPredictions.toLocaleString("en-US")} answers were known already and cost nothing;`
      : "";
  const errors = Object.entries(summary.byStatus).filter(([status]) => status !== "ok");
  const failed =
    errors.length > 0
      ? ` ${errors.map(([status, count]) => plural(count ?? 0, status.replace("_", " "))).join(", ")}.`
      : "";
  return `${name} on ${evaluation.split} of v${evaluation.dataset} (${shortId(evaluation._id)}): ${points(summary.mean)} (${interval(summary.low, summary.high)}), p95 ${milliseconds(summary.p95)}.${known} ${plural(summary.freshLmCalls, "new LM call")} for ${plural(summary.freshPredictions, "new answer")}, ${dollars(summary.usd)}.${failed}`;
}

function recommendLine(outcome: RecommendOutcome | null): string | null {
  if (!outcome) return null;
  return outcome.proposed
    ? `The approvers are asked in ${outcome.gate}: ${outcome.because}.`
    : `Nobody is asked to promote it: ${outcome.because}.`;
}

function reviewLine(outcome: ReviewOutcome | null): string | null {
  if (!outcome) return null;
  if (outcome.gates.length === 0) return "No drafted label waits for review.";
  const more =
    outcome.waiting > 0
      ? ` ${plural(outcome.waiting, "more draft")} will follow when these are decided and you ask again.`
      : "";
  return `${plural(outcome.gates.length, "label")} to review in this thread.${more}`;
}

function deployLine(outcome: DeployOutcome | null): string | null {
  if (!outcome) return null;
  return `d${outcome.number} is live: it was loaded in a clean process (${outcome.checks}), then current moved to ${outcome.digest.slice(0, 12)}.`;
}
