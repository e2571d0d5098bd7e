import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { EvaluationRows, Evaluations } from "../../models/evaluation.ts";
import { spentUsd } from "../../models/run.ts";
import { useHelix } from "../support/helix.ts";

const helix = useHelix({ register: false });

const judge = `
import dspy

judge = dspy.LM("openai/sim-pro")


def score(example, pred):
    if pred.get("urgency") is None:
        return 0.0
    return float(bool(judge("Is this right?")) and pred.urgency == example.urgency)
`;

it("what a metric's own model costs is money of the run, and no cost of the program", async () => {
  const { set } = helix;
  const root = await set.copyProgram();
  await writeFile(join(root, "ticket_urgency/metric.py"), judge);

  const { program, run, said } = await set.register(root);
  const before = await set.lm.calls();
  await set.startWorker();
  const done = await set.ended(run?._id ?? "");

  expect(program.described).toMatchObject({ metricAsksLm: true, ownModels: true });
  expect(said.join("\n")).toContain("Its metric asks a language model: scoring costs money");
  expect(done).toMatchObject({ status: "done", problem: null });
  const rows = await EvaluationRows.find().lean();
  const program$ = rows.reduce((sum, { measured }) => sum + (measured?.usd ?? 0), 0);
  const judge$ = rows.reduce((sum, { scoring }) => sum + (scoring?.usd ?? 0), 0);
  expect(judge$).toBeGreaterThan(0);
  expect(spentUsd(done)).toBeCloseTo(program$ + judge$, 9);
  expect((await set.lm.calls()) - before).toBe(2 * rows.length);

  const { summary } = await Evaluations.findOne().lean().orFail();
  expect(summary?.judgeUsdPerRow).toBeCloseTo(judge$ / rows.length, 12);
}, 90_000);
