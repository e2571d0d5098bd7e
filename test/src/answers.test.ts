import { describe, expect, it } from "vitest";
import { renderMessage } from "../../examples/workspace/text.ts";
import { Evaluations } from "../../models/evaluation.ts";
import { shortId } from "../../models/ids.ts";
import { Programs } from "../../models/program.ts";
import { Runs } from "../../models/run.ts";
import { type Asker, answer } from "../../src/answers.ts";
import { useDatabase } from "../support/database.ts";
import {
  aComparison,
  anEvaluation,
  aProgram,
  aRelease,
  aRun,
  aVersion,
  program,
  rita,
  team,
} from "../support/gates.ts";
import { expectWithinSlackLimits } from "../support/slack-limits.ts";

useDatabase();

const asker = { team, user: rita } as Asker;

const shown = async (intent: Parameters<typeof answer>[0]): Promise<string> =>
  renderMessage((await answer(intent, asker)) as never)
    .replaceAll(/[*`]/g, "")
    .replaceAll(/\s+/g, " ");

it("where nothing is registered, the status says who adds a program, and how", async () => {
  expect(await shown({ verb: "status", program: null })).toContain(
    "No program is registered yet. An operator adds one with npm run helix -- add <folder of helix.yaml>.",
  );
});

it("the status of every program names what is deployed and how it was measured", async () => {
  await aProgram();

  expect(await shown({ verb: "status", program: null })).toMatch(
    /ticket-router: d0 is deployed: c1 on flash, since .*score not evaluated yet; it has not been evaluated/,
  );
});

it("a deployment measured with an earlier metric is not called measured on today's dataset", async () => {
  const ground = await aProgram();
  const evaluation = await anEvaluation(ground.base, "T0HELIX-r1", 20);
  expect(await shown({ verb: "status", program: null })).toContain("measured on today's dataset, v1");

  await Evaluations.updateOne({ _id: evaluation._id }, { $set: { metricSource: "an earlier one" } });

  expect(await shown({ verb: "status", program: null })).toContain(
    "measured with an earlier metric than today's: /helix eval ticket-router measures it again",
  );
});

it.each([
  [null, /Where d0 of ticket-router comes from/],
  ["deployed", /Where d0 of ticket-router comes from/],
  ["d0", /unproven lineage: it was there when the program was registered/],
  ["d9", /There is no lineage of d9 to show\. ticket-router has no such deployment\. Name a deployment such as d1/],
  ["c1", /There is no lineage of c1 to show\./],
])("the lineage of %s", async (of, words) => {
  await aProgram();

  expect(await shown({ verb: "lineage", program, of })).toMatch(words);
});

it("the lineage of nobody knows which", async () => {
  const { program: first } = await aProgram();
  await Programs.create({ ...first, _id: "another", name: "another" });

  expect(await shown({ verb: "lineage", program: null, of: null })).toMatch(
    /There is no lineage to show\. It is not clear which program is meant\./,
  );
});

it("the datasets of nobody knows which: the programs are named", async () => {
  const { program: first } = await aProgram();
  await Programs.create({ ...first, _id: "another", name: "another" });

  expect(await shown({ verb: "datasets", program: null, from: null, to: null })).toMatch(
    /It is not clear which program is meant\. Name one of: .*(another.*ticket-router|ticket-router.*another)/,
  );
});

describe("what was tried", () => {
  const all = { verb: "runs", program: null, optimizer: null, by: null, status: null, before: null } as const;

  /** A run of GEPA by Rita that was compared, and an evaluation Helix began. */
  async function tried() {
    const { base } = await aProgram();
    const { _id } = await aRun(rita, ["better"]);
    await Runs.updateOne(
      { _id },
      { $set: { intent: { verb: "run", optimizers: ["GEPA"] }, "steps.0.spentUsd": 0.25 } },
    );
    const better = await aRelease("better", _id);
    const comparison = await aComparison(_id, base, better);
    const compare = { kind: "compare", status: "done", outcome: { comparison: comparison._id }, spentUsd: 0 };
    await Runs.updateOne({ _id }, { $push: { steps: compare } as never });
    const helix = await aRun("helix");
    await Runs.updateOne({ _id: helix._id }, { $set: { status: "failed", "steps.0.unknownCost": true } });
    return { ids: [_id, helix._id].map(shortId) };
  }

  it("newest first: who, when, with what result and verdict, at what cost; the unknown is not 0", async () => {
    const { ids } = await tried();

    const words = await shown(all);

    expect(words).toMatch(
      new RegExp(
        `2 runs ─+ ${ids[1]} GEPA for ticket-router · by helix .* · failed · cost unknown ` +
          `${ids[0]} GEPA for ticket-router · by @U0RITA .* · done: 0\\.\\d{3} \\(.*\\) on test of v1, \\w+ · \\$0\\.25`,
      ),
    );
  });

  it.each([
    [{ by: "me" }, "1 run by you", 0],
    [{ by: "helix", program }, "1 run of ticket-router by Helix", 1],
    [{ optimizer: "GEPA" as const }, "1 run with gepa", 0],
    [{ status: "failed" as const }, "1 run that failed", 1],
  ])("%j", async (changes, words, n) => {
    const { ids } = await tried();

    const said = await shown({ ...all, ...changes });

    expect(said).toContain(words);
    expect(said).toContain(`${ids[n]} GEPA`);
    expect(said).not.toContain(`${ids[1 - n]} GEPA`);
  });

  it("a page at a time, with the line for the earlier ones", async () => {
    const { program: of } = await aProgram();
    await aRun(rita);
    const one = await Runs.findOne({}).lean().orFail();
    const more = Array.from({ length: 16 }, (_, n) => ({ ...one, _id: `more-${n}`, n: 100 + n, key: `more-${n}` }));
    await Runs.insertMany(more);

    const message = await answer({ ...all, program: of.name }, asker);

    expectWithinSlackLimits(message);
    expect(JSON.stringify(message)).toContain("15 of 17 runs of ticket-router");
    expect(JSON.stringify(message)).toContain("/helix runs ticket-router --before r101");
    expect(await shown({ ...all, before: "r1" })).toContain("There are no runs before r1.");
  });
});

it("what is registered: revision, models with their roles, dataset version, what is deployed, who is at work", async () => {
  await aProgram();
  const run = await aRun(rita);
  await Runs.updateOne({}, { $set: { status: "running" } });

  const said = await shown({ verb: "programs" });

  expect(said).toMatch(
    /ticket-router, revision 1, added by @U0RITA .*, snapshot snapshot, dspy 3\.3\.1 models: flash \(task\)/,
  );
  expect(said).toContain("dataset v1: 0 train, 0 val, 24 test; d0 is deployed");
  expect(said).toContain(`at work: ${shortId(run._id)} GEPA for ticket-router, asked for by @U0RITA`);
});

describe("datasets", () => {
  const datasets = { verb: "datasets", program, from: null, to: null } as const;

  it("every version with its cause, author, counts and hash", async () => {
    await aProgram();
    await aVersion(2, 26);

    const said = await shown(datasets);

    expect(said).toMatch(
      /The dataset of ticket-router is at v2 ─+ v2 import by @U0RITA .*: 26 examples \(0 train, 0 val, 26 test\), 26 added, 0 changed · [0-9a-f]{12} v1 import/,
    );
    expect(said).toContain("/helix datasets ticket-router v1 v2");
  });

  it("what changed between two", async () => {
    await aProgram();
    await aVersion(2, 26);

    expect(await shown({ ...datasets, from: 1, to: 2 })).toMatch(
      /From v1 to v2 of ticket-router ─+ 2 examples added, 24 examples as before\. Added • ticket: ticket 2\d: \(test\)/,
    );
    expect(await shown({ ...datasets, from: 2, to: 1 })).toContain("2 examples removed, 24 examples as before");
    expect(await shown({ ...datasets, from: 1, to: 9 })).toMatch(/ticket-router does not have both versions/);
  });
});

describe("stopping a run by its short id", () => {
  const noGroups = { usergroups: { users: { list: () => Promise.reject(new Error("no groups")) } } };
  const deps = { now: () => new Date() };
  const as = (user: string) => ({ team, user, deps, client: noGroups }) as unknown as Asker;

  it("is for whoever asked for it, and for approvers; anybody else is told so", async () => {
    await aProgram();
    const { _id } = await aRun(rita);
    await Runs.updateOne({ _id }, { $set: { status: "running", "steps.0.status": "running" } });
    const run = shortId(_id);

    expect((await answer({ verb: "pause", run }, as("U0GUEST"))).text).toContain(`Nothing was paused: ${run}.`);
    expect((await answer({ verb: "pause", run }, as(rita))).text).toBe(
      `${run} is paused; its message says how far it came.`,
    );
    expect((await answer({ verb: "pause", run }, as(rita))).text).toContain("paused already");
    expect((await answer({ verb: "resume", run }, as("U0ANNA"))).text).toContain("is at work again");
    expect((await answer({ verb: "cancel", run }, as("U0ANNA"))).text).toContain("is cancelled");
    expect((await answer({ verb: "cancel", run: "r77" }, as("U0ANNA"))).text).toMatch(
      /Nothing was cancelled: r77\. There is no such run\. See which there are with \/helix runs\./,
    );
    expect(await Runs.findById(_id).lean()).toMatchObject({ status: "cancelled", cancelRequestedBy: "U0ANNA" });
  });
});
