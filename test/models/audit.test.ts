import { describe, expect, it } from "vitest";
import { type AuditEntry, appendAudit, auditedTeams, newestAudit, readAudit } from "../../models/audit.ts";
import { genesis, verifyStream } from "../../models/audit-chain.ts";
import { useDatabase } from "../support/database.ts";

useDatabase();

const anEntry = (entry: Partial<AuditEntry> = {}): AuditEntry => ({
  team: "T1",
  key: "decision:g1:1",
  kind: "decision",
  at: new Date("2026-01-02T03:04:05.678Z"),
  by: "U0ANNA",
  body: { gate: "g1", answer: "approved" },
  ...entry,
});

describe("appending to the audit chain", () => {
  it("numbers fifty concurrent appends without a gap, each continuing the one before", async () => {
    const keys = Array.from({ length: 50 }, (_, n) => `decision:g${n}:1`);

    await Promise.all(keys.map((key) => appendAudit(anEntry({ key }))));

    expect(await verifyStream(readAudit("T1"), [])).toMatchObject({ ok: true, length: 50 });
    const recorded = await newestAudit("T1", 100);
    expect(new Set(recorded.map((record) => record.key))).toEqual(new Set(keys));
  });

  it("records a key once, however often and with whatever it is repeated", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => appendAudit(anEntry({ body: { attempt: n } }))),
    );

    expect(new Set(answers.map(({ hash }) => hash)).size).toBe(1);
    expect(await newestAudit("T1", 10)).toHaveLength(1);
    expect((await appendAudit(anEntry({ body: { attempt: "later" } }))).hash).toBe(answers[0]?.hash);
  });

  it("returns the record as it is stored", async () => {
    const returned = await appendAudit(
      anEntry({ body: { score: 0.1 + 0.2, note: "“quoted” 🥕", nested: [{ "a.b": 1, $c: {} }] } }),
    );

    expect(await newestAudit("T1", 1)).toEqual([returned]);
    expect(returned).toMatchObject({ seq: 1, prev: genesis });
  });

  it("keeps a chain of its own for every team", async () => {
    await appendAudit(anEntry());
    await appendAudit(anEntry({ team: "T2" }));

    const [ofOther] = await newestAudit("T2", 1);
    expect(ofOther).toMatchObject({ team: "T2", seq: 1, prev: genesis });
    expect((await auditedTeams()).sort()).toEqual(["T1", "T2"]);
  });

  it("refuses a body that is not plain data and leaves the chain usable", async () => {
    await expect(appendAudit(anEntry({ body: { at: new Date() } }))).rejects.toThrow("Date, not plain data");

    expect(await appendAudit(anEntry())).toMatchObject({ seq: 1 });
  });

  it("refuses a kind that is not one of its own", async () => {
    await expect(appendAudit(anEntry({ kind: "whim" as never }))).rejects.toThrow("kind");
  });
});
