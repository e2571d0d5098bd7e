import { type Deployment, Deployments } from "../../models/deployment.ts";
import { Evaluations } from "../../models/evaluation.ts";
import { rollbackParts } from "../../models/evidence/rollback.ts";
import { Gates } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import type { RollbackIntent } from "../../models/intent.ts";
import type { Program } from "../../models/program.ts";
import { type Plan, refusal } from "./plan.ts";

/** One step, which asks: what production was before, checked to be what was recorded, against what is live. */
export async function planRollback({ to }: RollbackIntent, program: Program): Promise<Plan> {
  const { name, deployed, config } = program;
  if (!config.deploy)
    throw refusal(
      "helix.yaml names no deploy directory, so there is no pointer to move",
      "add `deploy: { directory: … }` and register the program again",
    );
  const target = await targetOf(to, program);
  await requireSound(target, program);
  return {
    title: `Rollback of ${name} from d${deployed} to d${target.number}`,
    limitUsd: config.budget.run_usd,
    steps: [{ kind: "rollback", params: { to: target.number } }],
  };
}

async function targetOf(to: string | null, program: Program): Promise<Deployment> {
  const { team, name, deployed } = program;
  const all = await Deployments.find({ team, program: name, status: { $in: ["live", "replaced"] } })
    .sort({ number: 1 })
    .lean<Deployment[]>();
  const live = all.find(({ number }) => number === deployed);
  const number = to === null ? (live?.previous ?? null) : Number(to.slice(1));
  const others = all.filter((each) => each.number !== deployed).map((each) => `d${each.number}`);
  const next = others.length > 0 ? `name one of ${others.join(", ")}` : "promote something first";
  if (number === null) throw refusal(`there is no deployment of ${name} before d${deployed}`, next, seen(name));
  const target = all.find((each) => each.number === number);
  if (!target) throw refusal(`${name} never had a deployment d${number}`, next, seen(name));
  if (number === deployed) throw refusal(`d${number} is live already`, next, seen(name));
  if (live && isSame(live, target))
    throw refusal(`what d${number} was is live already, as d${deployed}`, next, seen(name));
  return target;
}

const seen = (name: string): string => `/helix lineage ${name}`;

/** A rollback is a new deployment of an old artifact. */
const isSame = (live: Deployment, target: Deployment): boolean =>
  live.artifactDigest !== null && live.artifactDigest === target.artifactDigest;

/** Nobody is asked for what could not be carried out. */
async function requireSound(target: Deployment, { team, name }: Program): Promise<void> {
  const id = `d${target.number}`;
  const parts = await rollbackParts(team, name, target.number);
  if (parts.approval === "changed" || Object.values(parts).includes("missing"))
    throw refusal(
      `what ${id} was approved on does not hash to what was recorded then`,
      "an operator finds out what changed with `npm run audit -- verify`; name another deployment, or promote anew",
    );
  const isMeasured = await Evaluations.exists({ team, program: name, release: target.release, status: "done" });
  if (!target.artifactDigest && !isMeasured)
    throw refusal(`${id} was never evaluated, so nothing could check it`, "evaluate it first", evalLine(name, id));
  const open = await Gates.findOne({ team, program: name, status: "open", rollbackTo: target.number }).lean();
  if (open)
    throw refusal(`${shortId(open._id)} asks for a rollback to ${id} already`, "decide it there, in its thread");
}

const evalLine = (name: string, id: string): string => `/helix eval ${name} --target ${id}`;
