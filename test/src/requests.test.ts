import { describe, expect, it } from "vitest";
import { Trouble } from "../../jobs/trouble.ts";
import type { EvalIntent, RunIntent } from "../../models/intent.ts";
import { Programs } from "../../models/program.ts";
import { Runs } from "../../models/run.ts";
import { type Asked, knownNames, type RunningIntent, startRun } from "../../src/requests.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, program, rita, team } from "../support/gates.ts";

useDatabase();

const asked: Asked = { team, user: rita, channel: "C0HELIX01", threadTs: null, delivery: "command-1", at: new Date() };
const run: RunIntent = {
  verb: "run",
  program,
  optimizers: ["LabeledFewShot"],
  models: [],
  strategies: [],
  efforts: [],
  temperatures: [],
  compare: null,
  recommend: false,
  budgetUsd: null,
  set: {},
  reflection: null,
};
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
      "the model gpt-9 is not in helix.yaml. Next: use one of: flash.",
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

it("what can be named is what is registered", async () => {
  await aProgram();

  expect(await knownNames(team)).toEqual({ programs: [program], models: { [program]: ["flash"] } });
});
