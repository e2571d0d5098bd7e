import { theComparison } from "../../models/comparison.ts";
import { isAgainstDeployed, promotionParts } from "../../models/evidence.ts";
import { shortId } from "../../models/ids.ts";
import { mayPropose } from "../../models/recommend.ts";
import { outcomeOf, runThread } from "../../models/run.ts";
import type { Attempt } from "../attempt.ts";
import { armsOf } from "../comparing/arms.ts";
import { openGate } from "../gates/open.ts";
import { showEvidence, showGate } from "../show.ts";
import type { CompareOutcome } from "./compare.ts";

export interface RecommendOutcome extends Record<string, unknown> {
  proposed: boolean;
  because: string;
  gate: string | null;
}

/** Asks the approvers when the policy's sentence holds; else says which part failed, and nobody is asked. */
export async function recommendStep(attempt: Attempt): Promise<RecommendOutcome> {
  const { run, program, deps } = attempt;
  const compared = outcomeOf<CompareOutcome>(run, "compare");
  if (!compared) throw new Error("a recommendation needs a comparison");
  const comparison = await theComparison(compared.comparison);
  const candidate = armsOf(run).candidates.find(({ evaluation }) => evaluation === comparison.candidate);
  if (!candidate) throw new Error(`no arm of this run stands in ${comparison._id}`);
  if (candidate.compiled?.unchanged)
    return { proposed: false, because: "the optimizer ended with the program it started from", gate: null };
  const { policy } = program.config;
  const verdict = mayPropose(comparison.result, policy);
  if (!verdict.propose) return { proposed: false, because: verdict.because, gate: null };
  const parts = await promotionParts(candidate.release, comparison._id, null);
  if (!(await isAgainstDeployed(parts, comparison._id)))
    return {
      proposed: false,
      because: `d${parts.deployed} was deployed meanwhile, and this compares with what was live before: run it again`,
      gate: null,
    };
  await attempt.flush();
  await showEvidence(run, compared, verdict.because);
  const thread = runThread(run);
  const gate = await openGate({
    team: run.team,
    key: `promotion-${run._id}`,
    kind: "promotion",
    program: program.name,
    parts,
    label: null,
    release: candidate.release,
    comparison: comparison._id,
    note: null,
    quorum: policy.promotion.quorum,
    requestedBy: run.requestedBy,
    run: run._id,
    draft: null,
    channel: run.channel,
    parentKey: "parentKey" in thread ? thread.parentKey : null,
    threadTs: "threadTs" in thread ? thread.threadTs : null,
    expiresAt: new Date(deps.now().getTime() + policy.promotion.expiresMs),
    at: deps.now(),
  });
  await showGate(gate);
  return { proposed: true, because: verdict.because, gate: shortId(gate._id) };
}
