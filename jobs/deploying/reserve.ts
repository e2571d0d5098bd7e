import { type Deployment, Deployments, deploymentId } from "../../models/deployment.ts";
import { currentRevision, type Gate } from "../../models/gate.ts";
import { Trouble } from "../trouble.ts";

/**
 * Takes the next deployment number for a gate: the first free one above `previous`. The number is a unique key, so of
 * two gates at once one wins; the other is refused. The same gate again finds its own.
 */
export async function reserveDeployment(gate: Gate, previous: number, run: string, now: Date): Promise<Deployment> {
  const { team, program } = gate;
  const own = await Deployments.findOne({
    team,
    program,
    gate: gate._id,
    gateRevision: gate.revision,
    status: { $ne: "failed" },
  }).lean<Deployment>();
  if (own) return own;
  for (let number = previous + 1; ; number++) {
    const taken = await Deployments.findById(deploymentId(team, program, number)).lean<Deployment>();
    if (taken?.status === "failed") continue;
    if (taken) throw stoodInTheWay(taken);
    const deployment = wanted(gate, number, previous, run, now);
    await Deployments.updateOne({ _id: deployment._id }, { $setOnInsert: deployment }, { upsert: true });
    const kept = await Deployments.findById(deployment._id).lean<Deployment>();
    if (kept?.gate === gate._id) return kept;
    if (kept && kept.status !== "failed") throw stoodInTheWay(kept);
  }
}

function wanted(gate: Gate, number: number, previous: number, run: string, at: Date): Deployment {
  const { team, program } = gate;
  return {
    _id: deploymentId(team, program, number),
    team,
    program,
    number,
    release: currentRevision(gate).release ?? "",
    previous,
    status: "moving",
    artifactDigest: null,
    artifactPath: null,
    gate: gate._id,
    gateRevision: gate.revision,
    run,
    by: gate.decision?.by.join(", ") ?? "",
    lineage: "approved",
    rollbackOf: gate.rollbackTo ?? null,
    at,
  };
}

const stoodInTheWay = (other: Deployment): Trouble =>
  new Trouble(
    "Nothing was deployed",
    `d${other.number} was deployed or is being deployed by another approval`,
    "compare against it and ask again",
  );
