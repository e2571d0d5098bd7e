import { resolve } from "node:path";
import { theComparison } from "../../models/comparison.ts";
import { type Deployment, Deployments, theDeployment } from "../../models/deployment.ts";
import { checkEvidence } from "../../models/evidence.ts";
import { currentRevision, type Gate, isRollback, theGate } from "../../models/gate.ts";
import { fillVariables } from "../../models/helix-yaml.ts";
import { shortId } from "../../models/ids.ts";
import { type Program, Programs, theProgram } from "../../models/program.ts";
import { theRelease } from "../../models/release.ts";
import type { Attempt } from "../attempt.ts";
import { type Artifact, isCurrent, movePointer, writeArtifact } from "../deploying/artifact.ts";
import { canary, livePaid } from "../deploying/canary.ts";
import { earlierArtifact } from "../deploying/earlier.ts";
import { reserveDeployment } from "../deploying/reserve.ts";
import { failpoint } from "../failpoint.ts";
import { auditUnapplied, finishEffect } from "../gates/finish.ts";
import { systemCode, Trouble } from "../trouble.ts";

export interface DeployOutcome extends Record<string, unknown> {
  number: number;
  digest: string;
  checks: string;
}

/**
 * approved → artifact written → loaded and checked in a clean process → `current` renamed → recorded → audited.
 * Each part finds what an earlier attempt did, so a crash anywhere ends in the same place.
 */
export async function deployStep(attempt: Attempt): Promise<DeployOutcome> {
  const { run, deps } = attempt;
  const gate = await theGate(String(attempt.step.params.gate));
  const own = await Deployments.findOne({
    team: run.team,
    program: run.program,
    gate: gate._id,
    status: { $ne: "failed" },
  }).lean<Deployment>();
  if (own && own.status !== "moving") return conclude(attempt, gate, own, "checked before");
  const program = await theProgram(run.team, run.program);
  const directory = deployDirectory(program, deps.env);
  // Production was moved by an attempt that died since: what is left is to say so.
  if (own && (await hasMoved(own, program, directory)))
    return conclude(attempt, gate, await record(attempt, own), "checked before");
  const previous = Number(currentRevision(gate).parts.deployed);
  await requireEvidence(attempt, gate, program, directory);
  const deployment = await reserveDeployment(gate, previous, run._id, deps.now());
  const { checked, artifact, checks } = await prepare(attempt, gate, program, deployment, directory);
  await attempt.flush();
  await writing(directory, () => movePointer(directory, program.name, artifact.folder));
  failpoint("deploy:renamed");
  return conclude(attempt, gate, await record(attempt, checked), checks);
}

/** Only a checked artifact has its path in the record: did the pointer, or the program's number, get there? */
export async function hasMoved(deployment: Deployment, program: Program, directory: string): Promise<boolean> {
  if (!deployment.artifactPath) return false;
  return program.deployed === deployment.number || (await isCurrent(directory, program.name, deployment.artifactPath));
}

/** Where artifacts go: relative to the folder of helix.yaml. */
export function deployDirectory(program: Program, env: NodeJS.ProcessEnv): string {
  const written = program.config.deploy?.directory;
  if (!written)
    throw new Trouble(
      "Nothing was deployed",
      "helix.yaml names no deploy directory",
      "add `deploy: { directory: … }` and register the program again",
    );
  const filled = fillVariables(written, env);
  if (!filled.ok)
    throw new Trouble(
      "Nothing was deployed",
      `the deploy directory needs ${filled.missing.join(", ")}`,
      "set it in the worker's environment",
    );
  return resolve(program.root, filled.value);
}

/** Checked again at the effect: approval and evidence must be what they were, or nothing ships. */
async function requireEvidence({ deps }: Attempt, gate: Gate, program: Program, directory: string): Promise<void> {
  const revision = currentRevision(gate);
  const approved = gate.status === "approved" && gate.decision?.digest === revision.digest;
  const evidence = approved ? await checkEvidence(gate, revision) : null;
  if (evidence?.ok) return;
  const because = evidence?.because ?? `${shortId(gate._id)} is not approved as it stands`;
  await auditUnapplied(deps, gate, "deploy", because);
  const next = `compare again and ask again; ${program.name} stays as it is in ${directory}`;
  throw new Trouble("Nothing was deployed", because, next);
}

/** What the system refuses while production's folder is written, in words. */
async function writing<T>(directory: string, write: () => Promise<T>): Promise<T> {
  return write().catch((error: unknown) => {
    const code = systemCode(error);
    if (!code) throw error;
    throw new Trouble(
      "Nothing was deployed",
      `the worker cannot write into ${directory} (${code})`,
      "production stays as it was; give the worker write access and room there, then ask again",
      { cause: error },
    );
  });
}

async function prepare(attempt: Attempt, gate: Gate, program: Program, deployment: Deployment, directory: string) {
  const release = await theRelease(deployment.release);
  const artifact = await writing(directory, () => artifactFor(gate, program, deployment, directory));
  await attempt.flush({ results: 1 });
  const report = await canary(attempt, program, release, directory, artifact.folder);
  // The live call is made by the loader, which knows no prices.
  attempt.add(livePaid(report, release.lm));
  if (attempt.signal.aborted) throw attempt.signal.reason;
  if (!report.ok) {
    await Deployments.updateOne({ _id: deployment._id, status: "moving" }, { $set: { status: "failed" } });
    const failed = report.checks.find(({ ok }) => !ok);
    throw new Trouble(
      "Nothing was deployed",
      `${failed?.name ?? "the check"} failed: ${failed?.detail ?? "no detail"}`,
      "production stays as it was; mend the cause, then ask again",
    );
  }
  const checked = await Deployments.findOneAndUpdate(
    { _id: deployment._id, status: "moving" },
    { $set: { artifactDigest: artifact.digest, artifactPath: artifact.folder } },
    { returnDocument: "after" },
  ).lean<Deployment>();
  if (!checked) throw new Error(`deployment ${deployment._id} was given up`);
  return { checked, artifact, checks: report.checks.map(({ name }) => name).join(", ") };
}

/** What is to be shipped, written; for a rollback what was shipped then. */
async function artifactFor(gate: Gate, program: Program, deployment: Deployment, directory: string): Promise<Artifact> {
  if (isRollback(gate)) {
    const target = await theDeployment(gate.team, gate.program, gate.rollbackTo);
    return earlierArtifact({ directory, program, gate, target, taken: deployment });
  }
  const release = await theRelease(deployment.release);
  const { candidate } = await theComparison(currentRevision(gate).comparison ?? "");
  return writeArtifact(directory, { program, gate, release, deployment, evaluation: candidate });
}

/** The pointer's record, by compare-and-set on the number that was live when the card was shown. */
async function record(attempt: Attempt, deployment: Deployment): Promise<Deployment> {
  const { run, deps } = attempt;
  await attempt.flush({ results: 1 });
  const moved = await Programs.findOneAndUpdate(
    { team: run.team, name: run.program, deployed: { $in: [deployment.previous, deployment.number] } },
    { $set: { deployed: deployment.number } },
  );
  failpoint("deploy:numbered");
  if (!moved)
    throw new Trouble(
      "The pointer moved, and its record did not",
      "another deployment was recorded meanwhile",
      "look at `/helix status`, then ask again",
    );
  await Deployments.updateOne(
    { team: run.team, program: run.program, number: deployment.previous ?? -1, status: "live" },
    { $set: { status: "replaced" } },
  );
  const live = await Deployments.findOneAndUpdate(
    { _id: deployment._id, status: { $in: ["moving", "live"] } },
    { $set: { status: "live", at: deps.now() } },
    { returnDocument: "after" },
  ).lean<Deployment>();
  if (!live) throw new Error(`deployment ${deployment._id} vanished`);
  return live;
}

async function conclude(attempt: Attempt, gate: Gate, deployment: Deployment, checks: string): Promise<DeployOutcome> {
  const { run, deps } = attempt;
  const digest = deployment.artifactDigest ?? "";
  await deps.audit.append({
    team: run.team,
    key: `pointer-${deployment._id}`,
    kind: "pointer_move",
    at: deps.now(),
    by: deployment.by,
    body: {
      program: run.program,
      from: deployment.previous,
      to: deployment.number,
      digest,
      gate: gate._id,
      release: deployment.release,
      ...(isRollback(gate) && { rollbackTo: gate.rollbackTo }),
    },
  });
  const what = isRollback(gate) ? `, with what d${gate.rollbackTo} was,` : "";
  await finishEffect(
    gate,
    "done",
    `d${deployment.number}${what} is live since ${new Date(deployment.at).toISOString().slice(11, 16)} UTC.`,
    deps.now(),
  );
  return { number: deployment.number, digest, checks };
}
