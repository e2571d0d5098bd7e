import type { DeployedSide, RollbackView } from "../../blocks/rollback.ts";
import { type Deployment, theDeployment } from "../../models/deployment.ts";
import { currentRevision, type Gate } from "../../models/gate.ts";
import { comparisonOf } from "../../models/lineage.ts";
import { theProgram } from "../../models/program.ts";
import { theRelease } from "../../models/release.ts";
import { newestOnTest } from "../../models/standing.ts";
import { promptChanges } from "../comparing/prompts.ts";

/** What a rollback card shows, read from what is stored. */
export async function rollbackView(gate: Gate & { rollbackTo: number }): Promise<RollbackView> {
  const { team, program } = gate;
  const { approvers, policy } = (await theProgram(team, program)).config;
  const maySelf = policy.rollback.onePerson || policy.promotion.selfApproval;
  const from = Number(currentRevision(gate).parts.deployed);
  const [live, target] = await Promise.all([
    theDeployment(team, program, from).then(sideOf),
    theDeployment(team, program, gate.rollbackTo).then(sideOf),
  ]);
  const ground = { team, program, dataset: 0 };
  const prompts = await promptChanges(live.release._id, target.release._id, ground);
  return {
    gate,
    approvers: approvers.promotion.filter((user) => maySelf || user !== gate.requestedBy),
    live,
    target,
    prompts,
  };
}

async function sideOf(deployment: Deployment): Promise<DeployedSide> {
  const release = await theRelease(deployment.release);
  const evaluation = await newestOnTest(release);
  const comparison = await comparisonOf(deployment);
  const because = comparison && `${comparison.result.verdict}, ${comparison.result.because}`;
  return { deployment, release, evaluation, because };
}
