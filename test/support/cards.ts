import type { Comparison } from "../../models/comparison.ts";
import type { Draft } from "../../models/draft.ts";
import type { Evaluation } from "../../models/evaluation.ts";
import { compareFingerprints, type Fingerprint } from "../../models/fingerprint.ts";
import type { Gate } from "../../models/gate.ts";
import { parseHelixYaml } from "../../models/helix-yaml.ts";
import type { Lineage } from "../../models/lineage.ts";
import type { Program } from "../../models/program.ts";
import type { Candidate, Release } from "../../models/release.ts";
import { freshStep } from "../../models/run/step.ts";
import type { Run, Step } from "../../models/run.ts";
import type { Standing } from "../../models/standing.ts";
import type { ComparisonResult } from "../../models/verdict.ts";

/** Model values as the database would hold them, for tests of what people see: each takes what is different about it. */

export const at = new Date("2026-03-04T10:20:30Z");
const hash = (letter: string): string => letter.repeat(64);

const yaml = `
name: ticket-triage
program: triage.program:build
metric: triage.metric:score
data: tickets.jsonl
inputs: [ticket]
models: { small: { lm: openai/small, price: { input: 0.1, output: 0.4 } } }
roles: { task: small }
channel: C0HELIX01
approvers: { truth: [U0ANNA], promotion: [U0ANNA, U0BEN] }
`;

/** The configuration most cards need. */
export function aConfig(): Program["config"] {
  const parsed = parseHelixYaml(yaml, { file: "helix.yaml" });
  if (!parsed.ok) throw new Error(parsed.problems.join("\n"));
  return parsed.value;
}

export const aProgram = (with_: Partial<Program> = {}): Program => ({
  _id: "T1-ticket-triage",
  team: "T1",
  name: "ticket-triage",
  root: "/programs/ticket-triage",
  config: aConfig(),
  snapshot: hash("5"),
  described: {
    dspy: "3.3.1",
    litellm: "1.0",
    gepa: "0.1",
    python: "3.11",
    evalContract: 1,
    programSource: hash("a"),
    metricSource: hash("b"),
    baseState: hash("c"),
    predictors: [],
    inputSchemas: { ticket: '{"type":"string"}' },
    outputSchemas: { urgency: '{"enum":["low","high"],"type":"string"}' },
    packages: {},
    metricDeterministic: true,
  },
  addedBy: "U0ANNA",
  addedAt: at,
  revision: 1,
  deployed: 0,
  tracesReadTo: null,
  ...with_,
});

export const aStep = (with_: Partial<Step> = {}): Step => ({
  ...freshStep("evaluate", { arm: "candidate" }, 0),
  status: "done",
  epoch: 1,
  ...with_,
});

export const aRun = (with_: Partial<Run> = {}): Run => ({
  _id: "T1-r12",
  team: "T1",
  n: 12,
  key: "said-1",
  program: "ticket-triage",
  title: "GEPA for ticket-triage on small",
  intent: null,
  requestedBy: "U0RITA",
  channel: "C0HELIX01",
  threadTs: null,
  parentKey: null,
  status: "running",
  steps: [aStep()],
  limitUsd: 5,
  problem: null,
  cancelRequestedBy: null,
  moves: [],
  rev: 1,
  shownRev: 0,
  unshown: 0,
  createdAt: at,
  ...with_,
});

export const aFingerprint = (ruler: Partial<Fingerprint["ruler"]> = {}): Fingerprint => ({
  ruler: {
    dataset: hash("1"),
    splitDefinition: hash("2"),
    metricSource: hash("b"),
    repetitions: "1",
    failurePolicy: "failures score 0, missing are left out",
    dspy: "3.3.1",
    evalContract: "1",
    ...ruler,
  },
  subject: {
    state: hash("c"),
    programSource: hash("a"),
    model: "openai/small",
    reportedModel: "small-2026",
    endpoint: null,
    params: "{}",
    adapter: "chat",
    optimizer: "none",
  },
  shown: { gepa: "0.1", litellm: "1.0", python: "3.11", host: "h" },
});

export const anEvaluation = (with_: Partial<Evaluation> = {}): Evaluation => ({
  _id: "T1-e5",
  team: "T1",
  program: "ticket-triage",
  key: "k",
  run: "T1-r12",
  release: hash("d"),
  dataset: 2,
  split: "test",
  metric: "tickets.metric:score",
  metricSource: hash("b"),
  metricSnapshot: hash("9"),
  repetitions: 1,
  failureScore: 0,
  dspy: "3.3.1",
  evalContract: 1,
  status: "done",
  fingerprint: aFingerprint(),
  summary: {
    n: 120,
    missing: 0,
    mean: 0.712,
    low: 0.65,
    high: 0.774,
    p50: 140,
    p95: 260,
    usdPerCall: 0.0000421,
    tokensPerCall: 388,
    byStatus: { ok: 118, parse_error: 2 },
    freshPredictions: 2,
    knownPredictions: 118,
    freshLmCalls: 2,
    usd: 0.0000842,
  },
  rowsHash: hash("e"),
  at,
  ...with_,
});

const arm = (mean: number, more: Partial<ComparisonResult["baseline"]> = {}): ComparisonResult["baseline"] => ({
  mean,
  low: mean - 0.06,
  high: mean + 0.06,
  p50: 140,
  p95: 260,
  p95Low: 231,
  p95High: 312,
  usdPerCall: 0.0000421,
  tokensPerCall: 388,
  errorsPer1000: 8.3,
  rateLimitedPer1000: 21,
  timeoutsPer1000: 4,
  ...more,
});

/** A verdict with figures that fit it. */
export function aResult(verdict: ComparisonResult["verdict"]): ComparisonResult {
  const means = { better: 0.84, worse: 0.58, tie: 0.712, inconclusive: 0.73, "not comparable": 0.84 };
  const mean = means[verdict] - 0.712;
  const because = {
    better: "the score is 0.128 higher (95\u00a0% interval +0.071 to +0.185; p\u00a0<\u00a00.001; 120 examples)",
    worse: "the score is 0.132 lower (95\u00a0% interval −0.190 to −0.074; p\u00a0<\u00a00.001; 120 examples)",
    tie: "the difference is 0.000, within ±0.020 (95\u00a0% interval −0.012 to +0.011; 120 examples)",
    inconclusive:
      "the difference is +0.018 (95\u00a0% interval −0.021 to +0.057; p\u00a0=\u00a00.380; 120 examples): the interval does not lie clear of 0; with this many, one of 0.055 would be found 4 times in 5",
    "not comparable": "the metric is not the same; the DSPy version is not known",
  }[verdict];
  return {
    verdict,
    because,
    n: 120,
    missing: verdict === "not comparable" ? 3 : 0,
    margin: verdict === "tie" ? 0.02 : 0,
    baseline: arm(0.712),
    candidate: arm(means[verdict], { p95: 301, usdPerCall: 0.0000702 }),
    difference:
      verdict === "not comparable"
        ? null
        : {
            mean,
            low: mean - 0.05,
            high: mean + 0.05,
            p: 0.01,
            pHolm: 0.01,
            test: "sign flip",
            candidates: 1,
            mde: 0.05,
          },
    improved: verdict === "tie" ? 0 : 31,
    regressed: verdict === "tie" ? 0 : 9,
    unchanged: 80,
    changes: [],
  };
}

export const aComparison = (verdict: ComparisonResult["verdict"], with_: Partial<Comparison> = {}): Comparison => ({
  _id: "T1-x3",
  team: "T1",
  program: "ticket-triage",
  key: "k",
  run: "T1-r12",
  baseline: "T1-e4",
  candidate: "T1-e5",
  fingerprint: compareFingerprints(
    aFingerprint(verdict === "not comparable" ? { metricSource: hash("9"), dspy: null } : {}),
    aFingerprint(),
  ),
  result: aResult(verdict),
  improved: [
    {
      key: "k1",
      inputs: '{"ticket":"The shop shows a blank page since noon.","tags":["web","outage"]}',
      before: 0,
      after: 1,
      expected: '{"urgency":"high","parts":[{"name":"page","sure":true},{"name":"shop","sure":false}]}',
      beforeOutput: '{"urgency":"low","parts":[]}',
      afterOutput: '{"urgency":"high","parts":[{"name":"page","sure":true}]}',
      feedback: "",
    },
  ],
  regressed: [
    {
      key: "k2",
      inputs: '{"ticket":"Please change my address.","tags":[]}',
      before: 1,
      after: 0,
      expected: '{"urgency":"low","parts":[]}',
      beforeOutput: '{"urgency":"low","parts":[]}',
      afterOutput: "AdapterParseError: the answer has no field urgency",
      feedback: "",
    },
  ],
  prompt: [
    {
      predictor: "triage",
      before: "Say how urgent the ticket is.",
      after: "Say how urgent the ticket is.\nAn outage is always high.",
      wordsAdded: 6,
      wordsRemoved: 0,
      demosAdded: 2,
      demosRemoved: 0,
      demos: [
        { change: "added", source: `3fa9c2d1${"0".repeat(56)}`, augmented: true },
        { change: "added", source: null, augmented: true },
      ],
      copied: [],
    },
  ],
  selectedOnTest: false,
  at,
  ...with_,
});

export const aCandidate = (with_: Partial<Candidate> = {}): Candidate => ({
  _id: "T1-c7",
  team: "T1",
  program: "ticket-triage",
  key: "k",
  stateHash: hash("c"),
  snapshot: hash("5"),
  programSource: hash("a"),
  entry: "triage.program:build",
  parents: ["T1-c1"],
  run: "T1-r12",
  optimizer: { name: "GEPA", max_metric_calls: 120, use_merge: true },
  valScore: 0.81,
  at,
  ...with_,
});

export const aRelease = (with_: Partial<Release> = {}): Release => ({
  _id: hash("d"),
  team: "T1",
  program: "ticket-triage",
  candidate: "T1-c7",
  stateHash: hash("c"),
  snapshot: hash("5"),
  programSource: hash("a"),
  entry: "triage.program:build",
  lm: {
    alias: "small",
    model: "openai/small",
    endpoint: null,
    keyEnv: null,
    params: {},
    price: { input: 0.1, output: 0.4 },
    timeoutS: 60,
  },
  adapter: "chat",
  ...with_,
});

export const aGate = (with_: Partial<Gate> = {}): Gate => ({
  _id: "T1-g4",
  team: "T1",
  n: 4,
  key: "k",
  kind: "promotion",
  program: "ticket-triage",
  status: "open",
  revision: 1,
  revisions: [
    {
      n: 1,
      parts: { deployed: 0 },
      digest: hash("f"),
      label: { urgency: "high", parts: [{ name: "page", sure: true }] },
      release: hash("d"),
      comparison: "T1-x3",
      note: null,
      by: "helix",
      at,
    },
  ],
  votes: [],
  quorum: 1,
  requestedBy: "U0RITA",
  lastEditor: null,
  run: "T1-r12",
  draft: "T1-l1",
  channel: "C0HELIX01",
  parentKey: "run:T1-r12",
  threadTs: null,
  expiresAt: new Date("2026-03-07T10:20:30Z"),
  decision: null,
  effect: { status: "none", audited: false, detail: null, at: null },
  moves: [],
  rev: 1,
  shownRev: 0,
  unshown: 0,
  at,
  ...with_,
});

/** The same gate after people answered. */
export const decided = (
  outcome: "approved" | "rejected",
  by: string[],
  reason: string | null = null,
): Partial<Gate> => ({
  status: outcome,
  decision: { outcome, revision: 1, digest: hash("f"), by, at, reason },
  effect: { status: "done", audited: true, detail: "d1 is live since 10:21 UTC.", at },
});

export const aDraft = (with_: Partial<Draft> = {}): Draft => ({
  _id: "T1-l1",
  team: "T1",
  program: "ticket-triage",
  key: "k1",
  inputs: { ticket: "The shop shows a blank page since noon.", tags: ["web", "outage"] },
  traces: [{ id: "t1", url: "https://traces.example/t1", at }],
  traceCount: 1,
  neighbours: [],
  output: { urgency: "low", parts: [] },
  label: { urgency: "high", parts: [{ name: "page", sure: true }] },
  draftedBy: "small, running the deployed program",
  status: "gated",
  gate: "T1-g4",
  problem: null,
  at,
  ...with_,
});

/** An example of the dataset that a draft resembles. */
export const aNeighbour = (inputs: Draft["inputs"], label: Draft["inputs"]): Draft["neighbours"][number] => ({
  ...{ key: "k9", inputs, label, split: "train", similarity: 0.93, near: true, isSame: false },
});

export const aStanding = (with_: Partial<Standing> = {}): Standing => ({
  program: aProgram(),
  deployment: {
    _id: "T1-ticket-triage-d0",
    team: "T1",
    program: "ticket-triage",
    number: 0,
    release: hash("d"),
    previous: null,
    status: "live",
    artifactDigest: null,
    artifactPath: null,
    gate: null,
    gateRevision: null,
    run: null,
    by: "U0ANNA",
    lineage: "unproven",
    at,
  },
  candidate: "T1-c1",
  model: "small",
  evaluation: anEvaluation(),
  dataset: {
    _id: "T1-ticket-triage-v2",
    team: "T1",
    program: "ticket-triage",
    number: 2,
    hash: hash("7"),
    splitHashes: { train: hash("1"), val: hash("2"), test: hash("3") },
    splitDefinition: { version: 1, grouping: "none", train: 0.25, val: 0.25, test: 0.5, salt: "1" },
    counts: { train: 60, val: 60, test: 120 },
    parent: 1,
    cause: "review",
    author: "U0ANNA",
    run: null,
    batch: null,
    memberSet: "T1-ticket-triage-v2~1",
    added: 2,
    changed: 0,
    moved: 0,
    note: "2 reviewed",
    at,
  },
  running: [],
  gates: [],
  drafts: 0,
  ...with_,
});

export const aLineage = (with_: Partial<Lineage> = {}): Lineage => {
  const standing = aStanding();
  return {
    program: standing.program,
    deployment: {
      ...standing.deployment,
      number: 1,
      previous: 0,
      lineage: "approved",
      artifactDigest: hash("8"),
      gate: "T1-g4",
      gateRevision: 1,
    },
    release: aRelease(),
    candidate: aCandidate(),
    gate: aGate(decided("approved", ["U0ANNA"])),
    comparison: aComparison("better"),
    evaluations: [anEvaluation(), anEvaluation({ _id: "T1-e4" })],
    run: aRun({ status: "done" }),
    dataset: standing.dataset,
    reviewed: [],
    imported: 240,
    ...with_,
  };
};
