import { afterAll, describe, expect, it } from "vitest";
import { startWorkspace } from "../../examples/workspace/server.ts";
import { renderMessage } from "../../examples/workspace/text.ts";
import { Deployments } from "../../models/deployment.ts";
import { correctedByUser, Drafts, SeenTraces } from "../../models/draft.ts";
import { Evaluations } from "../../models/evaluation.ts";
import { gateMessageKey } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import { Outbox } from "../../models/outbox.ts";
import { Programs } from "../../models/program.ts";
import { Runs } from "../../models/run.ts";
import { type Asker, answer } from "../../src/answers.ts";
import { useDeps } from "../review/ground.ts";
import { useDatabase } from "../support/database.ts";
import {
  aComparison,
  aDeployment,
  anEvaluation,
  anna,
  aProgram,
  aPromotion,
  aRelease,
  aRun,
  aVersion,
  program,
  rita,
  team,
} from "../support/gates.ts";
import { quickClient } from "../support/outbox.ts";
import { expectWithinSlackLimits } from "../support/slack-limits.ts";

useDatabase();

const deps = useDeps();
const { audit } = deps;
const slack = await startWorkspace();
afterAll(() => slack.close());
const asker: Asker = { team, user: rita, client: quickClient(slack.url), deps };

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
    /ticket-router: d0 is deployed: c1 on flash, since .*not evaluated yet/,
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

describe("the status of what was deployed by a decision", () => {
  /** d1 is live with an artifact; `artifacts` answered one trace each since. */
  async function live(artifacts: (string | null)[]) {
    const ground = await aProgram();
    await aDeployment(1, await aRelease("best", null));
    const approved = { artifactDigest: "a".repeat(64), gate: `${team}-g4`, by: anna, rollbackOf: null };
    await Deployments.updateOne({ team, number: 1 }, { $set: approved });
    await SeenTraces.insertMany(
      artifacts.map((artifact, n) => ({
        ...{ _id: `s${n}`, team, program, traceId: `t${n}`, key: `k${n}`, fate: "draft", reason: null },
        ...{ artifact, at: new Date() },
      })),
    );
    return ground;
  }

  it.each([
    [[], /drift unknown: no trace was read since/],
    [[null, null], /drift unknown: none of the 2 traces since names the artifact/],
    [["a".repeat(64), null], /no drift: 1 trace since names this artifact/],
    [
      ["a".repeat(64), "b".repeat(64)],
      /drift: other artifacts answered, of 2 traces since: 1 by bbbbbbbbbbbb \(unknown to Helix\)/,
    ],
  ])("says whether production drifted: %#", async (artifacts, words) => {
    await live(artifacts);

    const said = await shown({ verb: "status", program: null });

    expect(said).toMatch(words);
    expect(said).toMatch(/approved by \S*U0ANNA\S* in g4/);
  });

  it("names every open run, how it stands and what it cost so far", async () => {
    await aProgram();
    const run = await aRun(rita);
    await Runs.updateOne({}, { $set: { status: "waiting" } });

    expect(await shown({ verb: "status", program: null })).toContain(
      `waiting for Start: ${shortId(run._id)} GEPA for ticket-router, spent $0 of at most $`,
    );
  });

  it("counts users' corrections, and links what waits to its card", async () => {
    const ground = await live(["a".repeat(64)]);
    const trace = { id: "t0", url: null, at: new Date() };
    const draft = {
      _id: "l9",
      team,
      program,
      key: "k0",
      inputs: {},
      traces: [trace],
      at: new Date(),
    };
    await Drafts.create({ ...draft, status: "drafted", draftedBy: correctedByUser });
    const { gate } = await aPromotion(ground);
    await Outbox.updateOne({ team, key: gateMessageKey(gate) }, { $set: { ts: "1700000000.000100" } });

    const { text } = await answer({ verb: "status", program: null }, asker);

    expect(text).toContain("users corrected 1 answer since (100\u00a0% of the traces)");
    expect(text).toContain(`<${slack.url}/archives/C0HELIX01/p1700000000000100`);
    expect(text).toMatch(/p1700000000000100\S*\|g1> \(a promotion\)/);
  });
});

describe("traces as they were read", () => {
  it("are counted by what became of them; the last are shown with input, answer and address; reasons are told", async () => {
    await aProgram();
    const at = new Date("2026-11-28T10:00:00Z");
    const seen = { team, program, artifact: null, at };
    await SeenTraces.insertMany([
      { ...seen, _id: "s1", traceId: "t1", key: "k1", fate: "draft", reason: null },
      { ...seen, _id: "s2", traceId: "t2", key: "k1", fate: "duplicate of a draft", reason: null },
      { ...seen, _id: "s3", traceId: "t3", key: null, fate: "rejected", reason: "the call had failed" },
    ]);
    await Drafts.create({
      ...{ _id: "l1", team, program, key: "k1", inputs: { ticket: "charged twice" }, output: { team: "billing" } },
      ...{ traces: [{ id: "t1", url: "https://langfuse.example/t1", at }], traceCount: 2, status: "drafted", at },
      neighbours: [{ key: "n", inputs: {}, label: {}, split: "train", similarity: 0.9, near: true, isSame: false }],
    });
    await Programs.updateOne({ team, name: program }, { $set: { tracesReadTo: at } });

    const { text } = await answer({ verb: "traces", program: null }, asker);
    const words = await shown({ verb: "traces", program: null });

    expect(words).toMatch(/3 traces read, .*1 new input, 1 exact repetition, 0 labelled already, 1 left out/);
    expect(words).toMatch(/1 label draft waits, .*1 near-duplicate of an example/);
    expect(words).toContain("Left out because: the call had failed (1).");
    expect(words).toMatch(/ticket: charged twice answered team: billing/);
    expect(text).toMatch(/<https:\/\/langfuse\.example\/t1\|t1>/);
    expectWithinSlackLimits(await answer({ verb: "traces", program: null }, asker));
  });

  it("of a program without a source, and before anything was read", async () => {
    const { program: first } = await aProgram();
    expect(await shown({ verb: "traces", program })).toContain("No trace source is configured in helix.yaml");

    await Programs.create({ ...first, _id: "another", name: "another" });
    expect(await shown({ verb: "traces", program: null })).toMatch(/another: .*ticket-router: .*Name one to see/);
  });
});

describe("the audit", () => {
  async function recorded() {
    const { gate } = await aPromotion(await aProgram());
    const at = new Date("2026-11-28T10:00:00Z");
    const decision = { gate: gate._id, kind: "promotion", program, outcome: "approved", revision: 1, evidence: "e1" };
    const move = { program, from: 0, to: 1, digest: "d".repeat(64), gate: gate._id, release: "r" };
    await audit.append({ team, key: "1", kind: "import", at, by: rita, body: { program, version: 1, added: 24 } });
    await audit.append({ team, key: "2", kind: "decision", at, by: anna, body: decision });
    await audit.append({ team, key: "3", kind: "pointer_move", at, by: anna, body: move });
    await audit.append({ team, key: "4", kind: "import", at, by: rita, body: { program: "another", version: 1 } });
    return shortId(gate._id);
  }

  it.each([
    [null, null, [4, 3, 2, 1]],
    [program, null, [3, 2, 1]],
    [null, "g1", [3, 2]],
    [null, "d1", [3]],
    [program, "v1", [1]],
    [null, "r2", [3, 2]],
    [null, "c2", [3, 2]],
    [null, "x1", [3, 2]],
    [null, "e2", [3, 2]],
    [null, "g9", []],
  ])("of %s %s says that the chain holds, and what was recorded about it", async (named, subject, seqs) => {
    await recorded();

    const words = await shown({ verb: "audit", program: named, subject });

    expect(words).toMatch(/The chain holds: 4 records since .*verified now; head [0-9a-f]{12}, confirmed outside/);
    expect([...words.matchAll(/#(\d) /g)].map(([, seq]) => Number(seq))).toEqual(seqs);
    if (seqs.includes(3)) expect(words).toContain("production of ticket-router moved from d0 to d1");
  });

  it("says where the chain is broken", async () => {
    await recorded();
    await Programs.db.collection("audit").updateOne({ seq: 2 }, { $set: { by: "U0EVIL" } });

    expect(await shown({ verb: "audit", program: null, subject: null })).toMatch(/The chain is broken at record 2: /);
  });
});

it.each([
  [null, /Where d0 of ticket-router comes from/],
  ["deployed", /Where d0 of ticket-router comes from/],
  ["d0", /unproven lineage: it was there when the program was registered/],
  ["d9", /There is no lineage of d9 to show\. ticket-router has no such deployment\. Name a deployment such as d1/],
  ["c1", /Where d0 of ticket-router comes from/],
  ["c9", /There is no lineage of c9 to show\. ticket-router has no such candidate\./],
])("the lineage of %s", async (of, words) => {
  await aProgram();

  expect(await shown({ verb: "lineage", program, of })).toMatch(words);
});

it("the lineage of a candidate that was never deployed names its comparison, search, data, metric and DSPy", async () => {
  const { base } = await aProgram();
  const { _id } = await aRun(rita, ["better"]);
  const better = await aRelease("better", _id);
  await aComparison(_id, base, better);
  const made = { branch: { model: "flash" }, dataset: 1, reflection: "pro" };
  await Runs.updateOne(
    { _id },
    { $set: { "steps.0.params": made, "steps.0.candidates.0.candidate": better.candidate } },
  );

  const said = await shown({ verb: "lineage", program, of: shortId(better.candidate) });

  expect(said).toMatch(
    /Where c\d+ of ticket-router comes from ─+ c\d+ on flash, never deployed ← comparison x1: better/,
  );
  expect(said).toMatch(/← evaluation e\d of what it was compared with: /);
  expect(said).toContain("on flash over train and val of v1, proposals by pro");
  expect(said).toMatch(/metric \S+:\S+ [0-9a-f]{12}, DSPy 3\.3\.1/);
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
        `2 runs ─+ ${ids[1]} GEPA for ticket-router · by Helix .* · failed · cost unknown ` +
          `${ids[0]} GEPA for ticket-router · by @U0RITA .* · done: 0\\.\\d{3} \\(.*\\) on test of v1 \\(e\\d\\), ` +
          `\\w+ \\(x\\d\\) · \\$0\\.25.*\\[ Compare \\]`,
      ),
    );
  });

  it("all that it cost together, and which result is deployed: that one is not offered for comparison", async () => {
    const { ids } = await tried();
    const made = await Evaluations.findOne({ run: { $regex: `${ids[0]}$` } })
      .sort({ _id: -1 })
      .lean();
    await Deployments.updateOne({ number: 0 }, { $set: { release: made?.release ?? "" } });

    const words = await shown(all);

    expect(words).toMatch(/\(x\d\), deployed as d0 · \$0\.25 together they cost at least \$0\.25/);
    expect(words).not.toContain("[ Compare ]");
  });

  it.each([
    [{ by: "me" }, "1 run by you", 0],
    [{ by: "helix", program }, "1 run of ticket-router by Helix", 1],
    [{ optimizer: "GEPA" as const }, "1 run with GEPA", 0],
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
    expect(JSON.stringify(message)).toContain("12 of 17 runs of ticket-router");
    expect(JSON.stringify(message)).toContain("/helix runs ticket-router --before r104");
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
      /From v1 to v2 of ticket-router ─+ 2 examples added, 24 examples as before\. Added • ticket: ticket 2\d → \(test\)/,
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
