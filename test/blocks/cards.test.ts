import { describe, expect, it } from "vitest";
import { auditMessage } from "../../blocks/audit.ts";
import { comparisonMessage } from "../../blocks/comparison.ts";
import { digestMessage } from "../../blocks/digest.ts";
import { clearedVotesMessage, refusalMessage, rejectId } from "../../blocks/gate.ts";
import { helpMessage } from "../../blocks/help.ts";
import type { Message } from "../../blocks/kit.ts";
import { lineageMessage } from "../../blocks/lineage.ts";
import { matrixMessage } from "../../blocks/matrix.ts";
import { problemMessage } from "../../blocks/problem.ts";
import { type PromotionView, promotionCard, promotionEditModal } from "../../blocks/promotion.ts";
import { reminderMessage } from "../../blocks/reminder.ts";
import { type RollbackView, rollbackCard } from "../../blocks/rollback.ts";
import { runMessage } from "../../blocks/run.ts";
import { standingMessage } from "../../blocks/standing.ts";
import { tracesMessage } from "../../blocks/traces.ts";
import { rejectModal, truthCard, truthEditModal } from "../../blocks/truth.ts";
import { renderMessage } from "../../examples/workspace/text.ts";
import { blockProblems } from "../../examples/workspace/validate/content.ts";
import { auditKinds } from "../../models/audit.ts";
import type { AuditRecord } from "../../models/audit-chain.ts";
import type { Gate } from "../../models/gate.ts";
import type { Run, Step } from "../../models/run.ts";
import type { Seen } from "../../models/seen.ts";
import type { Verdict } from "../../models/verdict.ts";
import * as a from "../support/cards.ts";
import { expectWithinSlackLimits } from "../support/slack-limits.ts";

/** Every message Helix sends, with this text wherever a person, a model or a trace may have written it. */
function everyCard(text: string): [name: string, card: Message][] {
  const steps = (status: Step["status"]): Step[] => [
    a.aStep({
      kind: "compile",
      params: { words: text },
      status,
      progress: { done: 40, total: 120, best: 0.71, note: text },
      epoch: 2,
    }),
    a.aStep({ n: 1, params: { arm: "candidate", words: text, subject: text }, status }),
    a.aStep({ n: 2, kind: "recommend", params: { words: text }, status }),
  ];
  const problem = { what: text, why: text, next: text };
  const run = (status: Run["status"], step: Step["status"], more: Partial<Run> = {}) =>
    runMessage(
      a.aRun({ title: text, status, steps: steps(step), ...more }),
      status === "done" ? [`${text}.`, `${text}.`] : [],
    );
  const comparison = (verdict: Verdict) => {
    const made = a.aComparison(verdict);
    const changed = {
      inputs: text,
      expected: text,
      beforeOutput: JSON.stringify({ [text]: [{ text }] }),
      afterOutput: text,
    };
    return {
      ...made,
      result: { ...made.result, because: text },
      improved: made.improved.map((each) => ({ ...each, ...changed })),
      regressed: made.regressed.map((each) => ({ ...each, ...changed })),
      prompt: made.prompt.map((each) => {
        const copied = [{ key: "k1", words: text }];
        return { ...each, predictor: text, before: text, after: `${text}\n${text}`, copied };
      }),
    };
  };
  const view = (verdict: Verdict) => ({
    comparison: comparison(verdict),
    candidate: a.anEvaluation(),
    baseline: a.anEvaluation({ _id: "T1-e4" }),
    candidateName: text,
    baselineName: text,
    requestedBy: "U0RITA",
    advice: text,
  });
  const said = {
    revisions: a.aGate().revisions.map((each) => ({ ...each, note: text, label: { urgency: text, more: [{ text }] } })),
    program: text,
  };
  const promotion = (gate: Partial<Gate>): PromotionView => ({
    ...view("better"),
    gate: a.aGate({ ...said, ...gate }),
    release: a.aRelease({ lm: { ...a.aRelease().lm, alias: text } }),
    shipping: a.aCandidate(),
    policy: a.aConfig().policy,
    approvers: ["U0ANNA", "S0TEAM1", text],
    deployed: 0,
    newerDataset: 3,
  });
  const draft = a.aDraft({
    inputs: { ticket: text, [text]: [text, { text }] },
    output: { urgency: text },
    draftedBy: text,
    traces: [{ id: "t", url: text, at: a.at }],
    neighbours: [
      { ...a.aNeighbour({ ticket: text, [text]: [text] }, { urgency: text }), split: "train" },
      { ...a.aNeighbour({ ticket: text }, { urgency: text }), split: "test" },
      { ...a.aNeighbour({ ticket: text }, { urgency: text }), near: false, similarity: 0.5 },
    ],
  });
  const lives: [string, Partial<Gate>][] = [
    ["open", { lastEditor: "U0BEN", quorum: 2, votes: [{ user: "U0ANNA", revision: 1, at: a.at }] }],
    ["approved", a.decided("approved", ["U0ANNA", "U0BEN"], text)],
    ["rejected", a.decided("rejected", ["U0ANNA"], text)],
    ["expired", { status: "expired" }],
    [
      "superseded",
      { status: "superseded", moves: [{ from: "open", to: "superseded", by: "helix", at: a.at, why: text }] },
    ],
  ];
  const standing = a.aStanding({ running: [a.aRun({ title: text })], gates: [a.aGate()], drafts: 2, model: text });
  const program = a.aProgram({ name: text });
  const links = new Map<string, string>();
  const drift = { traces: 9, named: 8, others: [{ artifact: text, deployment: null, traces: 3 }], corrected: 2 };
  const statuses = [
    { standing, drift, links },
    { standing: { ...standing, program, evaluation: null, dataset: null }, drift: null, links: new Map() },
  ];
  const rollback = (gate: Partial<Gate>): RollbackView => {
    const { deployment } = standing;
    const release = a.aRelease({ lm: { ...a.aRelease().lm, alias: text, model: text } });
    const live = { deployment: { ...deployment, number: 4, lineage: "approved" as const }, release, because: text };
    const target = { deployment, release: a.aRelease(), evaluation: null, because: null };
    const sides = { live: { ...live, evaluation: a.anEvaluation() }, target };
    return {
      gate: a.aGate({ rollbackTo: 0, program: text, ...gate }),
      approvers: ["U0ANNA", text],
      ...sides,
      prompts: [],
    };
  };
  const nobody = text.replace(/<@\w+>/g, "");
  const trace = {
    _id: "s",
    team: "T1",
    program: text,
    traceId: text,
    key: "k",
    reason: text,
    artifact: null,
    at: a.at,
  };
  const seen: Seen = {
    program: a.aProgram({ name: text, tracesReadTo: a.at }),
    fates: { draft: 3, rejected: 2 },
    total: 5,
    oldest: a.at,
    newest: a.at,
    drafts: { drafted: 2 },
    nearDuplicates: 1,
    leftOut: [{ reason: text, traces: 1 }],
    lastSince: null,
    latest: [
      { trace: { ...trace, fate: "draft" }, draft: { ...draft, inputs: { [text]: text } }, url: null },
      { trace: { ...trace, fate: "rejected" }, draft: null, url: null },
    ],
  };
  const chain = { ok: true as const, length: 3, head: "a".repeat(64), anchored: 3 };
  return [
    ["a run that waits", run("queued", "waiting")],
    ["a run at work", run("running", "running")],
    ["a run that is done", run("done", "done")],
    ["a run that failed", run("failed", "failed", { problem })],
    ["a cancelled run", run("cancelled", "cancelled", { cancelRequestedBy: "U0ANNA" })],
    ...(["better", "worse", "tie", "inconclusive", "not comparable"] as const).map((verdict): [string, Message] => [
      `a comparison: ${verdict}`,
      comparisonMessage(view(verdict)),
    ]),
    [
      "a table of candidates",
      matrixMessage({
        program: text,
        baselineName: text,
        arms: (["better", "inconclusive", "not comparable"] as const).map((verdict, n) => ({
          name: text,
          comparison: `x${n + 1}`,
          result: comparison(verdict).result,
        })),
        chosen: "x1",
        same: 1,
        requestedBy: "U0RITA",
        advice: text,
      }),
    ],
    ...lives.flatMap(([life, gate]): [string, Message][] => [
      [`a promotion card, ${life}`, promotionCard(promotion(gate))],
      [`a truth card, ${life}`, truthCard(a.aGate({ kind: "truth", ...said, ...gate }), draft, ["U0ANNA", text])],
    ]),
    ["approvals that an edit cleared", clearedVotesMessage(a.aGate(), a.aGate({ revision: 2, ...said }), ["U0ANNA"])],
    ["a refused click", refusalMessage({ what: text, why: nobody, next: nobody })],
    ["a problem", problemMessage({ ...problem, paste: text })],
    [
      "a lineage",
      lineageMessage(a.aLineage({ program, release: a.aRelease({ lm: { ...a.aRelease().lm, alias: text } }) })),
    ],
    [
      "the lineage of deployment 0",
      lineageMessage(a.aLineage({ program, gate: null, comparison: null, run: null, evaluations: [] })),
    ],
    [
      "a digest",
      digestMessage(
        { ...standing, program },
        { read: 4, duplicates: 1, labelled: 1, rejected: 2, drafted: 3, since: "2026-03-01T00:00:00Z", source: text },
        "done",
      ),
    ],
    ["a digest whose traces are being read", digestMessage({ ...standing, program }, null, "running")],
    ["a status", standingMessage(statuses)],
    ["a reminder", reminderMessage([a.aGate({ ...said }), a.aGate({ kind: "truth", ...said })], ["U0ANNA", text])],
    ...lives.map(([life, gate]): [string, Message] => [`a rollback card, ${life}`, rollbackCard(rollback(gate))]),
    ["traces", tracesMessage([seen])],
    ["traces of several programs", tracesMessage([seen, { ...seen, total: 0 }])],
    ["an audit", auditMessage({ about: text, chain, since: a.at, records: records(text) })],
    [
      "a broken audit",
      auditMessage({ about: "", chain: { ok: false, seq: 2, problem: text }, since: null, records: [] }),
    ],
    ["the status of nothing", standingMessage([])],
    ["help", helpMessage()],
  ];
}

/** One audit record of each kind, with this text in each of its fields. */
function records(text: string): AuditRecord[] {
  const names = [
    "gate",
    "program",
    "kind",
    "outcome",
    "evidence",
    "reason",
    "because",
    "action",
    "hash",
    "digest",
    "file",
  ];
  const body = {
    ...Object.fromEntries(names.map((name) => [name, text])),
    changes: [text],
    ...{ rollbackTo: 1, version: 2, revision: 1, from: 0, to: 1, deployed: 1 },
  };
  const rest = { team: "T1", prev: "", hash: "", key: text, by: text, at: a.at, body };
  return [...auditKinds, text].map((kind, n) => ({ ...rest, kind, seq: n + 1 }));
}

/** Texts in which Slack reads markup; plain text and rich text are shown letter by letter. */
function markupIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(markupIn);
  if (typeof node !== "object" || node === null) return [];
  if ("type" in node && node.type === "mrkdwn" && "text" in node) return [String(node.text)];
  return Object.values(node).flatMap(markupIn);
}

const hostile: [string, string][] = [
  ["a broadcast, a mention and a link", "<!channel> <@U0VICTIM> <https://evil.example|Approve> <!subteam^S0EVIL1>"],
  ["markup and entities", "*bold* _it_ ~no~ `code` ``` &lt;&amp; > quote"],
  ["controls and directions", "a\u0000\u0007\u001b[31m \u202egnp.exe\u2066 \ud800 b"],
  ["nothing but space", " \n "],
  ["a very long text", "word & <word> ".repeat(800)],
  ["a very long word", "é😀".repeat(3_000)],
];

type Pressed = { style?: string; action_id: string; confirm?: object };
/** Buttons whose form asks before anything is done. */
const opensForm = new Set([rejectId]);

/** Figures in what a card itself says; what it quotes letter by letter is somebody else's, and ids are names. */
function figuresIn(blocks: Message["blocks"]): string[] {
  const own = blocks.filter(({ type }) => type !== "rich_text" && type !== "actions");
  const words = textsIn(own)
    .join("\n")
    .replaceAll(/<[!@][^>]*>/g, "");
  return words.match(/(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])/g) ?? [];
}

function textsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === "text" && typeof value === "string" ? [value] : key === "accessory" ? [] : textsIn(value),
  );
}

describe.each(hostile)("with %s in it", (_what, text) => {
  const cards = everyCard(text);

  it.each(cards)("Slack takes %s", (_name, card) => {
    expectWithinSlackLimits(card);
    expect(blockProblems(card.blocks as never, "/blocks")).toEqual([]);
  });

  it.each(cards)("nobody is called, and no link is made, by %s", (_name, card) => {
    const markup = [card.text, ...markupIn(card.blocks)].join("\n");

    expect(markup.match(/<(?!@U0(?:ANNA|BEN|RITA)>|!date\^\d+\^|!subteam\^S0TEAM1>)[^>]*>/g)).toBeNull();
  });
});

it.each([
  ["a promotion's", promotionEditModal(a.aGate(), "T1-c7", [{ id: "T1-c7", words: "x".repeat(500) }])],
  [
    "a label's",
    truthEditModal(a.aGate({ kind: "truth" }), a.aDraft({ inputs: { ticket: "&<".repeat(20_000) } }), [
      { name: "&<tag", hint: "&<".repeat(2_000), choices: [], initial: "&<" },
    ]),
  ],
  ["a rejection's", rejectModal(a.aGate({ kind: "truth" }))],
])("Slack takes %s form", (_whose, view) => {
  expectWithinSlackLimits(view);
});

describe("what people read", () => {
  const plain = "Plain words";
  const cards = everyCard(plain);
  const names = { U0ANNA: "Anna", U0BEN: "Ben", U0RITA: "Rita" };
  const read = (card: Message): string => renderMessage(card as never, names);

  it.each(cards)("%s is a full sentence where blocks are not shown", (_name, { text }) => {
    expect(text).toMatch(/^\S[\s\S]*[.!?…]$/);
    expect(text).not.toMatch(/ {2}|undefined|\bnull\b|NaN|\[object|Invalid/);
  });

  it.each(cards)("%s says every figure of its blocks in its text, or where it stands", (_name, { text, blocks }) => {
    const missing = figuresIn(blocks).filter((figure) => !text.includes(figure));

    expect(missing).toEqual([]);
  });

  it.each(cards)("%s has at most one primary button in a row, and asks before what cannot be undone", (_name, card) => {
    const rows = card.blocks.flatMap((block) => (block.type === "actions" ? [block.elements as Pressed[]] : []));

    for (const row of rows) {
      expect(row.filter(({ style }) => style === "primary").length).toBeLessThan(2);
      const ends = row.filter(({ style, action_id }) => style === "danger" && !opensForm.has(action_id));
      for (const { confirm } of ends) expect(confirm).toBeDefined();
    }
  });

  it.each(cards)("%s holds nothing a program would say", (_name, card) => {
    expect(read(card)).not.toMatch(/undefined|\bnull\b|NaN|\[object|Invalid Date|\{"|\bT1-/);
  });

  it.each(cards)("%s names no one by an id", (_name, card) => {
    expect(read(card)).not.toMatch(/(?<!\w)U0\w+/);
  });

  const viewOf = (with_: Partial<PromotionView>): PromotionView => ({
    ...{ comparison: a.aComparison("better"), candidate: a.anEvaluation(), baseline: a.anEvaluation(), advice: null },
    ...{ candidateName: "c7", baselineName: "c1", requestedBy: "U0RITA", gate: a.aGate(), release: a.aRelease() },
    ...{ shipping: a.aCandidate(), policy: a.aConfig().policy, approvers: ["U0ANNA"], deployed: 0, newerDataset: null },
    ...with_,
  });

  it.each([
    ["a comparison", (view: PromotionView) => comparisonMessage(view)],
    ["a promotion card", (view: PromotionView) => promotionCard(view)],
  ])("%s says what of the test split the candidate shows the model, in blocks and in text", (_what, cardOf) => {
    const words = "It shows the model examples of the test split, so its test score says less than it seems: demo 1";

    const card = cardOf(viewOf({ comparison: a.aComparison("better", { leaks: [words] }) }));

    expect(card.text).toContain(`${words}.`);
    expect(JSON.stringify(card.blocks)).toContain(words);
  });

  it.each([
    ["a search", {}, /made by GEPA in r12 · measured on \d+ examples of test of v\d+ · \/helix lineage c7/],
    ["its team", { run: null, optimizer: null }, /written by its team · measured on/],
  ])("a promotion card says what made it, and what it was measured on: %s", (_who, made, words) => {
    expect(read(promotionCard(viewOf({ shipping: a.aCandidate(made) }))).replaceAll("`", "")).toMatch(words);
  });

  it("changed examples read as words, not as JSON", () => {
    const shown = read(
      comparisonMessage({
        comparison: a.aComparison("better"),
        candidate: a.anEvaluation(),
        baseline: a.anEvaluation(),
        candidateName: "c7 on small",
        baselineName: "c1 on small",
        requestedBy: "U0RITA",
        advice: null,
      }),
    );

    expect(shown).toContain("ticket: The shop shows a blank page since noon. · tags: web, outage");
    expect(shown).toContain("before    urgency: low · parts: none");
    expect(shown).toContain("after     urgency: high · parts: (name: page, sure: true)");
    expect(shown).toContain("after     AdapterParseError: the answer has no field urgency");
  });

  it("two evaluations that must not be compared count no example as better or worse", () => {
    const comparison = a.aComparison("not comparable", { improved: [], regressed: [] });
    const shown = read(
      comparisonMessage({
        comparison,
        candidate: a.anEvaluation(),
        baseline: a.anEvaluation(),
        candidateName: "c7 on small",
        baselineName: "c1 on small",
        requestedBy: "U0RITA",
        advice: null,
      }),
    );

    expect(shown).toContain("No example is counted as improved or regressed.");
    expect(shown).not.toMatch(/\d+ improved/);
  });

  it("a decided card asks nobody any more", () => {
    const card = truthCard(a.aGate({ kind: "truth", ...a.decided("approved", ["U0ANNA"]) }), a.aDraft(), ["U0BEN"]);

    expect(read(card)).toMatch(/\*Approved\* by @Anna .* \(revision 1\)/);
    expect(JSON.stringify(card)).not.toContain("U0BEN");
    expect(read(card)).not.toContain("open until");
  });

  it("a cancelled run says who cancelled it, and that nothing is lost", () => {
    const card = runMessage(a.aRun({ status: "cancelled", cancelRequestedBy: "U0ANNA" }), []);

    expect(read(card)).toContain("It was cancelled by @Anna; what was measured so far is kept.");
  });

  it("a group of approvers is called as a group", () => {
    const gate = a.aGate({ kind: "truth" });

    expect(truthCard(gate, a.aDraft(), ["S0TEAM1"]).text).toContain("<!subteam^S0TEAM1>");
  });

  it.each([
    ["max_metric_calls is too small", "max_metric_calls is too small."],
    ["ticket-triage has no dataset", "ticket-triage has no dataset."],
    ["the newest is v2", "The newest is v2."],
    ["Which program?", "Which program?"],
    ["a “quoted end.”", "A “quoted end.”"],
  ])("“%s” is told as “%s”", (why, told) => {
    expect(problemMessage({ what: "No", why, next: "" }).text).toBe(`No. ${told}`);
  });
});

describe("how far a step is", () => {
  const step = (progress: Partial<NonNullable<Step["progress"]>>, more: Partial<Step> = {}) =>
    renderMessage(
      runMessage(
        a.aRun({
          steps: [
            a.aStep({
              kind: "compile",
              params: {},
              status: "running",
              progress: { done: 40, total: 120, best: null, note: "", ...progress },
              ...more,
            }),
          ],
        }),
        [],
      ) as never,
    );

  it.each([
    [
      "of what was planned",
      step({ best: 0.71 }),
      "◐ compile: ▰▰▰▱▱▱▱▱▱▱ 33\u00a0% · 40 of 120 program runs · best so far 0.710 on val",
    ],
    ["beyond it", step({ done: 1_001 }), "◐ compile: ▰▰▰▰▰▰▰▰▰▰ 100\u00a0% · 1,001 program runs, 120 planned"],
    ["of nobody knows how much", step({ total: null, done: 1 }), "◐ compile: 1 program run"],
    ["at a second attempt", step({}, { epoch: 2 }), "120 program runs · attempt 2"],
    ["when it failed", step({ note: "proposing" }, { status: "failed" }), "✕ compile: 40 of 120 program runs\n"],
    [
      "what it cost, where that is not known",
      step({}, { unknownCost: true }),
      "spent an unknown amount of at most $5.00",
    ],
    ["what it cost at least", step({}, { unknownCost: true, spentUsd: 0.5 }), "spent at least $0.50 of at most $5.00"],
  ])("%s", (_what, shown, words) => {
    expect(shown).toContain(words);
  });
});
