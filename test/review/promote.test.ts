import { expect, it } from "vitest";
import { perform } from "../../jobs/perform.ts";
import { Comparisons } from "../../models/comparison.ts";
import { Evaluations } from "../../models/evaluation.ts";
import { type Gate, Gates } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import { Outbox } from "../../models/outbox.ts";
import type { Release } from "../../models/release.ts";
import { type Run, Runs } from "../../models/run.ts";
import { startRun } from "../../src/requests.ts";
import { useDatabase } from "../support/database.ts";
import { aComparison, anEvaluation, aProgram, aRelease, aRun, ben, channel, rita, team } from "../support/gates.ts";
import { useDeps } from "./ground.ts";

useDatabase();
const deps = useDeps();
const never = new AbortController().signal;

const ask = (subject: string): Promise<Run> =>
  startRun(
    { verb: "promote", program: null, subject },
    { team, user: rita, channel, threadTs: null, delivery: `command-${subject}`, at: new Date() },
  );

/** A run with two arms, both shown on test: somebody who names one of them has seen the other's score too. */
async function shown() {
  const { base } = await aProgram();
  const run = await aRun(ben, ["best", "second"]);
  const [best, second] = [await aRelease("best", run._id), await aRelease("second", run._id)];
  for (const release of [best, second]) await aComparison(run._id, base, release);
  return { base, run, best };
}

/** As if a worker had measured both sides: the first two steps. */
async function measured(run: Run, sides: [Release, number][]): Promise<void> {
  for (const [n, [release, right]] of sides.entries()) {
    const { _id: evaluation } = await anEvaluation(release, run._id, right);
    const outcome = { arm: run.steps[n]?.params.arm, evaluation, release: release._id };
    const set = { [`steps.${n}.status`]: "done", [`steps.${n}.outcome`]: outcome };
    await Runs.updateOne({ _id: run._id }, { $set: { ...set, status: "running" } });
  }
  await Runs.updateOne({ _id: run._id }, { $set: { "steps.2.status": "queued" } });
}

it("measures both sides on today's test split, corrects for what was seen, and asks the approvers", async () => {
  const { base, run, best } = await shown();

  const asked = await ask(shortId(best.candidate));
  await measured(asked, [
    [best, 22],
    [base, 8],
  ]);
  await perform(deps, asked._id, 2, never);
  await perform(deps, asked._id, 3, never);

  expect(asked.steps.map(({ kind, params }) => [kind, params.release ?? params.seen ?? null])).toEqual([
    ["evaluate", best._id],
    ["evaluate", base._id],
    ["compare", [run._id]],
    ["recommend", null],
  ]);
  const comparison = await Comparisons.findOne({ run: asked._id }).lean().orFail();
  expect(comparison).toMatchObject({ selectedOnTest: true, result: { difference: { candidates: 2 } } });
  const gate = await Gates.findOne({ run: asked._id }).lean<Gate>().orFail();
  expect(gate).toMatchObject({ kind: "promotion", status: "open", requestedBy: rita });
  const card = await Outbox.findOne({ key: `gate:${gate._id}` })
    .lean()
    .orFail();
  expect(JSON.stringify(card.wanted.blocks)).toContain("Selected on test");
  const evidence = await Outbox.findOne({ key: `comparison:${comparison._id}` })
    .lean()
    .orFail();
  expect(evidence.order).toBeLessThan(card.order);
});

it("asks nobody where the policy's sentence does not hold, and says which part failed", async () => {
  const { base, best } = await shown();

  const asked = await ask(shortId(best.candidate));
  await measured(asked, [
    [best, 8],
    [base, 22],
  ]);
  await perform(deps, asked._id, 2, never);
  await perform(deps, asked._id, 3, never);

  expect(await Gates.countDocuments()).toBe(0);
  const { wanted } = await Outbox.findOne({ key: `run:${asked._id}` })
    .lean()
    .orFail();
  expect(wanted.text).toMatch(/Nobody is asked to promote it, because quality is worse/);
});

it("is refused for what is live, and for what does not exist; what was never shown on test is not selected on it", async () => {
  const { base, run } = await shown();
  const fresh = await aRelease("fresh", run._id);

  await expect(ask("d0")).rejects.toThrow("d0 is live already");
  await expect(ask(shortId(base.candidate))).rejects.toThrow("is what is live as d0 already");
  await expect(ask("c99")).rejects.toThrow("has no candidate c99");
  expect(await Evaluations.countDocuments({ release: fresh._id })).toBe(0);
  expect((await ask(shortId(fresh.candidate))).steps[2]?.params).toMatchObject({ selectedOnTest: false, seen: [] });
});
