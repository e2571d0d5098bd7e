import { expect, it } from "vitest";
import { renewGate } from "../../jobs/gates/renew.ts";
import { recommendStep } from "../../jobs/steps/recommend.ts";
import { reviseStep } from "../../jobs/steps/revise.ts";
import { Comparisons } from "../../models/comparison.ts";
import { approve, revise } from "../../models/decide.ts";
import { Drafts } from "../../models/draft.ts";
import { checkEvidence, digestOf, promotionParts } from "../../models/evidence.ts";
import { currentRevision, Gates, theGate } from "../../models/gate.ts";
import { mayDecide } from "../../models/may-decide.ts";
import { theProgram } from "../../models/program.ts";
import { Releases } from "../../models/release.ts";
import { createRun, Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import {
  aComparison,
  aDeployment,
  anna,
  aProgram,
  aPromotion,
  aRelease,
  aRun,
  aTruth,
  ben,
  channel,
  nowSays,
  program,
  rita,
  team,
} from "../support/gates.ts";
import { attemptAt, useDeps } from "./ground.ts";

useDatabase();
const deps = useDeps();

it.each([
  [
    "the text of an example that improved",
    () => Comparisons.updateMany({}, { $set: { "improved.0.afterOutput": "x" } }),
  ],
  ["what would be built", () => Releases.updateMany({}, { $set: { entry: "router.other:build" } })],
  ["the adapter", () => Releases.updateMany({}, { $set: { adapter: "json" } })],
  ["the snapshot that is loaded", () => Releases.updateMany({}, { $set: { snapshot: "another" } })],
])("a promotion card no longer stands on its evidence once somebody changed %s", async (_what, tamper) => {
  const { gate } = await aPromotion(await aProgram());
  const before = await checkEvidence(gate, currentRevision(gate));

  await tamper();

  expect(before).toEqual({ ok: true });
  expect(await checkEvidence(gate, currentRevision(gate))).toMatchObject({ ok: false });
});

it.each([
  ["what production answered", { output: { team: "sales" } }],
  ["who drafted the label", { draftedBy: "somebody else" }],
])("a truth card no longer stands on its evidence once somebody changed %s", async (_what, change) => {
  const { gate, draft } = await aTruth(await aProgram());
  const before = await checkEvidence(gate, currentRevision(gate));

  await Drafts.updateOne({ _id: draft._id }, { $set: change });

  expect(before).toEqual({ ok: true });
  expect(await checkEvidence(gate, currentRevision(gate))).toMatchObject({ ok: false });
});

/** A run whose evaluations and comparison are done, with `last` still to do. */
async function comparedRun(last: "recommend" | "revise", params: Record<string, unknown> = {}) {
  const { base } = await aProgram();
  const made = await aRun(rita, ["best"]);
  const release = await aRelease("best", made._id);
  const comparison = await aComparison(made._id, base, release);
  const kinds = ["evaluate", "evaluate", "compare", last] as const;
  const run = await createRun({
    team,
    key: `compared-${last}`,
    program,
    title: "compared",
    requestedBy: rita,
    channel,
    limitUsd: 1,
    steps: kinds.map((kind) => ({ kind, params: kind === last ? params : {} })),
    at: new Date(),
  });
  const outcomes = [
    { arm: "candidate", evaluation: comparison.candidate, release: release._id },
    { arm: "baseline", evaluation: comparison.baseline, release: base._id },
    { comparison: comparison._id },
  ];
  for (const [n, outcome] of outcomes.entries())
    await Runs.updateOne(
      { _id: run._id },
      { $set: { [`steps.${n}.status`]: "done", [`steps.${n}.outcome`]: outcome } },
    );
  await Runs.updateOne({ _id: run._id }, { $set: { "steps.3.status": "queued" } });
  return { run, base, release, comparison };
}

it("nobody is asked to promote on a comparison with what was live before another deployment", async () => {
  const { run } = await comparedRun("recommend");
  await aDeployment(1, await aRelease("somebody else's", null));

  const outcome = await recommendStep(await attemptAt(deps, run, 3));

  expect(outcome).toMatchObject({ proposed: false, gate: null });
  expect(outcome.because).toContain("d1 was deployed meanwhile");
  expect(await Gates.countDocuments({})).toBe(0);
});

it("the same comparison is proposed while nothing else was deployed", async () => {
  const { run } = await comparedRun("recommend");

  expect(await recommendStep(await attemptAt(deps, run, 3))).toMatchObject({ proposed: true });
});

it("a revision does not open on a comparison with what was live before", async () => {
  const { base } = await aProgram();
  const { gate, run, release, comparison } = await aPromotion({ program: await theProgram(team, program), base });
  await Gates.updateOne({ _id: gate._id }, { $set: { run: run._id } });
  const revising = await createRun({
    team,
    key: "revising",
    program,
    title: "revising",
    requestedBy: rita,
    channel,
    limitUsd: 1,
    steps: (["evaluate", "evaluate", "compare", "revise"] as const).map((kind) => ({
      kind,
      params: kind === "revise" ? { gate: gate._id, revision: 1, by: anna, note: null } : {},
    })),
    at: new Date(),
  });
  const outcomes = [
    { arm: "candidate", evaluation: comparison.candidate, release: release._id },
    { arm: "baseline", evaluation: comparison.baseline, release: base._id },
    { comparison: comparison._id },
  ];
  for (const [n, outcome] of outcomes.entries())
    await Runs.updateOne(
      { _id: revising._id },
      { $set: { [`steps.${n}.status`]: "done", [`steps.${n}.outcome`]: outcome } },
    );
  await Runs.updateOne({ _id: revising._id }, { $set: { "steps.3.status": "queued" } });
  await aDeployment(1, await aRelease("somebody else's", null));

  await expect(reviseStep(await attemptAt(deps, revising, 3))).rejects.toThrow("d1 was deployed while it was measured");
  expect(await theGate(gate._id)).toMatchObject({ revision: 1, status: "open" });
});

async function editedBy(user: string) {
  const ground = await aProgram();
  const promotion = await aPromotion(ground);
  const { label, release, comparison } = currentRevision(promotion.gate);
  const parts = await promotionParts(release ?? "", comparison ?? "", "a note");
  const next = { parts, digest: digestOf(parts), label, release, comparison, note: "a note" };
  const gate = await revise(promotion.gate, next, user, new Date(), { approve: false, why: "edited: the note" });
  if (!gate) throw new Error("the gate was not revised");
  return { ...promotion, gate };
}

it("whoever edited last cannot approve alone, also after Helix renewed the card", async () => {
  const { gate } = await editedBy(anna);
  await nowSays({ policy: { "promotion.cost_ratio": 3 } });

  await renewGate(deps, gate, "the policy changed");

  const renewed = await theGate(gate._id);
  const { config } = await theProgram(team, program);
  const may = (user: string) =>
    mayDecide(renewed, { user, team }, "approve", renewed.revision, [anna, ben], config.policy, new Date());
  expect(renewed.revision).toBe(3);
  expect(may(anna)).toMatchObject({ allowed: false, code: "editor" });
  expect(may(ben)).toEqual({ allowed: true });
});

it("a card that is renewed because the policy changed asks for as many approvals as the policy says now", async () => {
  const { gate } = await aPromotion(await aProgram());
  await nowSays({ policy: { "promotion.quorum": 2 } });

  await renewGate(deps, gate, "the policy changed");
  const renewed = await theGate(gate._id);
  const after = await approve(renewed, anna, [anna, ben], new Date());

  expect(renewed.quorum).toBe(2);
  expect(after).toMatchObject({ status: "open", decision: null });
});

it("a release that was selected on test stays marked when the card is measured anew", async () => {
  const { gate, comparison } = await aPromotion(await aProgram());
  await Comparisons.updateOne({ _id: comparison._id }, { $set: { selectedOnTest: true } });
  const parts = await promotionParts(currentRevision(gate).release ?? "", comparison._id, null);
  const marked = { "revisions.0.parts": parts, "revisions.0.digest": digestOf(parts) };
  await Gates.updateOne({ _id: gate._id }, { $set: marked });
  await aDeployment(1, await aRelease("somebody else's", null));

  await renewGate(deps, await theGate(gate._id), "something else was deployed meanwhile");

  const run = await Runs.findOne({ key: { $regex: "^revise-" } })
    .lean()
    .orFail();
  expect(run.steps.find(({ kind }) => kind === "compare")?.params).toEqual({ selectedOnTest: true });
});

it("a renewal whose run failed is tried again at the next click, and one under way is not doubled", async () => {
  const { gate } = await aPromotion(await aProgram());
  await aDeployment(1, await aRelease("somebody else's", null));
  const ask = () => renewGate(deps, gate, "something else was deployed meanwhile");
  const runs = () =>
    Runs.find({ key: { $regex: "^revise-" } })
      .sort({ n: 1 })
      .lean();

  await ask();
  await ask();
  const once = await runs();
  await Runs.updateOne({ _id: once[0]?._id ?? "" }, { $set: { status: "failed" } });
  const said = await ask();

  expect(once).toHaveLength(1);
  expect((await runs()).map(({ status }) => status)).toEqual(["failed", "queued"]);
  expect(said).toContain(`r${(await runs())[1]?.n}`);
});

it("a policy that would ask nobody takes the question back instead of renewing it", async () => {
  const { gate } = await aPromotion(await aProgram());
  await nowSays({ policy: { "promotion.cost_ratio": 0.5 } });

  const said = await renewGate(deps, gate, "the policy changed");

  expect(said).toMatch(/nobody would be asked \(.*cost per call/);
  expect(await theGate(gate._id)).toMatchObject({ status: "superseded", revision: 1 });
});

it.each(["promotion.margin: 0.1", "repetitions: 3", "failure_score: 0.5"])(
  "a policy that measures otherwise (%s) has the release measured again",
  async (line) => {
    const { gate } = await aPromotion(await aProgram());
    const [key, value] = line.split(": ");
    await nowSays({ policy: { [key ?? ""]: value } });

    const said = await renewGate(deps, gate, "the policy changed");

    expect(said).toContain("measured again in r");
    expect(await Runs.countDocuments({ key: { $regex: "^revise-" } })).toBe(1);
    expect(await theGate(gate._id)).toMatchObject({ status: "open", revision: 1 });
  },
);
