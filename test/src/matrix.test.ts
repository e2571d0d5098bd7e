import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Comparisons } from "../../models/comparison.ts";
import { type Evaluation, theEvaluation } from "../../models/evaluation.ts";
import { theRelease } from "../../models/release.ts";
import type { Run } from "../../models/run.ts";
import { channel, tinyProgram, useHelix } from "../support/helix.ts";

const given = useHelix({ register: false });

/** The tiny program with a strategy that thinks first. */
async function withStrategy(): Promise<string> {
  const [yaml, code] = await Promise.all(
    ["helix.yaml", "ticket_urgency/program.py"].map((path) => readFile(join(tinyProgram, path), "utf8")),
  );
  const cot = [
    "class Thinking(dspy.Module):",
    "    def __init__(self) -> None:",
    "        super().__init__()",
    "        self.judge = dspy.ChainOfThought(JudgeUrgency)",
    "",
    "    def forward(self, ticket: str) -> dspy.Prediction:",
    "        return self.judge(ticket=ticket)",
    "",
    "def build_cot() -> dspy.Module:",
    "    return Thinking()",
  ];
  return given.set.copyProgram({
    "helix.yaml": `${yaml}\nstrategies: { cot: ticket_urgency.program:build_cot }\n`,
    "ticket_urgency/program.py": `${code}\n\n${cot.join("\n")}\n`,
  });
}

const typed = async (line: string): Promise<Run> => {
  const { set } = given;
  const { _id } = await set.newRun(() => set.slack.as("U0ANNA").command(channel, line));
  const run = await set.ended(_id);
  expect(run).toMatchObject({ status: "done", problem: null });
  return run;
};

const evaluationsOf = (run: Run): Promise<Evaluation[]> =>
  Promise.all(
    run.steps
      .filter(({ kind }) => kind === "evaluate")
      .map(({ outcome }) => theEvaluation(String(outcome?.evaluation))),
  );

it("a matrix measures the program as written and as compiled, on the model as each branch asks for it; comparing it again costs nothing", async () => {
  const { set } = given;
  const { run: first } = await set.register(await withStrategy());
  await set.startBot();
  await set.startWorker();
  await set.ended(first?._id ?? "");

  const matrix = await typed(
    "/helix run ticket-urgency --optimizer baseline,labeled-few-shot --strategy cot --effort low --temperature 0.2 --set labeled-few-shot.k=2 --compare deployed",
  );

  const evaluations = await evaluationsOf(matrix);
  const releases = await Promise.all(evaluations.map(({ release }) => theRelease(release)));
  const asked = { reasoning_effort: "low", temperature: 0.2 };
  expect(matrix.steps.map(({ kind, params }) => [kind, params.arm].filter(Boolean).join(" "))).toEqual([
    "evaluate a",
    "compile",
    "evaluate b",
    "evaluate baseline",
    "compare",
  ]);
  expect(releases).toMatchObject([
    { entry: "ticket_urgency.program:build_cot", lm: { alias: "quick", params: asked } },
    { entry: "ticket_urgency.program:build_cot", lm: { alias: "quick", params: asked } },
    { entry: "ticket_urgency.program:build", lm: { alias: "quick", params: {} } },
  ]);
  expect(releases[0]?.stateHash).not.toBe(releases[1]?.stateHash);
  const { n = 0 } = evaluations[2]?.summary ?? {};
  expect(n).toBeGreaterThan(10);
  expect(evaluations.map(({ summary }) => summary?.freshPredictions)).toEqual([n, n, 0]);

  const again = await typed(`/helix compare r${matrix.n} d0`);

  expect((await evaluationsOf(again)).map(({ summary }) => summary?.freshPredictions)).toEqual([0, 0]);
  expect(await Comparisons.countDocuments({ run: again._id })).toBe(1);
}, 180_000);
