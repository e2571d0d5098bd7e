import { expect, it } from "vitest";
import { runMessage } from "../../blocks/run.ts";
import { outcomeLines } from "../../jobs/outcome-lines.ts";
import { perform } from "../../jobs/perform.ts";
import { hasOtherBranches } from "../../models/branch-failure.ts";
import { createRun, type NewRun, type Run, Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, channel, program, rita, team } from "../support/gates.ts";
import { useDeps } from "./ground.ts";

useDatabase();
const deps = useDeps();

const branch = (id: string) => ({ id, words: `GEPA on ${id}` });
const compile = (id: string) => ({ kind: "compile" as const, params: { branch: branch(id), intent: {}, dataset: 1 } });
/** Of a dataset version that is not there: it fails before anything is paid for. */
const evaluate = (id: string, release: string) => ({
  kind: "evaluate" as const,
  params: { arm: id, branch: branch(id), release, dataset: 9, split: "test" },
});

const aMatrix = (steps: NewRun["steps"]): Promise<Run> =>
  createRun({ team, key: "m", program, title: "m", requestedBy: rita, channel, limitUsd: 1, steps, at: new Date() });

const stand = async ({ _id }: Run) => {
  const run = await Runs.findById(_id).lean<Run>().orFail();
  return { run, status: run.status, steps: run.steps.map(({ status }) => status) };
};
const performed = (run: Run, n: number) => perform(deps, run._id, n, new AbortController().signal);

it("a branch that fails is told, with its later steps, and the others go on; the last one that fails ends the run", async () => {
  const { base } = await aProgram();
  const run = await aMatrix([evaluate("a", base._id), evaluate("b", base._id), { kind: "compare", params: {} }]);

  expect(await performed(run, 0)).toMatchObject({ kind: "next" });

  const after = await stand(run);
  expect(after).toMatchObject({ status: "running", steps: ["failed", "queued", "waiting"] });
  expect(runMessage(after.run, await outcomeLines(after.run)).text).toContain(
    "GEPA on a came to nothing. The evaluation cannot start. Dataset v9 does not exist.",
  );

  expect(await performed(run, 1)).toMatchObject({ kind: "nothing" });

  expect(await stand(run)).toMatchObject({ status: "failed", steps: ["failed", "failed", "waiting"] });
});

it("what belongs to the failed branch is not done any more", async () => {
  const { base } = await aProgram();
  await Runs.deleteMany({});
  const run = await aMatrix([compile("a"), evaluate("a", "compiled"), compile("b"), evaluate("b", base._id)]);

  await performed(run, 0);

  expect(await stand(run)).toMatchObject({ status: "running", steps: ["failed", "cancelled", "queued", "waiting"] });
});

it.each<[string, NewRun["steps"], number, boolean]>([
  ["a plain run", [compile("a"), evaluate("a", "x")], 0, false],
  ["one of two branches", [evaluate("a", "x"), evaluate("b", "x")], 0, true],
  ["what is deployed", [evaluate("a", "x"), { kind: "evaluate", params: { arm: "baseline" } }], 1, false],
])("others can go on without %s: %#", async (_what, steps, n, others) => {
  expect(hasOtherBranches(await aMatrix(steps), n)).toBe(others);
});

it("says that nothing is left to compare only where no other branch is", async () => {
  const { base } = await aProgram();
  const outcome = { unchanged: true, proposals: 12, accepted: 0, facts: [] };
  const said = async (steps: NewRun["steps"]) => {
    const run = await aMatrix(steps);
    const first = { ...run.steps[0], status: "done", outcome };
    return outcomeLines({ ...run, steps: [first, ...run.steps.slice(1)] } as Run);
  };
  const found = "The optimizer found nothing better than the program it started from (12 proposals tried)";

  expect(await said([compile("a"), evaluate("a", "compiled"), evaluate("b", base._id)])).toEqual([`${found}.`]);
  await Runs.deleteMany({});
  expect(await said([compile("a"), evaluate("a", "compiled")])).toEqual([`${found}, so there is nothing to compare.`]);
});
