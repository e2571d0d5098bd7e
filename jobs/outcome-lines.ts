import { dollars, interval, milliseconds, plural, points } from "../blocks/figures.ts";
import { joined, mention, type Words } from "../blocks/kit.ts";
import { asSentence } from "../blocks/sentence.ts";
import type { Branch } from "../models/branch.ts";
import type { ExampleStatus } from "../models/contract.ts";
import { type Evaluation, EvaluationRows, type EvaluationSummary, Evaluations } from "../models/evaluation.ts";
import { confidence } from "../models/figures.ts";
import { shortId } from "../models/ids.ts";
import { outcomeOf, type Run } from "../models/run.ts";
import { comparedLine } from "./comparing/compared-line.ts";
import { compiledLines } from "./compiling/compiled-lines.ts";
import type { DeployOutcome } from "./steps/deploy.ts";
import type { DraftOutcome } from "./steps/draft.ts";
import type { EvaluateOutcome } from "./steps/evaluate.ts";
import type { IngestOutcome } from "./steps/ingest.ts";
import type { RecommendOutcome } from "./steps/recommend.ts";
import type { ReviewOutcome } from "./steps/review.ts";
import type { RollbackOutcome } from "./steps/rollback.ts";
import type { VersionOutcome } from "./steps/version.ts";

/** A matrix says of each branch what it scored; what each cost stands in its table. */
const mostInFull = 3;

/** What a run's finished steps came to, a sentence each, after what should be known of its plan. */
export async function outcomeLines(run: Run): Promise<Words[]> {
  const evaluated = run.steps.flatMap(({ kind, status, params, outcome }) =>
    kind === "evaluate" && status === "done"
      ? [{ of: subjectOf(params), id: (outcome as EvaluateOutcome).evaluation }]
      : [],
  );
  const evaluations = await Evaluations.find({ _id: { $in: evaluated.map(({ id }) => id) } }).lean<Evaluation[]>();
  const lines = [
    ...notesOf(run),
    ingestLine(outcomeOf<IngestOutcome>(run, "ingest")),
    draftLine(outcomeOf<DraftOutcome>(run, "draft")),
    versionLine(outcomeOf<VersionOutcome>(run, "version")),
    ...compiledLines(run),
    ...lostBranches(run),
    ...(await Promise.all(
      evaluated.map(({ of, id }) =>
        evaluationLine(
          of,
          evaluations.find(({ _id }) => _id === id),
          evaluated.length > mostInFull,
        ),
      ),
    )),
    await comparedLine(run),
    recommendLine(outcomeOf<RecommendOutcome>(run, "recommend")),
    reviewLine(outcomeOf<ReviewOutcome>(run, "review")),
    rollbackLine(outcomeOf<RollbackOutcome>(run, "rollback")),
    deployLine(outcomeOf<DeployOutcome>(run, "deploy")),
  ];
  return lines.filter((line) => line !== null);
}

function ingestLine(outcome: IngestOutcome | null): string | null {
  if (outcome?.read === 0 && outcome.drafted === 0) return "There is no new trace.";
  return outcome && `Read ${plural(outcome.read, "new trace")} and drafted ${plural(outcome.drafted, "label")}.`;
}

const draftLine = (outcome: DraftOutcome | null): string | null => outcome && "Drafted a label for it.";

function versionLine(outcome: VersionOutcome | null): string | null {
  if (!outcome) return null;
  const { number, added, changed, inTest } = outcome;
  const what = [added > 0 && `${plural(added, "example")} added`, changed > 0 && `${plural(changed, "label")} changed`]
    .filter(Boolean)
    .join(" and ");
  const left = outcome.refused.map(asSentence);
  return [`Dataset v${number}: ${what}; ${inTest} of them in the test split.`, ...left].join(" ");
}

/** Said by the plan before anything began: who else is at work, and whether the checkout is another by now. */
const notesOf = ({ steps }: Run): Words[] =>
  steps.flatMap(({ params }) => (Array.isArray(params.notes) ? params.notes.map(String).map(withPeople) : []));

/** A note is stored as text; the people in it are shown as such. */
const withPeople = (note: string): Words => joined(note.split(/<@([UW][A-Z0-9]+)>/).map(personEverySecond), "");

const personEverySecond = (part: string, n: number): Words => (n % 2 === 1 ? mention(part) : part);

/** Branches of a matrix that came to nothing while the others went on. */
function lostBranches({ steps }: Run): string[] {
  return steps.flatMap(({ status, params, outcome }) => {
    const problem = (status === "failed" && outcome?.problem) as Run["problem"] | false | undefined;
    if (!problem) return [];
    const { words } = params.branch as Branch;
    return [`${words} came to nothing. ${[problem.what, problem.why, problem.next].map(asSentence).join(" ")}`];
  });
}

/** What an evaluate step measures: what somebody named, or its side of a comparison. */
function subjectOf({ subject, arm }: Record<string, unknown>): string {
  if (typeof subject === "string" && subject !== "what is deployed") return subject.replace(/^(the|what) /, capital);
  return arm === "baseline" ? "Deployed" : "Candidate";
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

async function evaluationLine(
  name: string,
  evaluation: Evaluation | undefined,
  isBrief: boolean,
): Promise<string | null> {
  const summary = evaluation?.summary;
  if (!evaluation || !summary) return null;
  const { split, dataset, _id } = evaluation;
  const score = `score ${points(summary.mean)} (${confidence} interval ${interval(summary.low, summary.high)}), p95 latency ${milliseconds(summary.p95)}`;
  if (isBrief) return `${name} (${shortId(_id)}): ${score}.${await failures(evaluation, summary)}`;
  return `${name} on ${split} of v${dataset} (${shortId(_id)}): ${score}. ${paidFor(summary)}${await failures(evaluation, summary)}`;
}

function paidFor(summary: EvaluationSummary): string {
  const { knownPredictions, freshPredictions, freshLmCalls, usd } = summary;
  const known = `${plural(knownPredictions, "answer")} ${knownPredictions === 1 ? "was" : "were"} known already and cost nothing`;
  const fresh = `${plural(freshLmCalls, "new LM call")} for ${plural(freshPredictions, "new answer")}, ${dollars(usd)}`;
  const paid = [knownPredictions > 0 && known, freshPredictions > 0 && fresh].filter(Boolean).map(String);
  return paid.length === 0 ? "" : `${paid.join("; ")}.`;
}

/** An error of the program counts as the failure score; one of the provider or the metric is no score at all. */
async function failures({ _id, failureScore }: Evaluation, { byStatus }: EvaluationSummary): Promise<string> {
  const counted = (statuses: ExampleStatus[]) =>
    statuses
      .filter((status) => byStatus[status])
      .map((status) => plural(byStatus[status] ?? 0, status.replace("_", " ")))
      .join(" and ");
  const [scored, missing] = [counted(["program_error", "parse_error"]), counted(["provider_error", "metric_error"])];
  if (!scored && !missing) return "";
  const first = await EvaluationRows.findOne({ evaluation: _id, error: { $ne: null } }, { error: 1 }).lean();
  const example = first?.error
    ? ` One of them: ${asSentence(first.error.replace(/\s+/g, " ").slice(0, shownError))}`
    : "";
  return `${scored && ` ${scored}, scored ${failureScore}.`}${missing && ` ${missing}, left out of the score.`}${example}`;
}

const shownError = 200;

function recommendLine(outcome: RecommendOutcome | null): string | null {
  if (!outcome) return null;
  return outcome.proposed
    ? `The approvers are asked in ${outcome.gate}, because ${outcome.because}.`
    : `Nobody is asked to promote it, because ${outcome.because}.`;
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

function rollbackLine(outcome: RollbackOutcome | null): string | null {
  return outcome && `The approvers are asked in ${outcome.gate} whether to go back to d${outcome.to}.`;
}

function deployLine(outcome: DeployOutcome | null): string | null {
  if (!outcome) return null;
  return `d${outcome.number} is live: it was ${checkWords(outcome.checks.split(", "))}, then production moved to it (artifact ${outcome.digest.slice(0, 12)}).`;
}

/** The canary's checks by their names: `load`, `golden:1` …, `live`. */
function checkWords(names: string[]): string {
  const replayed = names.filter((name) => name.startsWith("golden:")).length;
  const parts = [
    "loaded in a clean process",
    replayed > 0 && `gave ${plural(replayed, "recorded answer")} again`,
    names.includes("live") && "answered one live call",
  ];
  return parts.filter(Boolean).join(", ");
}
