import { expect, it } from "vitest";
import { measureAnew } from "../../jobs/gates/renew.ts";
import { theGate } from "../../models/gate.ts";
import { type Run, Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion } from "../support/gates.ts";
import { useDeps } from "./ground.ts";

useDatabase();
const deps = useDeps();

/** A promotion whose run may spend $2 and spent half a dollar. */
async function aCostlyPromotion() {
  const promotion = await aPromotion(await aProgram());
  await Runs.updateOne({ _id: promotion.run._id }, { $set: { limitUsd: 2, "steps.0.spentUsd": 0.5 } });
  const gate = await theGate(promotion.gate._id);
  const edit = (release: string) =>
    measureAnew(deps, gate, { release, by: anna, note: null, selectedOnTest: true, why: "edited: another candidate" });
  return { edit };
}

const ended = (run: Run, usd: number) =>
  Runs.updateOne({ _id: run._id }, { $set: { status: "failed", "steps.0.spentUsd": usd } });

it("revisions spend what the run they belong to has left, one after the other", async () => {
  const { edit } = await aCostlyPromotion();

  const first = await edit("one");
  await ended(first, 0.25);
  const second = await edit("another");
  const again = await edit("another");

  expect([first.limitUsd, second.limitUsd, again.limitUsd]).toEqual([1.5, 1.25, 1.25]);
  expect(again._id).toBe(second._id);
});

it.each([
  ["while another revision may still spend all of it", async () => undefined],
  ["once it is spent", (run: Run) => ended(run, 1.5)],
])("%s, another is refused in words", async (_when, then) => {
  const { edit } = await aCostlyPromotion();
  await then(await edit("one"));

  await expect(edit("another")).rejects.toMatchObject({
    what: "It was not measured again",
    why: expect.stringMatching(/the \$2\.00 that r\d+ and its revisions may spend are spent/),
  });
});
