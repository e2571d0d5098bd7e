import { hashOf } from "../canonical.ts";
import { type Deployment, Deployments, originOf } from "../deployment.ts";
import { type Gate, Gates, type Revision } from "../gate.ts";
import { Programs } from "../program.ts";
import { digestOf, type Parts, promotionParts, releaseParts } from "./promotion.ts";

/** What a rollback card shows, recomputed from what is stored now: where from, where to, and that what was approved then still is what it was. */
export async function rollbackParts(team: string, program: string, to: number): Promise<Parts> {
  const target = await Deployments.findOne({ team, program, number: to }).lean<Deployment>();
  const registered = await Programs.findOne({ team, name: program }).lean();
  return {
    ...(await releaseParts(target?.release ?? "missing")),
    rollbackTo: to,
    artifact: target ? (target.artifactDigest ?? "none") : "missing",
    approval: target ? await approvalOf(target) : "missing",
    deployed: registered?.deployed ?? "missing",
    inUse: registered !== null && !registered.removed,
  };
}

/** What changes as time goes on, and says nothing about what was approved. */
const ground = new Set(["deployed", "metricSource", "policy"]);

/** The digest an earlier deployment was approved on; "changed" once anything of it does not hash to what was shown. */
async function approvalOf(target: Deployment): Promise<string> {
  const { gate: id, gateRevision } = await originOf(target);
  if (id === null) return "unproven";
  const gate = await Gates.findById(id).lean<Gate>();
  const revision = gate?.revisions.find(({ n }) => n === gateRevision);
  if (!gate || !revision || gate.decision?.digest !== revision.digest) return "changed";
  return (await holds(revision)) ? revision.digest : "changed";
}

async function holds({ parts, digest, release, comparison, note }: Revision): Promise<boolean> {
  const now = await promotionParts(release ?? "", comparison ?? "", note);
  const same = (part: string) => ground.has(part) || hashOf(now[part]) === hashOf(parts[part] ?? null);
  return digestOf(parts) === digest && Object.keys(now).every(same);
}
