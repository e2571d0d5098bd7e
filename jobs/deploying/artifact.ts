import { mkdir, readFile, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hashOf, sha256 } from "../../models/canonical.ts";
import { Lock } from "../../models/contract.ts";
import { type DatasetVersion, DatasetVersions, Examples } from "../../models/dataset.ts";
import type { Deployment } from "../../models/deployment.ts";
import { type EvaluationRow, EvaluationRows, theEvaluation } from "../../models/evaluation.ts";
import { currentRevision, type Gate } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import type { Program } from "../../models/program.ts";
import { type Release, theState } from "../../models/release.ts";

/** So many recorded answers travel with an artifact, for the replay before the pointer moves. */
const goldenRows = 5;

export interface Artifact {
  folder: string;
  digest: string;
}

export interface ArtifactParts {
  program: Program;
  gate: Gate;
  release: Release;
  deployment: Deployment;
  evaluation: string;
}

/** Writes state-only JSON, recorded answers and `helix.lock.json` into a folder named after their digest. Written twice it is the same. */
export async function writeArtifact(directory: string, parts: ArtifactParts): Promise<Artifact> {
  const state = await theState(parts.release.stateHash);
  const files = {
    "program.json": `${JSON.stringify(state.state, null, 2)}\n`,
    "golden.json": `${JSON.stringify(await golden(parts.evaluation), null, 1)}\n`,
  };
  const lock = await lockOf(parts, state.promptHash);
  const hashes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sha256(text)]));
  const digest = hashOf({ lock, files: hashes });
  const folder = join(directory, parts.program.name, `d${parts.deployment.number}-${digest.slice(0, 12)}`);
  const texts = {
    ...files,
    "helix.lock.json": `${JSON.stringify(Lock.parse({ ...lock, digest }), null, 2)}\n`,
  };
  // Production may be reading it already.
  if (await isWritten(folder, texts)) return { folder, digest };
  const draft = `${folder}.draft-${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  for (const [name, text] of Object.entries(texts)) await writeFile(join(draft, name), text);
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
  return { folder, digest };
}

async function isWritten(folder: string, texts: Record<string, string>): Promise<boolean> {
  const same = Object.entries(texts).map(
    async ([name, text]) => (await readFile(join(folder, name), "utf8").catch(() => null)) === text,
  );
  return (await Promise.all(same)).every(Boolean);
}

async function golden(evaluation: string) {
  const rows = await EvaluationRows.find({ evaluation, status: "ok", "measured.calls.0": { $exists: true } })
    .sort({ _id: 1 })
    .limit(goldenRows)
    .lean<EvaluationRow[]>();
  const { team, program } = await theEvaluation(evaluation);
  return Promise.all(
    rows.map(async (row) => {
      const example = await Examples.findOne({ team, program, key: row.key }).lean();
      return { inputs: example?.inputs ?? {}, calls: row.measured?.calls ?? [], prediction: row.prediction };
    }),
  );
}

async function lockOf(
  { program, gate, release, deployment, evaluation }: ArtifactParts,
  promptHash: string,
): Promise<Omit<Lock, "digest">> {
  const measured = await theEvaluation(evaluation);
  const { team, program: name, dataset: number } = measured;
  const dataset = await DatasetVersions.findOne({ team, program: name, number }).lean<DatasetVersion>();
  const revision = currentRevision(gate);
  const { alias: _, price: __, keyEnv, timeoutS, ...lm } = release.lm;
  return {
    v: 1,
    program: program.name,
    deployment: deployment.number,
    entry: release.entry,
    files: program.config.files,
    program_source: release.programSource,
    state_hash: release.stateHash,
    prompt_hash: promptHash,
    adapter: release.adapter,
    dspy: program.described.dspy,
    eval_contract: program.described.evalContract,
    lm: { ...lm, params: lm.params as Lock["lm"]["params"], api_key_env: keyEnv, timeout_s: timeoutS },
    release: release._id,
    candidate: shortId(release.candidate),
    run: shortId(gate.run),
    gate: {
      id: shortId(gate._id),
      revision: revision.n,
      evidence: revision.digest,
      approved_by: gate.decision?.by ?? [],
      approved_at: new Date(gate.decision?.at ?? gate.at).toISOString(),
    },
    dataset: { version: number, hash: dataset?.hash ?? "" },
    metric_source: measured.metricSource,
  };
}

/** Does `current` point to this artifact? */
export async function isCurrent(directory: string, program: string, folder: string): Promise<boolean> {
  const target = await readlink(join(directory, program, "current")).catch(() => null);
  return target !== null && join(directory, program, target) === folder;
}

/** Moves `current` to the artifact by one atomic rename. */
export async function movePointer(directory: string, program: string, folder: string): Promise<void> {
  const target = folder.slice(join(directory, program).length + 1);
  const next = join(directory, program, `.current-${process.pid}`);
  await rm(next, { force: true });
  await symlink(target, next);
  await rename(next, join(directory, program, "current"));
}
