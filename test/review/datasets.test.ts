import { join } from "node:path";
import mongoose from "mongoose";
import { beforeEach, describe, expect, it } from "vitest";
import { importRows } from "../../jobs/datasets/import.ts";
import { lookUp } from "../../jobs/datasets/lookup.ts";
import { withNear } from "../../jobs/datasets/near.ts";
import { storeLabel } from "../../jobs/gates/label.ts";
import type { GoldRow } from "../../jobs/importing.ts";
import type { ProgramTrace } from "../../jobs/langfuse.ts";
import { ingestStep } from "../../jobs/steps/ingest.ts";
import { reviewStep } from "../../jobs/steps/review.ts";
import { versionStep } from "../../jobs/steps/version.ts";
import { newestAudit } from "../../models/audit.ts";
import { exactKey, foldedKey, hashOf } from "../../models/canonical.ts";
import { DatasetVersions, Examples, Labels, latestVersion, membersOf, versionId } from "../../models/dataset.ts";
import { Drafts } from "../../models/draft.ts";
import { Gates } from "../../models/gate.ts";
import { lineageOf } from "../../models/lineage.ts";
import { Outbox } from "../../models/outbox.ts";
import { type Program, Programs } from "../../models/program.ts";
import { createRun, type StepKind } from "../../models/run.ts";
import { projectRoot } from "../../src/setup/binaries.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, channel, program as name, rita, team } from "../support/gates.ts";
import { attemptAt, useDeps } from "./ground.ts";

/** Datasets as an operator and reviewers change them, with the real helix_near beside. */

useDatabase();
const traces: ProgramTrace[] = [];
const deps = useDeps({
  python: join(projectRoot, ".venv/bin/python"),
  packages: join(projectRoot, "jobs/dspy"),
  openTraces: async () => ({
    async *fetchTraces() {
      yield* traces;
    },
  }),
});
let program: Program;

beforeEach(async () => {
  traces.length = 0;
  program = (await aProgram()).program;
  await Promise.all([DatasetVersions.deleteMany({}), Examples.deleteMany({})]);
});

const billing = { team: "billing", tag: "refund", tags: [] };
const sales = { team: "sales", tag: "offer", tags: [] };
const row = (ticket: string, more: Partial<GoldRow> = {}): GoldRow => ({ inputs: { ticket }, label: billing, ...more });
const take = (rows: GoldRow[], options = {}) => importRows(deps, program, rows, rita, options);
const keyOf = (ticket: string) => exactKey({ ticket });

async function splitOf(ticket: string) {
  const latest = await latestVersion(team, name);
  return (await membersOf(latest?._id ?? "")).find(({ key }) => key === keyOf(ticket))?.split;
}

async function anAttempt(kind: StepKind, params: Record<string, unknown> = {}) {
  const asked = { requestedBy: rita, channel, limitUsd: 1, at: new Date(), title: kind };
  const key = `${kind}-${Math.random()}`;
  return attemptAt(deps, await createRun({ team, key, program: name, steps: [{ kind, params }], ...asked }));
}

const invoice = "Please send me the invoice of last month again";
const respelt = ["PLEASE send me the invoice of last month again!", "Please send me the invocie of last month again"];

describe("an import", () => {
  it("is a version with a cause and an audit record, and the next one adds to it", async () => {
    const first = await take([row("a refund"), row("an offer", { label: sales })], { source: "tickets.jsonl" });
    const second = await take([row("an offer", { label: sales }), row("an order")]);

    expect(first.version).toMatchObject({
      number: 1,
      parent: null,
      cause: "import",
      author: rita,
      added: 2,
      changed: 0,
    });
    expect(first.version?.note).toBe("imported from tickets.jsonl, not reviewed");
    expect(second.version).toMatchObject({ number: 2, parent: 1, added: 1, changed: 0 });
    expect(second.unchanged).toEqual([keyOf("an offer")]);
    expect(await newestAudit(team, 1)).toMatchObject([
      { kind: "import", by: rita, body: { version: 2, parent: 1, added: 1, changed: 0 } },
    ]);
    expect(await Labels.distinct("version")).toEqual([1, 2]);
  });

  it("that was killed right after its version was written is completed by whoever comes next", async () => {
    const { version } = await take([row("a refund")]);
    await Labels.updateMany({}, { $set: { version: null } });
    await mongoose.connection.collection("audit").deleteMany({});

    await take([row("a refund")]);

    expect(await Labels.find({}).lean()).toMatchObject([{ version: version?.number }]);
    expect(await newestAudit(team, 1)).toMatchObject([{ kind: "import", body: { version: 1, hash: version?.hash } }]);
  });

  it("that breaks off leaves no label behind", async () => {
    async function* rows() {
      for (let n = 0; n < 600; n++) yield row(`ticket of client ${n}`);
      throw new Error("the file ended in the middle");
    }

    await expect(importRows(deps, program, rows(), rita)).rejects.toThrow("the file ended in the middle");

    expect([await Labels.countDocuments({}), await latestVersion(team, name)]).toEqual([0, null]);
  });

  it("of what is known makes no version", async () => {
    await take([row("a refund")]);

    const again = await take([row("a refund")]);

    expect(again).toMatchObject({ isNew: false, version: { number: 1 } });
    expect(again.words[0]).toBe("The dataset stays at v1: nothing in the rows is new. 1 row known already.");
    expect(await Labels.countDocuments({})).toBe(1);
  });

  it("keeps a known label and names the row, unless it is told to replace", async () => {
    await take([row("a refund"), row("an order")]);

    const kept = await take([row("a refund", { label: sales })]);
    const replaced = await take([row("a refund", { label: sales })], { replace: true });

    expect(kept).toMatchObject({ isNew: false, kept: [keyOf("a refund")] });
    expect(kept.words.join(" ")).toMatch(/1 row says another label.*kept: row 1\. Import with --replace/);
    expect(replaced.version).toMatchObject({ number: 2, added: 0, changed: 1 });
    const members = await membersOf(versionId(team, name, 2));
    expect(members.find(({ key }) => key === keyOf("a refund"))?.label).toBe(hashOf(sales));
  });

  it("gives near-duplicates one split, in one file and in a later one", async () => {
    await take([row(invoice), row(respelt[0] ?? "")]);
    await take([row(respelt[1] ?? "")]);

    const splits = await Promise.all([invoice, ...respelt].map(splitOf));

    expect(new Set(splits).size).toBe(1);
    expect(splits[0]).toBeDefined();
  });

  it("leaves a row out that would bridge two splits, with its line and both neighbours", async () => {
    await take([
      row("Please send the invoice again", { split: "train" }),
      row("Please kindly send the invoice again today", { split: "test" }),
    ]);

    const bridged = await take([row("Something else"), row("Please send the invoice again today", { line: 4 })]);

    expect(bridged.refused).toMatchObject([{ row: "row 2 (line 4)", why: "bridge" }]);
    expect(bridged.words.join(" ")).toMatch(
      /1 row was left out.*row 2 \(line 4\) resembles \{"ticket":"Please.*\((train|test), \d+ % alike\) and \{"ticket":"Please.*\((train|test), \d+ % alike\)/s,
    );
    expect(bridged.version).toMatchObject({ number: 2, added: 1 });
    expect(await Examples.exists({ key: keyOf("Please send the invoice again today") })).toBeNull();
  });

  it("shows what resembles an example with another label", async () => {
    await take([row(invoice)]);

    const imported = await take([row(respelt[1] ?? "", { label: sales })]);

    expect(imported.conflicts).toMatchObject([{ row: "row 1", neighbour: { key: keyOf(invoice) } }]);
    expect(imported.words.join(" ")).toMatch(/1 row is a near-duplicate of an example with another label/);
  });

  it("lets a row that stands twice enter once, and refuses its other label", async () => {
    const imported = await take([row("a refund"), row("a refund"), row("a refund", { label: sales })]);

    expect(imported.version).toMatchObject({ added: 1 });
    expect(imported.refused).toMatchObject([{ row: "row 3, after row 1", why: "twice" }]);
    expect(imported.words.join(" ")).toContain("1 row said again what an earlier row says: counted once.");
  });

  it("and another at the same moment both enter, one after the other", async () => {
    const both = await Promise.all([take([row("a refund")]), take([row("an order", { label: sales })])]);

    expect(both.map(({ version }) => version?.number).sort()).toEqual([1, 2]);
    expect((await latestVersion(team, name))?.counts).toBeDefined();
    expect((await membersOf(versionId(team, name, 2))).map(({ key }) => key).sort()).toEqual(
      [keyOf("a refund"), keyOf("an order")].sort(),
    );
    expect(await Labels.countDocuments({ version: null })).toBe(0);
  });
});

async function reviewed(ticket: string, label = billing) {
  const inputs = { ticket };
  const [key, _id] = [exactKey(inputs), `${team}-l${exactKey(inputs).slice(0, 8)}`];
  const rest = { team, program: name, key, inputs, label, draftedBy: "flash", at: new Date(), traces: [] };
  await Drafts.create({ _id, ...rest, status: "labelled" });
  const from = { source: "review" as const, gate: null, by: rita, at: new Date(), batch: null, version: null };
  await Labels.create({ _id: `${_id}-label`, team, program: name, key, labelHash: hashOf(label), label, ...from });
}

it("where very many share a template, the nearest are found all the same", async () => {
  const clients = ["Adler", "Brandt", "Castell", "Dorn", "Ellis", "Farrow", "Grant", "Hollis", "Ivory", "Jansen"];
  const tickets = clients.map((client) => `Good morning, my name is ${client} and I would like to change my address`);
  await take(tickets.map((ticket) => row(ticket)));
  const seeker = { ticket: tickets[3]?.replace("morning", "mornign") ?? "" };

  const found = await withNear(deps, async (near) => {
    const [signature] = await near.sign([seeker]);
    const wanted = { key: exactKey(seeker), foldedKey: foldedKey(seeker), inputs: seeker };
    return lookUp(near, { team, program: name }, signature ? [{ ...wanted, signature }] : [], { readAtOnce: 2 });
  });

  const near = [...found.values()].flat().filter((each) => each.near);
  expect(near.map(({ example }) => example.inputs.ticket)).toEqual([tickets[3]]);
});

describe("reviewed labels", () => {
  it("enter with the split of what they resemble; one that would bridge two stays out, with the reason", async () => {
    await take([
      row("Please send the invoice again", { split: "train" }),
      row("Please kindly send the invoice again today", { split: "test" }),
      row(invoice, { split: "val" }),
    ]);
    await reviewed(respelt[1] ?? "");
    await reviewed("Please send the invoice again today");

    const outcome = await versionStep(await anAttempt("version", { number: 2 }));

    expect(outcome).toMatchObject({ number: 2, added: 1 });
    expect(outcome.refused).toEqual([expect.stringMatching(/resembles .*\((train|test)\) and .*\((train|test)\)/)]);
    expect(await splitOf(respelt[1] ?? "")).toBe("val");
    expect(await DatasetVersions.findOne({ number: 2 }).lean()).toMatchObject({ cause: "review", added: 1 });
  });

  it("that only change labels make a version of that cause, and the split stays", async () => {
    await take([row("a refund", { split: "val" })]);
    await reviewed("a refund", sales);

    await versionStep(await anAttempt("version", { number: 2 }));

    expect(await DatasetVersions.findOne({ number: 2 }).lean()).toMatchObject({
      cause: "relabel",
      added: 0,
      changed: 1,
    });
    expect(await membersOf(versionId(team, name, 2))).toMatchObject([{ label: hashOf(sales), split: "val" }]);
  });

  it("whose number an import took meanwhile wait for the next version", async () => {
    await take([row("a refund")]);
    await reviewed("an order");
    const attempt = await anAttempt("version", { number: 2 });
    await take([row("an offer")]);

    await expect(versionStep(attempt)).rejects.toThrow("an import became v2 meanwhile");
    expect(await membersOf(versionId(team, name, 2))).toHaveLength(2);
    expect(await Labels.countDocuments({ source: "review", version: null })).toBe(1);
  });
});

async function aDraft(ticket: string, label = billing) {
  const rest = { team, program: name, key: keyOf(ticket), inputs: { ticket }, label, traces: [] };
  await Drafts.create({ _id: `${team}-l1`, ...rest, draftedBy: "flash", at: new Date(), status: "drafted" });
  await reviewStep(await anAttempt("review"));
  const gate = await Gates.findOne({ draft: `${team}-l1` }).lean();
  const card = await Outbox.findOne({ key: { $regex: gate?._id ?? "none" } }).lean();
  return { gate, said: JSON.stringify(card), draft: await Drafts.findById(`${team}-l1`).lean() };
}

describe("a truth card", () => {
  it("shows the nearest examples with their labels, and says which contradicts", async () => {
    await take([row(invoice, { label: sales }), row("Please send me the invoice of last year again")]);

    const { draft, said } = await aDraft(respelt[1] ?? "");

    expect(draft?.neighbours).toMatchObject([{ key: keyOf(invoice), near: true, label: sales }, { near: false }]);
    expect(said).toContain("A near-duplicate in the dataset has another label: team: sales");
    expect(said).toMatch(/Nearest in the dataset/);
  });

  it("says before anybody approves that the input would bridge two splits", async () => {
    await take([
      row("Please send the invoice again", { split: "train" }),
      row("Please kindly send the invoice again today", { split: "test" }),
    ]);

    const { gate, draft, said } = await aDraft("Please send the invoice again today");
    const why = gate && draft && (await storeLabel(gate, draft, new Date()));

    expect(why).toMatch(/left out: its input resembles .*\((train|test)\) and .*\((train|test)\)/);
    expect(await Labels.find({ source: "review" }).lean()).toMatchObject([{ refused: why, version: null }]);
    expect(said).toMatch(/It resembles an example of (train|test) and one of (train|test)/);
    expect(said).toContain("does not enter the dataset");
  });

  it("shows nothing where nothing is alike", async () => {
    await take([row("a refund")]);

    expect((await aDraft("Where is my parcel")).said).not.toContain("Nearest in the dataset");
  });
});

describe("a user's correction of an input the dataset has", () => {
  const usual = { correctionProblem: null, url: null, latencyMs: 1, artifact: null, error: null, rejected: null };
  const seen = (id: string, correction: typeof billing | null): ProgramTrace =>
    ({
      ...usual,
      traceId: id,
      observationId: id,
      at: new Date(),
      inputs: { ticket: "a refund" },
      output: billing,
      correction,
    }) as unknown as ProgramTrace;
  const read = async (...all: ProgramTrace[]) => {
    traces.splice(0, traces.length, ...all);
    return ingestStep(await anAttempt("ingest"));
  };

  beforeEach(async () => {
    const langfuse = { base_url: "x", public_key: "P", secret_key: "S" };
    await Programs.updateOne({}, { $set: { "config.traces": { langfuse } } });
    await take([row("a refund")]);
  });

  it("to another label is asked about, once", async () => {
    expect(await read(seen("t1", null), seen("t2", billing), seen("t3", sales))).toMatchObject({
      labelled: 2,
      read: 3,
    });
    await Drafts.updateOne({}, { $set: { status: "rejected" } });
    await read(seen("t4", sales));

    expect(await Drafts.find({}).lean()).toMatchObject([{ status: "rejected", label: sales, traceCount: 4 }]);
  });

  it("is asked about again when it says something new", async () => {
    await read(seen("t1", sales));
    await Drafts.updateOne({}, { $set: { status: "rejected" } });

    await read(seen("t2", { ...sales, tag: "order" }));

    expect(await Drafts.find({}).lean()).toMatchObject([{ status: "drafted", label: { tag: "order" } }]);
  });

  it("lists the first traces of an input and counts them all", async () => {
    await read(...Array.from({ length: 30 }, (_, n) => seen(`t${n}`, sales)));

    const [draft] = await Drafts.find({}).lean();
    expect([draft?.traces.length, draft?.traceCount]).toEqual([20, 30]);
  });
});

it("a lineage counts the imported examples of its own dataset version", async () => {
  const [first, second] = ["Where is my invoice?", "Can I have a quote for ten seats?"];
  await take([row(first), row(second)]);
  const counted = async () => {
    const lineage = await lineageOf(program, 0);
    return [lineage?.dataset?.number, lineage?.imported];
  };
  expect(await counted()).toEqual([1, 2]);

  await take([row(first, { label: sales })], { replace: true });

  expect(await counted()).toEqual([2, 2]);
});
