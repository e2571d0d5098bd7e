import { Comparisons } from "./comparison.ts";
import { type Deployment, Deployments } from "./deployment.ts";
import { Gates } from "./gate.ts";
import { fullId } from "./ids.ts";
import { Releases } from "./release.ts";

type Filter = Record<string, unknown>;

/** Which audit records are about a thing by its short id; null where this kind of id stands in none. `d3` and `v2` need their program. */
export async function auditAbout(team: string, program: string | null, subject: string): Promise<Filter | null> {
  const [kind, n] = [subject[0] ?? "", Number(subject.slice(1))];
  const of = program === null ? {} : { "body.program": program };
  switch (kind) {
    case "g":
      return ofGates([fullId(team, "g", n)]);
    case "v":
      return { ...of, "body.version": n };
    case "d":
      return ofDeployment(team, program, n);
    case "r":
      return ofGates(await gatesWhere({ team, run: fullId(team, "r", n) }));
    case "c":
      return ofCandidate(team, fullId(team, "c", n));
    case "x":
      return ofGates(await gatesWhere({ team, "revisions.comparison": fullId(team, "x", n) }));
    case "e":
      return ofEvaluation(team, fullId(team, "e", n));
    default:
      return null;
  }
}

const ofGates = (gates: string[]): Filter => ({
  $or: [{ "body.gate": { $in: gates } }, { "body.labels.gate": { $in: gates } }],
});

const gatesWhere = (filter: Filter): Promise<string[]> => Gates.distinct("_id", filter).exec();

async function ofDeployment(team: string, program: string | null, number: number): Promise<Filter> {
  const found = await Deployments.find({ team, number, ...(program && { program }) }).lean<Deployment[]>();
  const gates = found.flatMap(({ gate }) => gate ?? []);
  const moves = { kind: "pointer_move", $or: [{ "body.to": number }, { "body.from": number }] };
  return { $or: [{ ...moves, ...(program && { "body.program": program }) }, { "body.gate": { $in: gates } }] };
}

async function ofCandidate(team: string, candidate: string): Promise<Filter> {
  const releases = await Releases.distinct("_id", { team, candidate }).exec();
  const gates = await gatesWhere({ team, "revisions.release": { $in: releases } });
  return { $or: [{ "body.release": { $in: releases } }, { "body.gate": { $in: gates } }] };
}

async function ofEvaluation(team: string, evaluation: string): Promise<Filter> {
  const sides = { $or: [{ candidate: evaluation }, { baseline: evaluation }] };
  const comparisons = await Comparisons.distinct("_id", { team, ...sides }).exec();
  return ofGates(await gatesWhere({ team, "revisions.comparison": { $in: comparisons } }));
}
