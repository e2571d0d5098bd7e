import { type ComparisonView, comparisonMessage } from "../blocks/comparison.ts";
import { digestMessage } from "../blocks/digest.ts";
import type { Message } from "../blocks/kit.ts";
import { matrixMessage } from "../blocks/matrix.ts";
import { promotionCard } from "../blocks/promotion.ts";
import { rollbackCard } from "../blocks/rollback.ts";
import { runMessage } from "../blocks/run.ts";
import { truthCard } from "../blocks/truth.ts";
import { type Branch, howAsked } from "../models/branch.ts";
import { type Comparison, theComparison } from "../models/comparison.ts";
import { latestVersion } from "../models/dataset.ts";
import { type Deployment, Deployments } from "../models/deployment.ts";
import { theEvaluation } from "../models/evaluation.ts";
import { type TruthGround, truthGround } from "../models/evidence.ts";
import { currentRevision, type Gate, gateMessageKey, isRollback, markShown } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import { want } from "../models/outbox/want.ts";
import { theProgram } from "../models/program.ts";
import { Candidates, theRelease } from "../models/release.ts";
import { outcomeOf, type Run, Runs, runMessageKey, runThread } from "../models/run.ts";
import { standingOf } from "../models/standing.ts";
import { shownUpTo } from "../models/unshown.ts";
import { armsOf } from "./comparing/arms.ts";
import { rollbackView } from "./gates/rollback-view.ts";
import { outcomeLines } from "./outcome-lines.ts";
import type { CompareOutcome } from "./steps/compare.ts";
import type { IngestOutcome } from "./steps/ingest.ts";
import type { RecommendOutcome } from "./steps/recommend.ts";

/** Brings a run's messages to what the run says now: its own message, and once compared, the comparison as a reply. */
export async function showRun(run: Run): Promise<void> {
  const { team, channel, threadTs, parentKey } = run;
  const place = { ...(threadTs && { threadTs }), ...(!threadTs && parentKey && { parentKey }) };
  await want({ team, key: runMessageKey(run), channel, ...place, asOf: run.rev, ...(await rootMessage(run)) });
  const compared = outcomeOf<CompareOutcome>(run, "compare");
  if (compared && !run.steps.some(({ kind }) => kind === "revise")) await showCompared(run, compared);
  const { filter, update } = shownUpTo(run._id, run.rev);
  await Runs.updateOne(filter, update, { updatePipeline: true });
}

async function rootMessage(run: Run): Promise<Message> {
  const isDigest = run.steps.some(({ kind }) => kind === "digest");
  if (!isDigest || run.problem) return runMessage(run, await outcomeLines(run));
  const program = await theProgram(run.team, run.program);
  return digestMessage(await standingOf(program), outcomeOf<IngestOutcome>(run, "ingest"), run.status);
}

/** The table where a run has several arms, then the comparison people are asked about. */
async function showCompared(run: Run, compared: CompareOutcome): Promise<void> {
  const decided = run.steps.find(({ kind }) => kind === "recommend");
  if (decided && decided.status !== "done" && run.status === "running") return;
  await showResults(run, compared, adviceOf(run));
}

/** Before anybody is asked: whoever reads the thread from above comes to the evidence first, then to the question. */
export const showEvidence = (run: Run, compared: CompareOutcome, because: string): Promise<void> =>
  showResults(run, compared, adviceWords({ proposed: true, because }));

async function showResults(run: Run, compared: CompareOutcome, advice: string | null): Promise<void> {
  if ((compared.comparisons ?? []).length > 1) await showMatrix(run, compared, advice);
  await showComparison(run, compared.comparison, advice);
}

async function showMatrix(run: Run, { comparison, comparisons }: CompareOutcome, advice: string | null): Promise<void> {
  const views = await Promise.all(
    comparisons.map(async (each) => comparisonView(await theComparison(each.comparison))),
  );
  const arms = views.map((view, n) => ({
    name: `${view.candidateName}${branchWords(run, comparisons[n]?.arm)}`,
    comparison: shortId(view.comparison._id),
    result: view.comparison.result,
  }));
  const baselineName = views[0]?.baselineName ?? "";
  const { program, requestedBy } = run;
  const same = armsOf(run).candidates.length - arms.length;
  const view = { program, baselineName, arms, chosen: shortId(comparison), same, requestedBy, advice };
  await want({
    team: run.team,
    key: `matrix:${run._id}`,
    channel: run.channel,
    ...runThread(run),
    asOf: run.rev,
    ...matrixMessage(view),
  });
}

/** How the arm's branch was asked for, such as `, GEPA, low effort`; empty where the run has no branches. */
function branchWords({ steps }: Run, arm: string | undefined): string {
  const branch = steps.map(({ params }) => params.branch as Branch | undefined).find((each) => each?.id === arm);
  if (!branch) return "";
  const how = branch.optimizer === "baseline" ? "as written" : branch.optimizer;
  return `, ${[branch.strategy === null ? how : `${how} with ${branch.strategy}`, ...howAsked(branch)].join(", ")}`;
}

async function showComparison(run: Run, id: string, advice: string | null): Promise<void> {
  const comparison = await theComparison(id);
  const view = { ...(await comparisonView(comparison)), requestedBy: run.requestedBy, advice };
  await want({
    team: run.team,
    key: `comparison:${id}`,
    channel: run.channel,
    ...runThread(run),
    asOf: run.rev,
    ...comparisonMessage(view),
  });
}

const adviceOf = (run: Run): string | null => adviceWords(outcomeOf<RecommendOutcome>(run, "recommend"));

function adviceWords(recommended: Pick<RecommendOutcome, "proposed" | "because"> | null): string | null {
  if (!recommended) return null;
  if (recommended.proposed) return `The approvers are asked to promote it, because ${recommended.because}.`;
  return `Nobody is asked to promote it, because ${recommended.because}.`;
}

async function comparisonView(comparison: Comparison): Promise<Omit<ComparisonView, "requestedBy" | "advice">> {
  const [candidate, baseline] = await Promise.all([
    theEvaluation(comparison.candidate),
    theEvaluation(comparison.baseline),
  ]);
  const [ours, theirs, deployed] = await Promise.all([
    theRelease(candidate.release),
    theRelease(baseline.release),
    deployedBefore(baseline.release, comparison),
  ]);
  return {
    comparison,
    candidate,
    baseline,
    candidateName: `${shortId(ours.candidate)} on ${ours.lm.alias}`,
    baselineName: `${shortId(theirs.candidate)} on ${theirs.lm.alias}`,
    baselineDeployed: deployed?.number ?? null,
  };
}

/** The newest deployment of a release up to a comparison: people know what is live by that number. */
const deployedBefore = (
  release: string,
  { team, program, at }: Comparison,
): Promise<Pick<Deployment, "number"> | null> =>
  Deployments.findOne(
    { team, program, release, at: { $lte: at }, status: { $in: ["live", "replaced"] } },
    { number: 1 },
  )
    .sort({ number: -1 })
    .lean<Pick<Deployment, "number">>();

/** Brings a gate's card to what the gate says now; a truth card is drawn from its `ground` where that was just read. */
export async function showGate(gate: Gate, ground: TruthGround | null = null): Promise<void> {
  const { team, channel, parentKey, threadTs } = gate;
  const place = { ...(threadTs && { threadTs }), ...(!threadTs && parentKey && { parentKey }) };
  const card =
    gate.kind === "truth" ? truthMessage(gate, ground ?? (await truthGround(gate))) : await promotionMessage(gate);
  await want({ team, key: gateMessageKey(gate), channel, ...place, asOf: gate.rev, ...card });
  await markShown(gate);
}

function truthMessage(gate: Gate, ground: TruthGround | null): Message {
  if (!ground) throw new Error(`the label draft of ${gate._id} is not stored`);
  return truthCard(gate, ground.draft, ground.program.config.approvers.truth);
}

async function promotionMessage(gate: Gate): Promise<Message> {
  if (isRollback(gate)) return rollbackCard(await rollbackView(gate));
  const program = await theProgram(gate.team, gate.program);
  const revision = currentRevision(gate);
  const release = await theRelease(revision.release ?? "");
  const shipping = await Candidates.findById(release.candidate).lean();
  if (!shipping) throw new Error(`candidate ${release.candidate} is not stored`);
  const comparison = await theComparison(revision.comparison ?? "");
  const view = await comparisonView(comparison);
  const newest = await latestVersion(gate.team, gate.program);
  return promotionCard({
    ...view,
    requestedBy: gate.requestedBy,
    advice: null,
    gate,
    release,
    shipping,
    policy: program.config.policy,
    approvers: program.config.approvers.promotion,
    deployed: Number(revision.parts.deployed),
    newerDataset: newest && newest.number > view.candidate.dataset ? newest.number : null,
  });
}
