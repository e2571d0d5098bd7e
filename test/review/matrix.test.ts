import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Comparisons } from "../../models/comparison.ts";
import { type Evaluation, theEvaluation } from "../../models/evaluation.ts";
import { theRelease } from "../../models/release.ts";
import type { Run } from "../../models/run.ts";
import { holm } from "../../models/statistics.ts";
import { anna, posted } from "../crash/support.ts";
import { tinyProgram, useHelix } from "../support/helix.ts";

const given = useHelix({ register: false });

const evaluationsOf = ({ steps }: Run): Promise<Evaluation[]> =>
  Promise.all(
    steps.filter(({ kind }) => kind === "evaluate").map(({ outcome }) => theEvaluation(String(outcome?.evaluation))),
  );

let run: Run;

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

beforeAll(async () => {
  await given.set.register(await withStrategy());
  await given.set.startBot();
  await given.set.startWorker();
  const asked =
    "/helix run ticket-urgency --optimizer baseline,labeled-few-shot --model quick,careful --compare deployed";
  run = await given.set.ended((await anna(given.set, asked))._id);
}, 120_000);

it("an outage of one arm's provider that passes moves neither score nor verdict, and is counted", async () => {
  const ask = async (temperature: string) => {
    const asked = `/helix run ticket-urgency --optimizer baseline --model careful --temperature ${temperature} --compare deployed`;
    const ended = await given.set.ended((await anna(given.set, asked))._id);
    return (await Comparisons.findOne({ run: ended._id }).lean().orFail()).result;
  };
  const calm = await ask("0.31");
  // Refused at once and tried again, then refused in a way that only another round of the evaluation mends.
  await given.set.lm.fault({ kind: "status", status: 429, model: "sim-pro", count: 3 });
  await given.set.lm.fault({ kind: "status", status: 400, model: "sim-pro", count: 2 });
  const troubled = await ask("0.32");

  const figures = ({ n, missing, verdict, difference }: typeof calm) => [n, missing, verdict, difference?.mean];
  expect(figures(troubled)).toEqual(figures(calm));
  expect(calm.candidate).toMatchObject({ errorsPer1000: 0, rateLimitedPer1000: 0, timeoutsPer1000: 0 });
  expect(troubled.candidate.rateLimitedPer1000).toBeCloseTo(3000 / troubled.n, 9);
  expect(troubled.candidate).toMatchObject({ errorsPer1000: 0, timeoutsPer1000: 0 });
  expect(troubled.baseline).toMatchObject({ rateLimitedPer1000: 0 });
});

it("the program as written and as compiled are measured on the model and with the strategy a branch asks for", async () => {
  const asked =
    "/helix run ticket-urgency --optimizer baseline,labeled-few-shot --strategy cot --effort low --temperature 0.2 --set labeled-few-shot.k=2 --compare deployed";
  const ended = await given.set.ended((await anna(given.set, asked))._id);

  const evaluations = await evaluationsOf(ended);
  const releases = await Promise.all(evaluations.map(({ release }) => theRelease(release)));
  const params = { reasoning_effort: "low", temperature: 0.2 };
  expect(ended).toMatchObject({ status: "done", problem: null });
  expect(ended.steps.map(({ kind, params: { arm } }) => [kind, arm].filter(Boolean).join(" "))).toEqual([
    "evaluate a",
    "compile",
    "evaluate b",
    "evaluate baseline",
    "compare",
  ]);
  expect(releases).toMatchObject([
    { entry: "ticket_urgency.program:build_cot", lm: { alias: "quick", params } },
    { entry: "ticket_urgency.program:build_cot", lm: { alias: "quick", params } },
    { entry: "ticket_urgency.program:build", lm: { alias: "quick", params: {} } },
  ]);
  expect(releases[0]?.stateHash).not.toBe(releases[1]?.stateHash);
  const { n = 0 } = evaluations[2]?.summary ?? {};
  expect(n).toBeGreaterThan(10);
  expect(evaluations.map(({ summary }) => summary?.freshPredictions)).toEqual([n, n, 0]);
});

describe("a matrix of two optimizers on two models", () => {
  it("is one run: two compiles, an evaluation of every branch and of what is deployed, one comparison step", () => {
    expect(run.status).toBe("done");
    expect(run.steps.map(({ kind }) => kind).sort()).toEqual(
      [...Array(2).fill("compile"), ...Array(5).fill("evaluate"), "compare"].sort(),
    );
  });

  it("compares every branch that is not the deployed release itself, corrected for each other", async () => {
    const comparisons = await Comparisons.find({ run: run._id }).sort({ _id: 1 }).lean();
    const differences = comparisons.map(({ result }) => result.difference);
    const corrected = holm(differences.map((each) => each?.p ?? 1));

    expect(comparisons).toHaveLength(3);
    expect(new Set(comparisons.map(({ baseline }) => baseline)).size).toBe(1);
    expect(differences.map((each) => each?.pHolm)).toEqual(corrected);
    expect(differences.map((each) => each?.candidates)).toEqual([3, 3, 3]);
  });

  it("says it as one table, with the baseline in it, before the comparison it tells in full", async () => {
    const message = await posted(given.set, `matrix:${run._id}`);
    const shown = given.set.slack.render(message).replace(/\s+/g, " ");

    expect(shown).toMatch(/3 candidates against c\d+ on quick/);
    for (const row of [/on quick, LabeledFewShot/, /on careful, as written/, /on careful, LabeledFewShot/])
      expect(shown).toMatch(row);
    expect(shown).toMatch(/ c\d+ on quick 0\.\d{3} .* baseline/);
    expect(shown).toContain("1 branch of this run is the baseline's very release.");
    expect(shown).toMatch(/On the front .*: c\d+ on/);
  });

  it("compared again costs nothing", async () => {
    const again = await given.set.ended((await anna(given.set, `/helix compare r${run.n} d0`))._id);

    const fresh = (await evaluationsOf(again)).map(({ summary }) => summary?.freshPredictions);
    expect(fresh.length).toBeGreaterThan(1);
    expect(fresh.filter((n) => n !== 0)).toEqual([]);
  });
});
