import { asSentence } from "../../blocks/sentence.ts";
import { type Deployment, Deployments } from "../../models/deployment.ts";
import { type Gate, theGate } from "../../models/gate.ts";
import { theProgram } from "../../models/program.ts";
import { type Run, Runs } from "../../models/run.ts";
import type { Deps } from "../deps.ts";
import { finishEffect } from "../gates/finish.ts";
import { deployDirectory, hasMoved } from "../steps/deploy.ts";

/** A deploy run that ended without a deployment: the number it took is given up, and the gate's card says why. */
export async function giveUpDeployment(deps: Deps, run: Run): Promise<void> {
  const gateId = run.steps.find(({ kind }) => kind === "deploy")?.params.gate;
  if (typeof gateId !== "string") return;
  const { team, program, problem } = run;
  const taken = await Deployments.findOne({ team, program, gate: gateId, status: "moving" }).lean<Deployment>();
  // What production reads already keeps its number, so that no other deployment takes its place unseen.
  if (taken && !(await isLiveUnrecorded(deps, taken)))
    await Deployments.updateOne({ _id: taken._id, status: "moving" }, { $set: { status: "failed" } });
  const why = problem
    ? [problem.what, problem.why, problem.next].map(asSentence).join(" ")
    : "Nothing was deployed: it was cancelled.";
  await finishEffect(await theGate(gateId), "failed", why, deps.now());
}

async function isLiveUnrecorded(deps: Deps, deployment: Deployment): Promise<boolean> {
  if (!deployment.artifactPath) return false;
  const program = await theProgram(deployment.team, deployment.program);
  return hasMoved(deployment, program, deployDirectory(program, deps.env));
}

/** Did the deploy run end some other way than well? */
export const hasShippedNothing = ({ status }: Pick<Run, "status">): boolean =>
  status === "failed" || status === "cancelled";

/** For the reconciler: a promotion that is being applied, whose deploy run ended some other way than well. */
export async function settleEndedDeployment(deps: Deps, gate: Gate): Promise<void> {
  const run = await Runs.findOne({ team: gate.team, key: `deploy-${gate._id}-${gate.revision}` }).lean<Run>();
  if (run && hasShippedNothing(run)) await giveUpDeployment(deps, run);
}
