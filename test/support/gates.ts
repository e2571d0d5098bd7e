import { compareEvaluations } from "../../jobs/comparing/pair.ts";
import { writeVersion } from "../../jobs/datasets.ts";
import { summarise } from "../../jobs/evaluating/summary.ts";
import { type NewGate, openGate } from "../../jobs/gates/open.ts";
import { showGate, showRun } from "../../jobs/show.ts";
import { exactKey, hashOf } from "../../models/canonical.ts";
import { type Comparison, Comparisons } from "../../models/comparison.ts";
import { Examples, exampleId } from "../../models/dataset.ts";
import { Deployments, deploymentId } from "../../models/deployment.ts";
import { type Draft, Drafts } from "../../models/draft.ts";
import { type Evaluation, type EvaluationRow, EvaluationRows, Evaluations } from "../../models/evaluation.ts";
import { promotionParts, truthParts } from "../../models/evidence.ts";
import type { Fingerprint } from "../../models/fingerprint.ts";
import type { Gate } from "../../models/gate.ts";
import { type HelixYaml, parseHelixYaml } from "../../models/helix-yaml.ts";
import { fullId, nextNumber } from "../../models/ids.ts";
import { type Program, Programs, programId } from "../../models/program.ts";
import { type Candidate, keepCandidate, keepRelease, type Release, States } from "../../models/release.ts";
import { createRun, type Run, Runs, runMessageKey } from "../../models/run.ts";

/** The ground gates stand on, written straight into MongoDB: no Python, and everything hashes as it would after a run. */

export const team = "T0HELIX";
export const channel = "C0HELIX01";
export const program = "ticket-router";
export const [anna, ben, rita, guest] = ["U0ANNA", "U0BEN", "U0RITA", "U0GUEST"] as const;

export interface Ground {
  program: Program;
  /** What is deployed as d0. */
  base: Release;
}

export interface GroundOptions {
  /** Keys of `policy` in helix.yaml, one a line. */
  policy?: Record<string, unknown>;
  approvers?: string[];
}

/** A registered program with a dataset, a base release and deployment 0. Approvers are Anna and Ben unless told. */
export async function aProgram({ policy = {}, approvers = [anna, ben] }: GroundOptions = {}): Promise<Ground> {
  const config = configOf(policy, approvers);
  const described = {
    dspy: "3.3.1",
    litellm: "1",
    gepa: "1",
    python: "3.11",
    evalContract: 1,
    programSource: hashOf("program source"),
    metricSource: hashOf("metric source"),
    baseState: hashOf("state base"),
    predictors: [],
    inputSchemas: { ticket: `{"type":"string"}` },
    outputSchemas: {
      team: `{"type":"string"}`,
      tag: `{"type":"string"}`,
      tags: `{"type":"array","items":{"type":"string"}}`,
    },
    packages: {},
    metricDeterministic: true,
  };
  const stored: Program = {
    _id: programId(team, program),
    team,
    name: program,
    root: "/nowhere",
    config,
    snapshot: "snapshot",
    described,
    revision: 1,
    deployed: 0,
    addedBy: rita,
    addedAt: new Date(),
    tracesReadTo: null,
  };
  await Programs.create(stored);
  await aVersion(1, 24);
  const base = await aRelease("base", null);
  await aDeployment(0, base);
  return { program: stored, base };
}

function configOf(policy: Record<string, unknown>, approvers: string[]): HelixYaml {
  const people = `[${approvers.join(", ")}]`;
  const lines = Object.entries(policy).map(([key, value]) => `  ${key}: ${value}`);
  const text = [
    `name: ${program}`,
    "program: router.program:build",
    "metric: router.metric:metric",
    "inputs: [ticket]",
    "models:",
    "  flash: { lm: openai/flash, price: { input: 1, output: 2 } }",
    "  pro: { lm: openai/pro, price: { input: 4, output: 8 } }",
    "roles: { task: flash }",
    `channel: ${channel}`,
    `approvers: { truth: ${people}, promotion: ${people} }`,
    "deploy: { directory: deployed }",
    "budget: { run_usd: 5, ask_above_usd: 5 }",
    ...(lines.length > 0 ? ["policy:", ...lines] : []),
  ].join("\n");
  const parsed = parseHelixYaml(text, { file: "helix.yaml" });
  if (!parsed.ok) throw new Error(parsed.problems.join("\n"));
  return parsed.value;
}

/** Registers the program anew with another policy or other people, as `helix add` would. */
export async function nowSays({ policy = {}, approvers = [anna, ben] }: GroundOptions): Promise<void> {
  await Programs.updateOne({ team, name: program }, { $set: { config: configOf(policy, approvers) } });
}

/** Dataset version `number` with `size` examples, all of them test. */
export async function aVersion(number: number, size: number): Promise<void> {
  const members = Array.from({ length: size }, (_, n) => ({
    key: exactKey(ticket(n)),
    label: hashOf(`label ${n}`),
    split: "test" as const,
  }));
  await Examples.bulkWrite(
    members.map(({ key, split }, n) => {
      const _id = exampleId(team, program, key);
      const example = { _id, team, program, key, foldedKey: key, inputs: ticket(n), splits: { d1: split }, bands: [] };
      return { updateOne: { filter: { _id }, update: { $setOnInsert: example }, upsert: true } };
    }),
  );
  const cause = "import" as const;
  const splitDefinition = { version: 1, salt: "1", train: 0.25, val: 0.25, test: 0.5, grouping: "none" as const };
  const rest = { cause, author: rita, run: null, added: size, changed: 0, note: "", at: new Date(), splitDefinition };
  await writeVersion({ team, program, number, parent: number > 1 ? number - 1 : null, ...rest }, members);
}

const ticket = (n: number) => ({ ticket: `ticket ${n}` });

/** A candidate with a state of its own. */
async function aCandidate(name: string, run: string | null): Promise<Candidate> {
  const stateHash = hashOf(`state ${name}`);
  const state = { _id: stateHash, team, state: { name }, promptHash: hashOf(`prompt ${name}`), predictors: [] };
  await States.updateOne({ _id: stateHash }, { $setOnInsert: state }, { upsert: true });
  const candidate: Omit<Candidate, "_id"> = {
    team,
    program,
    key: `${run ?? "added"}-${name}`,
    stateHash,
    snapshot: "snapshot",
    programSource: hashOf("program source"),
    entry: "router.program:build",
    parents: [],
    run,
    optimizer: null,
    valScore: 0.8,
    at: new Date(),
  };
  return keepCandidate(candidate);
}

/** The release of a candidate on the model flash. Equal states are one release, whichever run found them. */
export async function aRelease(name: string, run: string | null): Promise<Release> {
  const price = { input: 1, output: 2 };
  const lm = { alias: "flash", model: "openai/flash", endpoint: null, keyEnv: null, params: {}, price, timeoutS: 60 };
  return keepRelease(await aCandidate(name, run), lm, "chat");
}

/** Deployment `number` is live, whatever was before. */
export async function aDeployment(number: number, release: Release): Promise<void> {
  const status = "live" as const;
  const lineage = number === 0 ? ("unproven" as const) : ("approved" as const);
  const _id = deploymentId(team, program, number);
  await Deployments.create({
    _id,
    team,
    program,
    number,
    release: release._id,
    status,
    by: rita,
    lineage,
    at: new Date(),
  });
  await Programs.updateOne({ team, name: program }, { $set: { deployed: number } });
}

/** A finished run with its message, and the candidates its compile step tried. */
export async function aRun(requestedBy: string, tried: string[] = []): Promise<Run> {
  const made = await createRun({
    team,
    key: `run-${await nextNumber(team, "r")}`,
    program,
    title: `GEPA for ${program}`,
    requestedBy,
    channel,
    limitUsd: 1,
    steps: [{ kind: "compile", params: {} }],
    at: new Date(),
  });
  const candidates = [];
  for (const [index, name] of tried.entries()) {
    const { _id, stateHash } = await aCandidate(name, made._id);
    candidates.push({ index, candidate: _id, stateHash, parents: [], valScore: 0.9 - index / 10 });
  }
  const done = { status: "done", "steps.0.status": "done", "steps.0.candidates": candidates };
  const run = await Runs.findOneAndUpdate({ _id: made._id }, { $set: done }, { returnDocument: "after" }).lean<Run>();
  if (!run) throw new Error("the run is gone");
  await showRun(run);
  return run;
}

/** A finished evaluation of dataset v1 on test: `right` of its rows score 1, the others 0. */
export async function anEvaluation(release: Release, run: string, right: number): Promise<Evaluation> {
  const _id = fullId(team, "e", await nextNumber(team, "e"));
  const rows = Array.from({ length: 24 }, (_, n) => aRow(_id, release, n, n < right ? 1 : 0));
  await EvaluationRows.insertMany(rows);
  const evaluation: Evaluation = {
    _id,
    team,
    program,
    key: _id,
    run,
    release: release._id,
    dataset: 1,
    split: "test",
    metric: "tickets.metric:score",
    metricSource: hashOf("metric source"),
    metricSnapshot: release.snapshot,
    repetitions: 1,
    failureScore: 0,
    dspy: "3.3.1",
    evalContract: 1,
    status: "done",
    fingerprint: fingerprintOf(release),
    summary: summarise(rows),
    rowsHash: null,
    at: new Date(),
  };
  await Evaluations.create(evaluation);
  return evaluation;
}

function aRow(evaluation: string, release: Release, n: number, score: number): EvaluationRow {
  const key = exactKey(ticket(n));
  return {
    _id: `${evaluation}-${String(n).padStart(2, "0")}`,
    evaluation,
    key,
    label: hashOf(`label ${n}`),
    repetition: 0,
    fence: "written by a test",
    fenceEpoch: 0,
    status: "ok",
    predictionKey: hashOf([release._id, key]),
    scoreKey: hashOf([release._id, key, "score"]),
    score,
    feedback: null,
    dimensions: {},
    prediction: { team: score === 1 ? "billing" : "sales" },
    measured: {
      latencyMs: 100 + n,
      concurrency: 4,
      host: "here",
      calls: [],
      lmCalls: 1,
      promptTokens: 100,
      completionTokens: 10,
      usd: 0.001,
      reportedModel: "flash",
    },
    fresh: true,
    error: null,
  };
}

const fingerprintOf = (release: Release): Fingerprint => ({
  ruler: {
    dataset: hashOf("test split"),
    splitDefinition: hashOf("split definition"),
    metricSource: hashOf("metric source"),
    repetitions: "1",
    failurePolicy: "0",
    dspy: "3.3.1",
    evalContract: "1",
  },
  subject: {
    state: release.stateHash,
    programSource: release.programSource,
    model: release.lm.model,
    reportedModel: "flash",
    endpoint: "https://flash.example",
    params: "{}",
    adapter: release.adapter,
    optimizer: null,
  },
  shown: { gepa: "1", litellm: "1", python: "3.11", host: "here" },
});

/** Two evaluations side by side, with the statistics a compare step computes. */
export async function aComparison(run: string, baseline: Release, candidate: Release): Promise<Comparison> {
  const [a, b] = [await anEvaluation(baseline, run, 8), await anEvaluation(candidate, run, 22)];
  const _id = fullId(team, "x", await nextNumber(team, "x"));
  const compared = await compareEvaluations(a, b, 0);
  const rest = { key: _id, baseline: a._id, candidate: b._id, prompt: [], selectedOnTest: false, at: new Date() };
  await Comparisons.create({ _id, team, program, run, ...compared, ...rest });
  return Comparisons.findById(_id).lean<Comparison>().orFail().exec();
}

const inADay = (): Date => new Date(Date.now() + 86_400_000);

export interface Promotion {
  gate: Gate;
  run: Run;
  release: Release;
  comparison: Comparison;
}

/** An open promotion gate with its card: Rita asked, what GEPA found would replace what is deployed. */
export async function aPromotion({ base }: Ground, changes: Partial<NewGate> = {}): Promise<Promotion> {
  const requestedBy = changes.requestedBy ?? rita;
  const run = await aRun(requestedBy, ["best", "second"]);
  const release = await aRelease("best", run._id);
  const comparison = await aComparison(run._id, base, release);
  const parts = await promotionParts(release._id, comparison._id, null);
  const shows = { label: null, release: release._id, comparison: comparison._id, draft: null, parts };
  const gate = await openGate({ ...asked("promotion", run), ...shows, requestedBy, ...changes });
  await showGate(gate);
  return { gate, run, release, comparison };
}

export interface Truth {
  gate: Gate;
  run: Run;
  draft: Draft;
}

export const drafted = { team: "billing", tag: "refund", tags: ["money", "angry"] };

/** An open truth gate with its card: production saw a ticket, a model drafted its label, Rita asked for a review. */
export async function aTruth(_: Ground, changes: Partial<NewGate> = {}): Promise<Truth> {
  const requestedBy = changes.requestedBy ?? rita;
  const run = await aRun(requestedBy);
  const n = await nextNumber(team, "l");
  const inputs = { ticket: `I was charged twice, says customer ${n}` };
  const _id = fullId(team, "l", n);
  const trace = { id: `trace-${n}`, url: null, at: new Date() };
  const draft = { _id, team, program, key: exactKey(inputs), inputs, traces: [trace], label: drafted };
  await Drafts.create({ ...draft, draftedBy: "flash", status: "drafted", at: new Date() });
  const parts = await truthParts(_id, drafted);
  const shows = { label: drafted, release: null, comparison: null, draft: _id, parts };
  const gate = await openGate({ ...asked("truth", run), ...shows, requestedBy, ...changes });
  await Drafts.updateOne({ _id }, { $set: { status: "gated", gate: gate._id } });
  await showGate(gate);
  return { gate, run, draft: await theDraft(_id) };
}

export const theDraft = (_id: string): Promise<Draft> => Drafts.findById(_id).lean<Draft>().orFail().exec();

function asked(kind: Gate["kind"], run: Run) {
  const place = { channel, parentKey: runMessageKey(run), threadTs: null };
  const rest = { note: null, quorum: 1, run: run._id, expiresAt: inADay(), at: new Date() };
  return { team, key: `${kind}-of-${run._id}`, kind, program, ...place, ...rest };
}
