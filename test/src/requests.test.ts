import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runMessage } from "../../blocks/run.ts";
import { outcomeLines } from "../../jobs/outcome-lines.ts";
import { Trouble } from "../../jobs/trouble.ts";
import { DatasetVersions } from "../../models/dataset.ts";
import { Evaluations } from "../../models/evaluation.ts";
import { shortId } from "../../models/ids.ts";
import type { CompareIntent, EvalIntent, RunIntent } from "../../models/intent.ts";
import { Programs } from "../../models/program.ts";
import { Releases } from "../../models/release.ts";
import { Runs } from "../../models/run.ts";
import { Snapshots } from "../../models/snapshot.ts";
import { parseCommand } from "../../src/parse.ts";
import { readPhrase } from "../../src/phrases.ts";
import { type Asked, knownNames, type RunningIntent, startRun } from "../../src/requests.ts";
import { useDatabase } from "../support/database.ts";
import { anEvaluation, aProgram, aRelease, aRun, aVersion, program, rita, team } from "../support/gates.ts";
import { aRunIntent } from "../support/intents.ts";
import { expectWithinSlackLimits } from "../support/slack-limits.ts";

useDatabase();

const asked: Asked = { team, user: rita, channel: "C0HELIX01", threadTs: null, delivery: "command-1", at: new Date() };
const run = aRunIntent({ program, optimizers: ["LabeledFewShot"] });
const evaluate: EvalIntent = { verb: "eval", program, target: "deployed", model: null, split: "test", version: null };

/** What the person is told who asks this. */
async function told(intent: RunningIntent): Promise<string> {
  const trouble = await startRun(intent, asked).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(trouble instanceof Trouble)) throw trouble ?? new Error("a run was started");
  expect(await Runs.countDocuments()).toBe(0);
  return `${trouble.what}: ${trouble.why}. Next: ${trouble.next}.`;
}

describe("a request that cannot be carried out starts nothing", () => {
  it.each<[string, RunningIntent, string]>([
    [
      "an unknown program",
      { ...run, program: "nothing-here" },
      "there is no program nothing-here. Next: name one of: ticket-router.",
    ],
    [
      "an unknown model",
      { ...run, models: ["flash", "gpt-9"] },
      "the model gpt-9 is not in helix.yaml. Next: use one of: flash, pro.",
    ],
    [
      "an unknown strategy",
      { ...run, strategies: ["cot"] },
      "ticket-router has no strategy cot. Next: leave --strategy out: its helix.yaml names none.",
    ],
    ["a name every object has", { ...run, strategies: ["constructor"] }, "ticket-router has no strategy constructor."],
    [
      "an argument that does not exist",
      { ...run, set: { x: 1 } },
      "LabeledFewShot has no argument x; it takes k, sample. Next: change --set and send it again.",
    ],
    [
      "a dataset version to come",
      { ...evaluate, version: 7 },
      "ticket-router has no dataset v7. Next: the newest is v1.",
    ],
    [
      "a candidate that is not there",
      { ...evaluate, target: "c77" },
      "ticket-router has no c77. Next: name what is `deployed`",
    ],
    [
      "a model for an evaluation that is not there",
      { ...evaluate, model: "gpt-9" },
      "the model gpt-9 is not in helix.yaml.",
    ],
  ])("%s", async (_what, intent, words) => {
    await aProgram();

    expect(await told(intent)).toContain(words);
  });

  it("where no program is registered", async () => {
    expect(await told({ verb: "digest", program: null })).toBe(
      "Nothing was started: no program is registered. Next: an operator adds one with `npm run helix -- add <folder of helix.yaml>`.",
    );
  });

  it("where two are registered and none is named", async () => {
    const { program: first } = await aProgram();
    await Programs.create({ ...first, _id: "another", name: "another" });

    expect(await told({ verb: "digest", program: null })).toBe(
      "Nothing was started: it is not clear which program is meant. Next: name one of: another, ticket-router.",
    );
  });
});

/** The program with two models, a strategy, and data an optimizer can learn from. */
async function aMatrixProgram() {
  const ground = await aProgram();
  const { models } = ground.program.config;
  const set = {
    "config.models": { ...models, pro: { ...models.flash, lm: "openai/pro", price: { input: 10, output: 20 } } },
    "config.strategies": { cot: "router.program:build_cot" },
  };
  await Programs.updateOne({}, { $set: set });
  await DatasetVersions.updateOne({}, { $set: { "counts.train": 12, "counts.val": 12 } });
  return ground;
}

const planned = async (changes: Partial<RunIntent>) => {
  const { title, steps, limitUsd } = await startRun({ ...run, ...changes }, asked);
  return { title, limitUsd, steps: steps.map(({ kind, params }): Record<string, unknown> => ({ kind, ...params })) };
};

describe("what a run will do", () => {
  it("a plain run is one branch: compile, evaluate, what is deployed, compare, recommend", async () => {
    await aMatrixProgram();

    const plan = await planned({ optimizers: ["GEPA"], compare: "deployed", recommend: true });

    expect(plan.title).toBe("GEPA for ticket-router on flash");
    expect(plan.steps).toMatchObject([
      { kind: "compile", dataset: 1, branch: { id: "a", optimizer: "GEPA", model: "flash" } },
      { kind: "evaluate", arm: "a", release: "compiled", words: "on 24 test examples of v1" },
      { kind: "evaluate", arm: "baseline", words: "(d0) on test of v1" },
      { kind: "compare", words: "candidate against what is deployed" },
      { kind: "recommend" },
    ]);
    expect(plan.steps[0]).toMatchObject({
      words: expect.stringMatching(
        /^GEPA on flash, from the program as written, on \d+ train and \d+ val examples of v1, about \d+ program runs and \d+ proposals by/,
      ),
    });
    expect(plan.steps[1]).not.toHaveProperty("subject");
  });

  it("lists make branches in the order asked, each with what differs from its model, under one budget", async () => {
    await aMatrixProgram();

    const plan = await planned({
      optimizers: ["baseline", "LabeledFewShot"],
      models: ["flash", "pro"],
      efforts: ["low"],
      temperatures: [0.2],
      compare: "deployed",
      budgetUsd: 2,
    });

    expect(plan.title).toBe("baseline and LabeledFewShot for ticket-router on flash and pro: 4 branches");
    expect(plan.limitUsd).toBe(2);
    expect(plan.steps.map(({ kind, arm, release, subject }) => [kind, arm, release, subject].filter(Boolean))).toEqual([
      ["evaluate", "a", "built", "baseline on flash, low effort, temperature 0.2"],
      ["compile"],
      ["evaluate", "b", "compiled", "LabeledFewShot on flash, low effort, temperature 0.2"],
      ["evaluate", "c", "built", "baseline on pro, low effort, temperature 0.2"],
      ["compile"],
      ["evaluate", "d", "compiled", "LabeledFewShot on pro, low effort, temperature 0.2"],
      ["evaluate", "baseline", expect.stringMatching(/^[0-9a-f]{64}$/)],
      ["compare"],
    ]);
    expect(plan.steps[1]).toMatchObject({
      branch: { model: "flash", params: { reasoning_effort: "low", temperature: 0.2 } },
    });
  });

  it("sixteen branches fit into the run's one message, whole", async () => {
    await aMatrixProgram();
    const made = await startRun(
      {
        ...run,
        optimizers: ["LabeledFewShot", "BootstrapFewShot"],
        models: ["flash", "pro"],
        strategies: ["cot"],
        efforts: ["low", "high"],
        temperatures: [0.2, 1],
        compare: "deployed",
      },
      asked,
    );

    const message = runMessage(made, await outcomeLines(made));

    expectWithinSlackLimits(message);
    expect(made.steps).toHaveLength(16 * 2 + 2);
    expect(JSON.stringify(message)).not.toContain("cut");
    expect(message.text).not.toBe("");
  });

  it("an argument for one optimizer reaches that one alone", async () => {
    await aMatrixProgram();

    const { steps } = await planned({
      optimizers: ["GEPA", "LabeledFewShot"],
      set: { "gepa.seed": 3, "labeled-few-shot.k": 2 },
    });

    const sets = steps.filter(({ kind }) => kind === "compile").map(({ intent }) => (intent as RunIntent).set);
    expect(sets).toEqual([{ seed: 3 }, { k: 2 }]);
  });

  it("a run says who else is at work on the program, in its plan and in its message", async () => {
    await aMatrixProgram();
    await startRun(evaluate, { ...asked, user: "U0ANNA" });

    const second = await startRun({ ...run, optimizers: ["baseline"] }, { ...asked, delivery: "command-2" });

    const words =
      "Also at work on ticket-router: r1 (Evaluation of what is deployed for ticket-router), asked for by <@U0ANNA>.";
    expect(second.title).toBe("The program as written for ticket-router on flash");
    expect(second.steps[0]?.params.notes).toEqual([words]);
    expect(runMessage(second, await outcomeLines(second)).text).toContain(words);
  });
});

describe("a run whose plan does not hold starts nothing", () => {
  it.each<[string, Partial<RunIntent>, string | RegExp]>([
    ["one branch of several", { models: ["flash", "gpt-9"] }, "the model gpt-9 is not in helix.yaml"],
    [
      "an argument only one of two optimizers takes",
      { optimizers: ["GEPA", "LabeledFewShot"], set: { k: 2 } },
      /GEPA has no argument k;.*--set gepa\.key=value is for GEPA alone/,
    ],
    [
      "more than the program's limit",
      { budgetUsd: 50 },
      "a budget of $50.00 is more than the $5.00 that `budget.run_usd` in the helix.yaml of ticket-router allows for one run",
    ],
    [
      "too many branches",
      { models: ["flash", "pro"], efforts: ["low", "medium", "high"], temperatures: [0, 0.5, 1] },
      "These lists make 18 branches; one run has at most 16",
    ],
    ["a reflection model that is not there", { reflection: "gpt-9" }, "the model gpt-9 is not in helix.yaml"],
  ])("%s", async (_what, changes, words) => {
    await aMatrixProgram();

    expect(await told({ ...run, ...changes })).toMatch(words);
  });

  it("a limit that evaluating the result eats up: nothing would be left for the search", async () => {
    const { base } = await aMatrixProgram();
    await anEvaluation(base, "T0HELIX-r9", 20);

    expect(await told({ ...run, optimizers: ["GEPA"], budgetUsd: 0.001 })).toMatch(
      /the limit of \$0\.001 leaves nothing for the search: about \$0\.\d+ is set aside for evaluating its result/,
    );
  });

  it("a matrix that is expected to cost more than its limit: the last branches would get nothing", async () => {
    const { base } = await aMatrixProgram();
    await anEvaluation(base, "T0HELIX-r9", 20);

    expect(
      await told({ ...run, optimizers: ["GEPA", "LabeledFewShot"], models: ["flash", "pro"], budgetUsd: 1 }),
    ).toMatch(/its 4 branches are expected to cost about \$\d+\.\d\d together, and the limit of the run is \$1\.00/);
  });

  it("an optimizer without examples to learn from", async () => {
    await aProgram();

    expect(await told(run)).toContain("dataset v1 has 0 train and 0 val examples");
  });
});

describe("two things side by side", () => {
  const compare = (a: string, b = "deployed", over = {}): CompareIntent => ({
    verb: "compare",
    program: null,
    a,
    b,
    ...over,
  });

  it("a candidate against what is deployed: both on today's test split, one comparison", async () => {
    const { base } = await aProgram();
    const made = await aRun(rita);
    const better = await aRelease("better", made._id);

    const { program: of, title, steps } = await startRun(compare("c2"), asked);

    expect([of, title]).toEqual([program, "c2 on flash against d0 (c1 on flash) for ticket-router"]);
    expect(steps.map(({ kind, params }) => ({ kind, ...params }))).toMatchObject([
      { kind: "evaluate", arm: "a", release: better._id, dataset: 1, split: "test", subject: "c2 on flash" },
      { kind: "evaluate", arm: "baseline", release: base._id, dataset: 1, split: "test", subject: "d0 (c1 on flash)" },
      { kind: "compare" },
    ]);
  });

  it("evaluations on the split and version they were made on; a run by what it came to", async () => {
    const { base } = await aProgram();
    const made = await aRun(rita);
    const better = await aRelease("better", made._id);
    await anEvaluation(base, made._id, 10);
    const evaluation = await anEvaluation(better, made._id, 20);
    await Evaluations.updateMany({}, { $set: { split: "val" } });
    await aVersion(2, 4);

    const [byEvaluation, byRun] = [
      await startRun(compare("e2", "e1"), asked),
      await startRun(compare(shortId(made._id), "d0"), { ...asked, delivery: "2" }),
    ];

    expect(byEvaluation.steps[0]?.params).toMatchObject({ release: evaluation.release, dataset: 1, split: "val" });
    expect(byRun.steps[0]?.params).toMatchObject({ release: evaluation.release, dataset: 2, split: "test" });
  });

  it.each<[CompareIntent, string]>([
    [compare("d0"), "d0 and deployed are the same release"],
    [compare("c9", "d0", { program }), "ticket-router has no candidate c9"],
    [compare("e9", "d0", { program }), "ticket-router has no evaluation e9"],
    [compare("r9", "d0", { program }), "ticket-router has no run r9"],
    [compare("d9", "d0", { program }), "ticket-router has no d9"],
  ])("%j", async (intent, words) => {
    await aProgram();

    expect(await told(intent)).toContain(words);
  });

  it("a run that has measured nothing, and a candidate measured on two models", async () => {
    const { base } = await aProgram();
    const made = await aRun(rita);
    expect(await startRun(compare(shortId(made._id)), asked).catch((error: Trouble) => error.why)).toBe(
      "r2 has measured nothing yet",
    );

    const other = { ...base, _id: "another", lm: { ...base.lm, alias: "pro" } };
    await Releases.create(other);
    await anEvaluation(base, made._id, 10);
    await anEvaluation(other, made._id, 12);

    expect(await startRun(compare("c1"), asked).catch((error: Trouble) => `${error.why}: ${error.next}`)).toBe(
      "c1 was measured on 2 models: name the evaluation that is meant: e2, e1",
    );
  });
});

it("the same delivery twice is one run", async () => {
  await aProgram();

  const [one, two] = [await startRun(evaluate, asked), await startRun(evaluate, asked)];

  expect(two._id).toBe(one._id);
});

it.each<[string, Partial<EvalIntent>, string]>([
  ["what is deployed", {}, "Evaluation of what is deployed for ticket-router"],
  ["a candidate by its name, never as what is deployed", { target: "c1" }, "Evaluation of c1 for ticket-router"],
  ["the model that is asked for", { model: "flash" }, "Evaluation of what is deployed on flash for ticket-router"],
])("an evaluation's title names %s", async (_what, changes, title) => {
  await aProgram();

  expect((await startRun({ ...evaluate, ...changes }, asked)).title).toBe(title);
});

it("a program out of use starts nothing, and says who may bring it back; its history can still be asked for", async () => {
  await aProgram();
  await Programs.updateOne({}, { $set: { removed: { at: new Date(), by: "U0ANNA" } } });

  expect(await told(evaluate)).toMatch(
    /ticket-router was removed by U0ANNA: its history stays.*an operator brings it back with `npm run helix -- add \/nowhere`/,
  );
  expect(await told({ verb: "digest", program: null })).toContain("no program is registered");
  const known = await knownNames(team);
  expect(parseCommand(`runs ${program}`, known)).toMatchObject({ ok: true, intent: { program } });
  expect(readPhrase(`show the runs of ${program}`, known)).toMatchObject({ ok: true, intents: [{ program }] });
  expect(parseCommand("eval", known)).toMatchObject({ ok: false });
});

it("a run says in its plan when the checkout is not what was registered any more", async () => {
  await aMatrixProgram();
  const root = await mkdtemp(join(tmpdir(), "helix-checkout-"));
  onTestFinished(() => rm(root, { recursive: true }));
  await writeFile(join(root, "helix.yaml"), "name: ticket-router\n");
  await Programs.updateOne({}, { $set: { root } });
  await Snapshots.create({ _id: "snapshot", files: [{ path: "helix.yaml", blob: "another", size: 1 }] } as never);

  const { steps } = await startRun({ ...run, optimizers: ["baseline"] }, asked);

  expect(steps[0]?.params.notes).toEqual([
    expect.stringMatching(
      /^The checkout differs from revision 1 in 1 file \(helix\.yaml\); runs use the registered files until/,
    ),
  ]);
});

it("what can be named is what is registered", async () => {
  await aProgram();

  expect(await knownNames(team)).toEqual({ programs: [program], removed: [], models: { [program]: ["flash", "pro"] } });
});
