import { mkdir, mkdtemp, readFile, readlink, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { movePointer, writeArtifact } from "../../jobs/deploying/artifact.ts";
import { checkPointers } from "../../jobs/deploying/pointer.ts";
import { reserveDeployment } from "../../jobs/deploying/reserve.ts";
import { completeEffect } from "../../jobs/gates/effect.ts";
import { perform } from "../../jobs/perform.ts";
import { startReconciler } from "../../jobs/reconciler.ts";
import { deployStep } from "../../jobs/steps/deploy.ts";
import { readAudit } from "../../models/audit.ts";
import { cancelRun } from "../../models/claim/ending.ts";
import { Comparisons } from "../../models/comparison.ts";
import { approve } from "../../models/decide.ts";
import { type Deployment, Deployments } from "../../models/deployment.ts";
import { Gates, theGate } from "../../models/gate.ts";
import { Outbox } from "../../models/outbox.ts";
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

  // When whoever decided would long have done it. Its queue is asked for nothing: no run is due.
  const reconciler = startReconciler({ ...deps, now: () => new Date(Date.now() + 2_000) }, {} as never);
  await reconciler.round();
  await reconciler.stop();

  expect((await theGate(promotion.gate._id)).effect).toMatchObject({ status: "failed" });
  expect(await Deployments.findById(deployment._id).lean()).toMatchObject({ status: "failed" });
});

it("an approval whose evidence moved before the deployment is refused, and the refusal is in the audit chain", async () => {
  const promotion = await approved();
  await Comparisons.updateOne({ _id: promotion.comparison._id }, { $set: { "result.quality.verdict": "worse" } });

  await perform(deps, promotion.run._id, 0, never);

  const refusals = [];
  for await (const record of readAudit(team)) if (record.kind === "refusal") refusals.push(record);
  expect(refusals).toMatchObject([
    { by: "helix", body: { gate: promotion.gate._id, action: "deploy", code: "evidence", revision: 1 } },
  ]);
  const { effect } = await theGate(promotion.gate._id);
  expect(effect).toMatchObject({
    status: "failed",
    detail: expect.stringMatching(/^Nothing was deployed\. [A-Z].*\. [A-Z].*\.$/),
  });
});

it("a deploy run that ended before its card said so gives its number up all the same", async () => {
  const promotion = await approved();
  const { deployment } = await checked(promotion);
  await cancelRun(promotion.run._id, ben, new Date());
  await Gates.updateOne({ _id: promotion.gate._id }, { $set: { "effect.status": "pending" } });

  await completeEffect(deps, await theGate(promotion.gate._id));

  expect(await Deployments.findById(deployment._id).lean()).toMatchObject({ status: "failed" });
  expect((await theGate(promotion.gate._id)).effect.detail).toMatch(/it was cancelled/);
});

/** d1 is live, as after a deployment. */
async function deployed() {
  const promotion = await approved();
  const { directory, artifact } = await checked(promotion);
  await movePointer(directory, program, artifact.folder);
  await deployStep(await attemptAt(deps, promotion.run));
  await Outbox.deleteMany({});
  return { current: join(directory, program, "current"), folder: basename(artifact.folder) };
}

const pointerMessages = async () =>
  (await Outbox.find({ key: /^pointer-/ }).lean()).map(({ wanted }) => wanted.text as string);

it.each([
  ["is gone", null],
  ["points to an earlier deployment", "d0-earlier"],
])("a pointer that %s is mended, audited and said", async (_how, target) => {
  const { current, folder } = await deployed();
  const earlier = {
    ...(await theLive())[0],
    _id: "earlier",
    number: 9,
    status: "replaced",
    artifactPath: "/elsewhere/d0-earlier",
  };
  await Deployments.create(earlier as Deployment);
  await rm(current);
  if (target) await symlink(target, current);

  await checkPointers(deps);
  await checkPointers(deps);

  expect(await readlink(current)).toBe(folder);
  expect(await pointerMessages()).toEqual([expect.stringMatching(/was mended\. .*d1/s)]);
  const moves = [];
  for await (const record of readAudit(team)) if (record.kind === "pointer_move") moves.push(record.body);
  expect(moves.at(-1)).toMatchObject({ to: 1, mended: true });
});

it("a pointer to what Helix did not deploy is left alone and said once; one that is right, or not seen here, is no matter", async () => {
  const { current, folder } = await deployed();
  await checkPointers(deps);
  const right = await pointerMessages();
  await rm(current);
  await symlink("by-hand", current);

  await checkPointers(deps);
  await checkPointers(deps);

  expect(right).toEqual([]);
  expect(await readlink(current)).toBe("by-hand");
  expect(await pointerMessages()).toEqual([expect.stringContaining(`point it to ${folder} again`.slice(1))]);
  await rm(join(root, "deployed"), { recursive: true });
  await Outbox.deleteMany({});
  await checkPointers(deps);
  expect(await pointerMessages()).toEqual([]);
});
