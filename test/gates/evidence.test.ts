import { describe, expect, it } from "vitest";
import { perform } from "../../jobs/perform.ts";
import { Comparisons } from "../../models/comparison.ts";
import { DatasetVersions, Labels } from "../../models/dataset.ts";
import { Drafts } from "../../models/draft.ts";
import { EvaluationRows } from "../../models/evaluation.ts";
import { type Gate, Gates, theGate } from "../../models/gate.ts";
import { Programs } from "../../models/program.ts";
import { Releases, States } from "../../models/release.ts";
import { type Run, Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import {
  aDeployment,
  anna,
  aProgram,
  aPromotion,
  aRelease,
  aTruth,
  aVersion,
  ben,
  drafted,
  type Ground,
  nowSays,
  type Promotion,
  team,
  theDraft,
} from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

const cut = { text: "Approve", stale: true };

/** Presses Approve and answers with what the person is told. */
async function told(gate: Gate, user: string = anna): Promise<string> {
  const press = await bot.slack.as(user).presses(await bot.card(gate), cut);
  return bot.slack.render(await press.ephemeral());
}

const reviseRuns = (): Promise<Run[]> => Runs.find({ team, "steps.kind": "revise" }).lean<Run[]>().exec();
const deployRuns = (): Promise<Run[]> => Runs.find({ team, "steps.kind": "deploy" }).lean<Run[]>().exec();

type Change = (promotion: Promotion, ground: Ground) => Promise<unknown>;

/** What was recorded is not what was shown: somebody or something changed it, so nothing can be renewed from it. */
const tampered: [string, string, Change][] = [
  ["the program's state", "recorded state", () => States.updateMany({}, { $set: { "state.name": "another" } })],
  ["the state that ships", "recorded state", ({ release }) => States.deleteOne({ _id: release.stateHash })],
  [
    "the model's parameters",
    "recorded lm",
    () => Releases.updateMany({}, { $set: { "lm.params": { temperature: 2 } } }),
  ],
  [
    "the program's source",
    "recorded programSource",
    () => Releases.updateMany({}, { $set: { programSource: "another" } }),
  ],
  [
    "one score of the candidate",
    "recorded candidateRows",
    ({ comparison }) =>
      EvaluationRows.updateOne({ evaluation: comparison.candidate, score: 0 }, { $set: { score: 1 } }),
  ],
  [
    "one score of what is deployed",
    "recorded baselineRows",
    ({ comparison }) => EvaluationRows.updateOne({ evaluation: comparison.baseline, score: 1 }, { $set: { score: 0 } }),
  ],
  [
    "one row of the candidate that is gone",
    "recorded candidateRows",
    ({ comparison }) => EvaluationRows.deleteOne({ evaluation: comparison.candidate }),
  ],
  [
    "the comparison's figures",
    "recorded comparison",
    () => Comparisons.updateMany({}, { $set: { "result.candidate.p95": 1 } }),
  ],
  [
    "that it was selected on test",
    "recorded comparison",
    () => Comparisons.updateMany({}, { $set: { selectedOnTest: true } }),
  ],
  [
    "the dataset's content hash",
    "recorded dataset",
    () => DatasetVersions.updateMany({}, { $set: { hash: "another" } }),
  ],
  [
    "the parts as they were shown",
    "not what was shown",
    () => Gates.updateMany({}, { $set: { "revisions.0.parts.note": "x" } }),
  ],
  [
    "the note as it was shown",
    "recorded note",
    () => Gates.updateMany({}, { $set: { "revisions.0.note": "ship it" } }),
  ],
  [
    "the digest itself",
    "not what was shown",
    () => Gates.updateMany({}, { $set: { "revisions.0.digest": "0".repeat(64) } }),
  ],
  ["the release that ships", "recorded", ({ release }) => Releases.deleteOne({ _id: release._id })],
  ["the comparison altogether", "recorded comparison", () => Comparisons.deleteMany({})],
  ["the digest, to nothing", "no digest", () => Gates.updateMany({}, { $set: { "revisions.0.digest": "" } })],
];

describe("Approve on a promotion card whose evidence was changed", () => {
  it.each(tampered)("is refused, and the question is taken back: %s", async (_what, words, change) => {
    const ground = await aProgram();
    const promotion = await aPromotion(ground);
    const { gate } = promotion;
    await bot.card(gate);
    await change(promotion, ground);

    const said = await told(gate);

    expect(said).toContain(words);
    expect(said).toContain("taken back");
    expect(await theGate(gate._id)).toMatchObject({ status: "superseded", decision: null, votes: [] });
    expect(await deployRuns()).toEqual([]);
    expect(await bot.audit()).toMatchObject([
      { kind: "refusal", by: anna, body: { code: "evidence", action: "approve" } },
    ]);
  });

  it("takes the buttons off the card, and says there why", async () => {
    const { gate } = await aPromotion(await aProgram());
    await bot.card(gate);
    await EvaluationRows.updateOne({ score: 0 }, { $set: { score: 1 } });

    await told(gate);

    const card = await bot.reads(gate);
    expect(card).toMatch(/Taken back.*: the recorded (candidate|baseline)Rows is not what was shown/);
    expect(card).not.toContain("[ Approve ]");
  });

  it.each<[string, string, Change]>([
    [
      "something else was deployed",
      "Something else was deployed meanwhile",
      async () => aDeployment(1, await aRelease("hotfix", null)),
    ],
    [
      "the metric changed",
      "The metric changed",
      () => Programs.updateMany({}, { $set: { "described.metricSource": "another" } }),
    ],
  ])("is refused, and it is measured again: %s", async (_what, words, change) => {
    const ground = await aProgram();
    const promotion = await aPromotion(ground);
    await change(promotion, ground);

    const said = await told(promotion.gate);

    expect(said).toContain(words);
    expect(said).toMatch(/measured again in r\d+, and the card is renewed with the result/);
    const live =
      (await Programs.findOne({ team }).lean())?.deployed === 1 ? await aRelease("hotfix", null) : ground.base;
    expect(await reviseRuns()).toMatchObject([
      {
        steps: [
          { params: { release: promotion.release._id } },
          { params: { release: live._id } },
          {},
          { kind: "revise" },
        ],
      },
    ]);
    expect(await theGate(promotion.gate._id)).toMatchObject({ status: "open", votes: [], decision: null });
    expect(await deployRuns()).toEqual([]);
  });

  it("is refused again and again while it is measured, without a second run or a second audit record", async () => {
    const { gate } = await aPromotion(await aProgram());
    await Programs.updateMany({}, { $set: { "described.metricSource": "another" } });

    await told(gate);
    await told(gate);
    await told(gate, ben);

    expect(await reviseRuns()).toHaveLength(1);
    expect((await bot.audit()).map(({ by }) => by)).toEqual([anna, ben]);
  });

  it("is refused when the policy changed, and the renewed card can be approved", async () => {
    const { gate } = await aPromotion(await aProgram());
    await bot.card(gate);
    await nowSays({ policy: { "promotion.p95_ratio": 1.1 } });

    const said = await told(gate);
    await bot.slack.waitFor(/at most 1.10×/);
    await bot.slack.as(anna).presses(await bot.card(gate), { text: "Approve" });
    const after = await bot.gateWhen(gate._id, ({ status }) => status === "approved");

    expect(said).toMatch(/The policy changed; the card is renewed: look at it again/);
    expect(after).toMatchObject({ revision: 2, lastEditor: null, decision: { revision: 2, by: [anna] } });
    expect(await bot.reads(gate)).not.toContain("Edited by");
  });

  it.each(["Edit", "Reject"])("is refused for %s as well", async (text) => {
    const { gate } = await aPromotion(await aProgram());
    await EvaluationRows.updateOne({ score: 0 }, { $set: { score: 1 } });

    const press = await bot.slack.as(anna).presses(await bot.card(gate), { text });

    expect(bot.slack.render(await press.ephemeral())).toContain("Nothing was opened");
    expect(await bot.slack.as(anna).views()).toEqual([]);
  });
});

describe("a newer dataset version alone", () => {
  it("does not refuse, and is shown on the card", async () => {
    const { gate } = await aPromotion(await aProgram());
    await aVersion(2, 25);

    await bot.slack.as(anna).presses(await bot.card(gate), { text: "Approve" });

    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "applying");
    expect(await bot.reads(gate)).toContain("Dataset v2 is newer than the one this was measured on");
    expect(await deployRuns()).toHaveLength(1);
  });
});

describe("Approve on a truth card whose evidence was changed", () => {
  it.each<[string, string, () => Promise<unknown>]>([
    ["the input", "recorded example", () => Drafts.updateMany({}, { $set: { "inputs.ticket": "another" } })],
    [
      "the examples it resembles",
      "recorded neighbours",
      () => Drafts.updateMany({}, { $set: { neighbours: [{ key: "another" }] } }),
    ],
    ["the label", "recorded label", () => Gates.updateMany({}, { $set: { "revisions.0.label.team": "sales" } })],
    ["the digest", "no digest", () => Gates.updateMany({}, { $set: { "revisions.0.digest": "" } })],
    [
      "what production answered",
      "recorded production",
      () => Drafts.updateMany({}, { $set: { output: { team: "x" } } }),
    ],
  ])("is refused, and the input is asked about anew: %s", async (_what, words, change) => {
    const { gate, draft } = await aTruth(await aProgram());
    await bot.card(gate);
    await change();

    const said = await told(gate);

    expect(said).toContain(words);
    expect(said).toContain("taken back");
    expect(said).not.toContain("comparison");
    expect(await theGate(gate._id)).toMatchObject({ status: "superseded" });
    expect(await theDraft(draft._id)).toMatchObject({ status: "drafted", gate: null });
    expect(await Labels.countDocuments()).toBe(0);
  });

  it("is told to the person when the input is gone altogether", async () => {
    const { gate } = await aTruth(await aProgram());
    await bot.card(gate);
    await Drafts.deleteMany({});

    expect(await told(gate)).toContain("taken back");
    expect(await theGate(gate._id)).toMatchObject({ status: "superseded" });
    expect(await Labels.countDocuments()).toBe(0);
  });

  it("renews the card when the program's outputs changed, and nobody is said to have edited it", async () => {
    const { gate } = await aTruth(await aProgram());
    await bot.card(gate);
    await Programs.updateMany({}, { $set: { "described.outputSchemas.team": `{"type":"string","minLength":1}` } });

    const said = await told(gate);
    await bot.slack.as(anna).presses(await bot.card(gate), { text: "Approve" });
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");

    expect(said).toContain("The program's outputs changed; the card is renewed");
    expect(await bot.reads(gate)).not.toContain("edited by");
    expect(await Labels.find().lean()).toMatchObject([{ label: drafted }]);
  });

  it("is refused when the label does not fit the program's outputs any more", async () => {
    const { gate } = await aTruth(await aProgram());
    await Programs.updateMany({}, { $set: { "described.outputSchemas.team": `{"type":"integer"}` } });
    await told(gate);

    const said = await told(gate);

    expect(said).toMatch(/team: .*integer|number/);
    expect(said).toContain("Edit");
    expect(await theGate(gate._id)).toMatchObject({ status: "open" });
    expect(await Labels.countDocuments()).toBe(0);
  });

  it("is refused when the same input was asked about on another card meanwhile", async () => {
    const { gate, draft } = await aTruth(await aProgram());
    await Drafts.updateOne({ _id: draft._id }, { $set: { gate: "T0HELIX-g99" } });

    const said = await told(gate);

    expect(said).toContain("asked about on another card");
    expect(await Labels.countDocuments()).toBe(0);
    expect(await theDraft(draft._id)).toMatchObject({ gate: "T0HELIX-g99", status: "gated" });
  });
});

describe("the deployment of an approved promotion", () => {
  it.each(tampered.filter(([, words]) => words !== "no digest"))(
    "is refused in words when the evidence was changed after the approval: %s",
    async (_what, words, change) => {
      const ground = await aProgram();
      const promotion = await aPromotion(ground);
      const { gate } = promotion;
      await bot.slack.as(anna).presses(await bot.card(gate), { text: "Approve" });
      await bot.gateWhen(gate._id, ({ effect }) => effect.status === "applying");
      const [deploy] = await deployRuns();
      await change(promotion, ground);

      await perform(bot.deps, deploy?._id ?? "", 0, AbortSignal.timeout(10_000));

      const [after] = await deployRuns();
      expect(after).toMatchObject({ status: "failed", problem: { what: "Nothing was deployed" } });
      expect(`${after?.problem?.why}`).toMatch(
        words === "not what was shown" ? /not what was shown|as it stands/ : words,
      );
      expect(await theGate(gate._id)).toMatchObject({ status: "approved", effect: { status: "failed" } });
      expect(await Programs.findOne({ team }).lean()).toMatchObject({ deployed: 0 });
    },
  );

  it("is refused when something else was deployed between the approval and the deployment", async () => {
    const { gate } = await aPromotion(await aProgram());
    await bot.slack.as(anna).presses(await bot.card(gate), { text: "Approve" });
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "applying");
    await aDeployment(1, await aRelease("hotfix", null));

    const [deploy] = await deployRuns();
    await perform(bot.deps, deploy?._id ?? "", 0, AbortSignal.timeout(10_000));

    expect(await deployRuns()).toMatchObject([{ problem: { why: "something else was deployed meanwhile" } }]);
    expect(await Programs.findOne({ team }).lean()).toMatchObject({ deployed: 1 });
    expect(await bot.reads(gate)).toContain("Something else was deployed meanwhile");
  });
});
