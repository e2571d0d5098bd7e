import { type Evaluation, type EvaluationRow, EvaluationRows, Evaluations } from "../../models/evaluation.ts";
import { Candidates } from "../../models/release.ts";
import type { Attempt } from "../attempt.ts";
import { Trouble } from "../trouble.ts";
import { checkModel, mendMetric } from "./ended.ts";
import { fillKnown, leaveOutUnknown } from "./known.ts";
import { type Environment, measureDue, registeredEnvironment } from "./measure.ts";
import { type EvaluationOrder, openEvaluation, theVersion } from "./open.ts";
import { fenceRows, planRows } from "./plan.ts";
import { countUncounted } from "./recount.ts";
import { fingerprintOf, readRows } from "./summary.ts";

export type { EvaluationOrder } from "./open.ts";

const rounds = 3;

/** Evaluates a release, paying only for predictions and scores that are not known yet. The same step again finds its own evaluation. */
export async function evaluateRelease(attempt: Attempt, order: EvaluationOrder): Promise<Evaluation> {
  const evaluation = await openEvaluation(attempt, order);
  if (evaluation.status === "done") return evaluation;
  const version = await theVersion(attempt, order.dataset);
  await planRows(evaluation, version._id, attempt.program, order.release);
  await fenceRows(evaluation, attempt.fence, attempt.claim.epoch);
  await countUncounted(attempt, evaluation);
  const environment = await measureInRounds(attempt, order, evaluation);
  await requireMostlyMeasured(evaluation);
  await attempt.flush();
  const found = await readRows(evaluation._id);
  const candidate = await Candidates.findById(order.release.candidate).lean();
  const fingerprint = fingerprintOf({
    ...{ evaluation, version, candidate, environment },
    release: order.release,
    reportedModels: found.reportedModels,
  });
  const done = await Evaluations.findOneAndUpdate(
    { _id: evaluation._id, status: "running" },
    { $set: { status: "done", summary: found.summary, rowsHash: found.hash, fingerprint } },
    { returnDocument: "after" },
  ).lean<Evaluation>();
  return done ?? (await Evaluations.findById(evaluation._id).lean<Evaluation>()) ?? evaluation;
}

/** What failed at the provider or in the metric is tried again, in a round of its own. */
async function measureInRounds(attempt: Attempt, order: EvaluationOrder, evaluation: Evaluation): Promise<Environment> {
  let environment = registeredEnvironment(attempt);
  for (let round = 1; round <= rounds; round++) {
    await fillKnown(evaluation, attempt.fence);
    if (order.storedOnly) await leaveOutUnknown(evaluation, attempt.fence);
    const measured = await measureDue(attempt, order, evaluation, round === rounds);
    if (!measured) break;
    environment = measured;
  }
  return environment;
}

/** Provider and metric failures are left out; where that is more than half, the rest says nothing about the release. */
const mostMissing = 0.5;

async function requireMostlyMeasured({ _id }: Evaluation): Promise<void> {
  const failed = { evaluation: _id, status: { $in: ["provider_error" as const, "metric_error" as const] } };
  const [all, missing] = await Promise.all([
    EvaluationRows.countDocuments({ evaluation: _id }),
    EvaluationRows.countDocuments(failed),
  ]);
  if (missing <= all * mostMissing) return;
  const last = await EvaluationRows.findOne(failed).sort({ _id: -1 }).lean<EvaluationRow>();
  const isMetric = last?.status === "metric_error";
  const why = `the ${isMetric ? "metric" : "language model"} failed on ${missing} of ${all} examples; the last error: ${(last?.error ?? "none was given").slice(0, 300)}`;
  throw new Trouble("The evaluation stopped", why, isMetric ? mendMetric : checkModel);
}
