import { mkdir, mkdtemp, readFile, readlink, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { movePointer, writeArtifact } from "../../jobs/deploying/artifact.ts";
import { reserveDeployment } from "../../jobs/deploying/reserve.ts";
import { completeEffect } from "../../jobs/gates/effect.ts";
import { perform } from "../../jobs/perform.ts";
import { startReconciler } from "../../jobs/reconciler.ts";
import { deployStep } from "../../jobs/steps/deploy.ts";
import { cancelRun } from "../../models/claim.ts";
import { approve } from "../../models/decide.ts";
import { type Deployment, Deployments } from "../../models/deployment.ts";
import { theGate } from "../../models/gate.ts";
import { Programs, theProgram } from "../../models/program.ts";
import { Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, ben, program, team } from "../support/gates.ts";
import { attemptAt, useDeps } from "./ground.ts";

useDatabase();
const deps = useDeps();
const never = new AbortController().signal;
let root = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "helix-deploys-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A promotion that Anna approved, with the run that is to deploy it. */
async function approved() {
  const ground = await aProgram();
  await Programs.updateOne({ team, name: program }, { $set: { root } });
  const promotion = await aPromotion(ground);
  const gate = await approve(promotion.gate, anna, [anna, ben], new Date());
  if (!gate) throw new Error("the gate was not approved");
  await completeEffect(deps, gate);
  const run = await Runs.findOne({ key: `deploy-${gate._id}-1` })
    .lean()
    .orFail();
  return { ...promotion, gate: await theGate(gate._id), run };
}

/** As far as an attempt comes that dies after its checks: reserved, written, checked. */
async function checked({ gate, run, release, comparison }: Awaited<ReturnType<typeof approved>>) {
  const deployment = await reserveDeployment(gate, 0, run._id, new Date());
  const parts = {
    program: await theProgram(team, program),
    gate,
    release,
    deployment,
    evaluation: comparison.candidate,
  };
  const directory = join(root, "deployed");
  const artifact = await writeArtifact(directory, parts);
  const known = { artifactDigest: artifact.digest, artifactPath: artifact.folder };
  await Deployments.updateOne({ _id: deployment._id }, { $set: known });
  return { deployment, directory, artifact, parts };
}

const theLive = () => Deployments.find({ team, program, status: "live" }).lean<Deployment[]>();

it.each([
  ["between the rename and its record", false],
  ["between the program's number and the deployment's record", true],
])("a deployment whose worker died %s is completed, not refused", async (_where, numbered) => {
  const promotion = await approved();
  const { directory, artifact } = await checked(promotion);
  await movePointer(directory, program, artifact.folder);
  if (numbered) await Programs.updateOne({ team, name: program }, { $set: { deployed: 1 } });

  const outcome = await deployStep(await attemptAt(deps, promotion.run));

  expect(outcome).toMatchObject({ number: 1, digest: artifact.digest });
  expect(await theLive()).toMatchObject([{ number: 1, artifactDigest: artifact.digest }]);
  expect((await theProgram(team, program)).deployed).toBe(1);
  expect((await theGate(promotion.gate._id)).effect).toMatchObject({ status: "done" });
});

it("an artifact that is there already is left alone: production may be reading it", async () => {
  const promotion = await approved();
  const { directory, artifact, parts } = await checked(promotion);
  await movePointer(directory, program, artifact.folder);
  const before = await stat(artifact.folder);

  const again = await writeArtifact(directory, parts);

  expect(again).toEqual(artifact);
  expect((await stat(artifact.folder)).ino).toBe(before.ino);
  expect(await readlink(join(directory, program, "current"))).toBe(basename(artifact.folder));
});

it("an artifact that was damaged is written anew", async () => {
  const { directory, artifact, parts } = await checked(await approved());
  await rm(join(artifact.folder, "program.json"));
  await mkdir(join(artifact.folder, "program.json"));
  await symlink("/nowhere", join(artifact.folder, "golden"));

  await writeArtifact(directory, parts);

  expect(JSON.parse(await readFile(join(artifact.folder, "program.json"), "utf8"))).toEqual({ name: "best" });
});

it("a deployment that could not be checked gives its number up, so that the next approval can deploy", async () => {
  const promotion = await approved(); // its snapshot is not stored: nothing can be loaded

  await perform(deps, promotion.run._id, 0, never);

  expect(await Runs.findById(promotion.run._id).lean()).toMatchObject({ status: "failed" });
  expect((await theGate(promotion.gate._id)).effect).toMatchObject({ status: "failed" });
  expect(await Deployments.countDocuments({ status: "moving" })).toBe(0);
});

it.each([
  ["cancelled", () => undefined],
  ["failed", () => Runs.updateOne({ key: /^deploy-/ }, { $set: { status: "failed" } })],
])("a deploy run that is %s does not leave its card at work for ever", async (_how, then) => {
  const promotion = await approved();
  const { deployment } = await checked(promotion);
  await cancelRun(promotion.run._id, ben, new Date());
  await then();

  // Its queue is asked for nothing: no run is due.
  const reconciler = startReconciler(deps, {} as never);
  await reconciler.round();
  await reconciler.stop();

  expect((await theGate(promotion.gate._id)).effect).toMatchObject({ status: "failed" });
  expect(await Deployments.findById(deployment._id).lean()).toMatchObject({ status: "failed" });
});
