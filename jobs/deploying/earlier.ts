import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { hashOf, sha256 } from "../../models/canonical.ts";
import { theComparison } from "../../models/comparison.ts";
import { type Deployment, originOf } from "../../models/deployment.ts";
import { type Evaluation, Evaluations } from "../../models/evaluation.ts";
import { type Gate, theGate } from "../../models/gate.ts";
import type { Program } from "../../models/program.ts";
import { type Release, theRelease } from "../../models/release.ts";
import { asAskedFor } from "../../models/revision.ts";
import { type Run, Runs } from "../../models/run.ts";
import { systemCode, Trouble } from "../trouble.ts";
import { type Artifact, writeArtifact } from "./artifact.ts";

const refused = (why: string, next: string): Trouble => new Trouble("Nothing was rolled back", why, next);

export interface Earlier {
  directory: string;
  program: Program;
  gate: Gate;
  /** What to go back to. */
  target: Deployment;
  /** The deployment that is being made. */
  taken: Deployment;
}

/**
 * The artifact of an earlier deployment: the very one production read then, as long as it hashes to what was recorded;
 * written again from the record where it is gone. What was there at registration never had one, so it gets one now.
 */
export async function earlierArtifact({ directory, program, gate, target, taken }: Earlier): Promise<Artifact> {
  const release = await theRelease(target.release);
  const { number, artifactDigest, artifactPath } = target;
  if (!artifactDigest || !artifactPath) {
    const evaluation = await lastMeasured(release);
    return writeArtifact(directory, { program, gate, release, deployment: taken, evaluation });
  }
  const folder = join(directory, program.name, basename(artifactPath));
  const found = await digestOnDisk(folder);
  if (found === artifactDigest) return { folder, digest: found };
  if (found === null) return writtenAgain(directory, program, target, release);
  throw refused(
    `the artifact of d${number} in ${folder} does not hash to what was deployed`,
    "find out who changed it and move that folder away, then ask again; production stays as it is",
  );
}

/** The evaluation whose recorded answers are replayed before the pointer moves. */
async function lastMeasured({ team, program, _id }: Release): Promise<string> {
  const scope = { team, program, release: _id, status: "done" as const };
  const measured = await Evaluations.findOne(scope).sort({ at: -1 }).lean<Evaluation>();
  if (measured) return measured._id;
  throw refused("it was never evaluated, so no recorded answer can check it", "evaluate it, then ask again");
}

/** From what the record says it was made of; it is the same artifact or none. */
async function writtenAgain(
  directory: string,
  program: Program,
  target: Deployment,
  release: Release,
): Promise<Artifact> {
  const deployment = await originOf(target);
  const gate = await theGate(deployment.gate ?? "");
  const revision = gate.revisions.find(({ n }) => n === deployment.gateRevision);
  const { candidate: evaluation } = await theComparison(revision?.comparison ?? "");
  const run = await Runs.findById(deployment.run).lean<Run>();
  const then = run ? await asAskedFor(program, run) : program;
  const artifact = await writeArtifact(directory, { program: then, gate, release, deployment, evaluation });
  if (artifact.digest === target.artifactDigest) return artifact;
  throw refused(
    `the artifact of d${target.number} is gone, and what the record makes does not hash to it`,
    "restore its folder from a backup of the deploy directory, or promote its candidate anew",
  );
}

const lockName = "helix.lock.json";
const hashed = ["program.json", "golden.json"];

/** What the files of an artifact's folder hash to, whatever its lock says; null when there is none. */
async function digestOnDisk(folder: string): Promise<string | null> {
  try {
    const { digest: _, ...lock } = JSON.parse(await readFile(join(folder, lockName), "utf8"));
    const read = async (name: string) => [name, sha256(await readFile(join(folder, name)))] as const;
    const files = Object.fromEntries(await Promise.all(hashed.map(read)));
    return hashOf({ lock, files });
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    return "unreadable";
  }
}
