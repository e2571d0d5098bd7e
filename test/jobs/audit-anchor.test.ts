import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaNode } from "execa";
import mongoose from "mongoose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openAuditLog, readAnchors, syncAnchors, verifyAudit } from "../../jobs/audit-anchor.ts";
import { type AuditEntry, appendAudit, newestAudit } from "../../models/audit.ts";
import { recordHash } from "../../models/audit-chain.ts";
import { launcher } from "../../src/setup/binaries.ts";
import { useDatabase } from "../support/database.ts";

const dbName = useDatabase();
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "anchor-"));
  path = join(folder, "kept", "audit.anchor");
});
afterEach(() => rm(folder, { recursive: true }));

const anEntry = (n: number): AuditEntry => ({
  team: "T1",
  key: `decision:g${n}:1`,
  kind: "decision",
  at: new Date(),
  by: "U0ANNA",
  body: { answer: "approved" },
});

async function appendRecords(count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) await openAuditLog(path).append(anEntry(n));
}

const verdict = async () => (await verifyAudit((await readAnchors(path)).anchors)).get("T1");
const stored = () => mongoose.connection.collection("audit");

describe("the anchor file", () => {
  it("confirms every record that was appended, from several processes at once", async () => {
    const append = new URL("../support/append-audit.ts", import.meta.url).pathname;
    const runs = ["a", "b", "c"].map((name) => execaNode(launcher, [append, dbName, path, name, "25"]));

    await Promise.all(runs);

    expect(await verdict()).toMatchObject({ ok: true, length: 75, anchored: 75 });
    expect(await readAnchors(path)).toMatchObject({ torn: [], anchors: { length: 75 } });
  });

  it("is caught up at the next start when a process died between append and anchor", async () => {
    await appendRecords(2);
    await appendAudit(anEntry(3));
    await appendAudit(anEntry(4));
    expect(await verdict()).toMatchObject({ ok: true, length: 4, anchored: 2 });

    await syncAnchors(path);

    expect(await verdict()).toMatchObject({ ok: true, length: 4, anchored: 4 });
  });

  it("is caught up when the effect that died is repeated", async () => {
    await appendAudit(anEntry(1));

    await openAuditLog(path).append(anEntry(1));

    expect(await verdict()).toMatchObject({ ok: true, length: 1, anchored: 1 });
  });

  it("gets nothing new while the chain does not hold", async () => {
    await appendRecords(3);
    await appendAudit(anEntry(4));
    await stored().updateOne({ seq: 2 }, { $set: { by: "U0EVE" } });
    const before = await readFile(path, "utf8");

    const verdicts = await syncAnchors(path);

    expect(verdicts.get("T1")).toMatchObject({ ok: false, seq: 2 });
    expect(await readFile(path, "utf8")).toBe(before);
  });

  it("whose last line is torn is read up to there, and continued on a line of its own", async () => {
    await appendRecords(2);
    const whole = await readFile(path, "utf8");
    await writeFile(path, whole.slice(0, -30));
    expect(await readAnchors(path)).toMatchObject({ anchors: [{ seq: 1 }], torn: [2] });

    await openAuditLog(path).append(anEntry(3));

    expect(await readAnchors(path)).toMatchObject({ anchors: [{ seq: 1 }, { seq: 3 }], torn: [2] });
    expect(await verdict()).toMatchObject({ ok: true, length: 3, anchored: 3 });
  });

  it("does not take a line for an anchor that only looks like one", async () => {
    await appendRecords(1);

    await appendFile(path, '{"team":"T1","seq":"2","hash":"x","at":"now"}\n');

    expect(await readAnchors(path)).toMatchObject({ anchors: [{ seq: 1 }], torn: [2] });
  });
});

describe("somebody with access to the database", () => {
  it.each([
    ["edits a record", () => stored().updateOne({ seq: 2 }, { $set: { "body.answer": "rejected" } }), 2, "was changed"],
    ["removes a record", () => stored().deleteOne({ seq: 2 }), 2, "is missing"],
    ["cuts the tail", () => stored().deleteMany({ seq: { $gte: 3 } }), 3, "are gone from the end"],
    ["removes the whole chain", () => stored().deleteMany({}), 1, "are gone from the end"],
    ["rewrites the last record consistently", rewriteLast, 4, "was rewritten"],
  ])("who %s is found out", async (_how, tamper, seq, problem) => {
    await appendRecords(4);

    await tamper();

    expect(await verdict()).toEqual({ ok: false, seq, problem: expect.stringContaining(problem) });
  });
});

async function rewriteLast(): Promise<void> {
  const [last] = await newestAudit("T1", 1);
  if (!last) throw new Error("nothing to rewrite");
  const rewritten = { ...last, body: { answer: "rejected" } };
  await stored().replaceOne({ seq: last.seq }, { ...rewritten, hash: recordHash(rewritten) });
}
