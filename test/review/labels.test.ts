import { expect, it } from "vitest";
import { checkRows, type GoldRow } from "../../jobs/importing.ts";
import type { ProgramTrace, TraceSource } from "../../jobs/langfuse.ts";
import { ingestStep } from "../../jobs/steps/ingest.ts";
import { reviewStep } from "../../jobs/steps/review.ts";
import { exactKey } from "../../models/canonical.ts";
import { Drafts, SeenTraces } from "../../models/draft.ts";
import { Gates } from "../../models/gate.ts";
import { Programs, theProgram } from "../../models/program.ts";
import { createRun, type StepKind } from "../../models/run.ts";
import { whyNotKept } from "../../models/storable.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, channel, program, rita, team } from "../support/gates.ts";
import { attemptAt, useDeps } from "./ground.ts";

useDatabase();
const traces: ProgramTrace[] = [];
const source: TraceSource = {
  async *fetchTraces() {
    yield* traces;
  },
};
const deps = useDeps({ openTraces: async () => source });

async function anAttempt(kind: StepKind, key: string) {
  const asked = { requestedBy: rita, channel, limitUsd: 1, at: new Date(), title: key };
  return attemptAt(deps, await createRun({ team, key, program, steps: [{ kind, params: {} }], ...asked }));
}

const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);

const unkeepable: [string, unknown][] = [
  ["half of an emoji", "cut off \ud83d"],
  ["a field name with a zero byte", { "a\u0000b": 1 }],
  ["a field name that means something to the database's driver", { _bsontype: "ObjectId" }],
  ["a field name that means something to JavaScript", JSON.parse('{"__proto__":{"a":1}}')],
  ["200 levels", nested(200)],
  ["5 MB", "x".repeat(5_000_000)],
];

const correct = { team: "billing", tag: "refund", tags: ["money"] };

function aTrace(id: string, changes: Partial<ProgramTrace>): ProgramTrace {
  const nothing = { correctionProblem: null, url: `https://traces/${id}`, latencyMs: 1, artifact: null };
  const usual = { inputs: { ticket: id }, output: correct, correction: correct, error: null, rejected: null };
  return { traceId: id, observationId: id, at: new Date(), ...nothing, ...usual, ...changes };
}

it.each(
  unkeepable.flatMap(([what, value]) =>
    (["inputs", "output", "correction"] as const).map((at) => ({ what, value, at })),
  ),
)("a trace with $what in its $at is set aside with the reason, and the next ones are read", async ({ value, at }) => {
  await aProgram();
  await Programs.updateOne(
    {},
    { $set: { "config.traces": { langfuse: { base_url: "x", public_key: "P", secret_key: "S" } } } },
  );
  traces.splice(0, traces.length, aTrace("odd", { [at]: { ticket: value } }), aTrace("good", {}));

  const outcome = await ingestStep(await anAttempt("ingest", "ingest"));

  expect(outcome).toMatchObject({ read: 2, rejected: 1 });
  expect(await SeenTraces.findOne({ traceId: "odd" }).lean()).toMatchObject({
    fate: "rejected",
    reason: expect.stringMatching(/^it cannot be kept: ./),
  });
  expect(await Drafts.find({}).lean()).toMatchObject([{ inputs: { ticket: "good" }, status: "drafted" }]);
});

it.each([
  ["text in every script", { a: "žluťoučký 🐎 你好" }],
  ["operators of the database", { $where: "1", "a.b": { $ref: "x" } }],
  ["numbers of every size", { a: [0, -1.5, 2 ** 31, 2 ** 53, 1e-300] }],
])("%s can be kept", (_what, value) => {
  expect(whyNotKept(value)).toBeNull();
});

it.each(unkeepable)("a row with %s is refused by its number", async (_what, value) => {
  const { config, described } = (await aProgram()).program;
  const rows: GoldRow[] = [
    { inputs: { ticket: "one" }, label: correct },
    { inputs: { ticket: value }, label: correct },
  ];

  expect(() => checkRows(config, described, rows)).toThrow(/row 2 cannot be stored: ./);
});

it("what a row of inputs and outputs holds besides the declared fields is no part of the example", async () => {
  const { config, described } = (await aProgram()).program;
  const row: GoldRow = {
    inputs: { ticket: "one", ticket_id: 7 },
    label: { ...correct, constructor: "x", by: "a person" },
  };

  checkRows(config, described, [row]);

  expect(row).toEqual({ inputs: { ticket: "one" }, label: correct });
  expect(exactKey(row.inputs)).toBe(exactKey({ ticket: "one" }));
});

async function drafts(count: number) {
  for (let n = 0; n < count; n++) {
    const inputs = { ticket: `draft ${n}` };
    const rest = { team, program, key: exactKey(inputs), inputs, label: correct, draftedBy: "flash", at: new Date() };
    await Drafts.create({ _id: `${team}-l${n}`, ...rest, traces: [], status: "drafted" });
  }
}

it("two reviews asked for at once ask about each draft once", async () => {
  await aProgram();
  await drafts(6);
  const attempts = [await anAttempt("review", "one"), await anAttempt("review", "other")];

  const outcomes = await Promise.all(attempts.map(reviewStep));

  const gates = await Gates.find({}).lean();
  expect(new Set(gates.map(({ draft }) => draft)).size).toBe(6);
  expect(gates).toHaveLength(6);
  expect(outcomes.flatMap((outcome) => outcome.gates).sort()).toEqual(gates.map(({ _id }) => _id).sort());
});

it("a review that is repeated after a crash still names all the questions it asked", async () => {
  await aProgram();
  await drafts(2);
  const attempt = await anAttempt("review", "one");
  const first = await reviewStep(attempt);

  expect(await reviewStep(attempt)).toEqual(first);
  expect(first).toMatchObject({ gates: [expect.any(String), expect.any(String)], waiting: 0 });
});

it("a draft whose question expired is asked about again", async () => {
  const { name } = (await aProgram()).program;
  await drafts(1);
  await reviewStep(await anAttempt("review", "one"));
  await Gates.updateMany({}, { $set: { status: "expired" } });
  await Drafts.updateMany({}, { $set: { status: "drafted", gate: null } });

  const again = await reviewStep(await anAttempt("review", "two"));

  expect((await theProgram(team, name)).name).toBe(program);
  expect(again.gates).toHaveLength(1);
  expect(await Gates.countDocuments({})).toBe(2);
});
