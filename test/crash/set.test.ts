import { expect, it } from "vitest";
import { Evaluations } from "../../models/evaluation.ts";
import { Gates } from "../../models/gate.ts";
import { channel, useHelix } from "../support/helix.ts";

const helix = useHelix();

it("a bot and a worker of their own carry the tiny program from its registration to a promotion card", async () => {
  const { set, registered } = helix;
  await Promise.all([set.startBot(), set.startWorker()]);

  const first = await set.ended(registered.run?._id ?? "");
  const paid = await set.lm.calls();
  const typed = "/helix run ticket-urgency --optimizer labeled-few-shot --compare deployed --recommend";
  const asked = await set.newRun(() => set.slack.as("U0ANNA").command(channel, typed));
  const run = await set.ended(asked._id);

  expect([first, run]).toMatchObject([
    { status: "done", problem: null },
    { status: "done", problem: null },
  ]);
  const evaluation = await Evaluations.findOne({ run: first._id }).lean().orFail();
  expect(evaluation.summary).toMatchObject({ n: 15, missing: 0, freshLmCalls: paid });
  expect(await Gates.findOne({ run: run._id }).lean()).toMatchObject({ status: "open", kind: "promotion" });
  await set.slack.waitFor("Promote c2 of ticket-urgency to production?", { channel });
});

it("nothing of a set outlives a killed worker", async () => {
  const { set } = helix;
  const worker = await set.startWorker();

  expect(await worker.kill()).toEqual({ code: null, signal: "SIGKILL" });
  await set.endProcesses();

  expect(await set.runners()).toEqual([]);
});
