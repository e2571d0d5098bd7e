import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Anchor, type AuditRecord, genesis, recordHash, verifyChain } from "../../models/audit-chain.ts";

type Unsealed = Omit<AuditRecord, "hash">;

const sealed = (record: Unsealed): AuditRecord => ({ ...record, hash: recordHash(record) });

function unsealed(seq: number, prev: string, body: Record<string, unknown>): Unsealed {
  const at = new Date(Date.UTC(2026, 0, 1, 0, seq));
  return { team: "T1", seq, prev, kind: "decision", key: `decision:g${seq}`, by: "U0ANNA", at, body };
}

/** A chain of `n` records; `said(seq)` is what each of them says. */
function chainOf(n: number, said: (seq: number) => string = () => "approved"): AuditRecord[] {
  const records: AuditRecord[] = [];
  for (let seq = 1; seq <= n; seq += 1) {
    records.push(sealed(unsealed(seq, records.at(-1)?.hash ?? genesis, { said: said(seq) })));
  }
  return records;
}

const anchorsOf = (records: AuditRecord[]): Anchor[] =>
  records.map(({ team, seq, hash, at }) => ({ team, seq, hash, at: at.toISOString() }));

const intact = chainOf(8);
const every = anchorsOf(intact);
const without = (seq: number) => intact.filter((record) => record.seq !== seq);
const changed = (seq: number, change: (record: AuditRecord) => Partial<AuditRecord>) =>
  intact.map((record) => (record.seq === seq ? { ...record, ...change(record) } : record));
const at = (seq: number) => intact[seq - 1] as AuditRecord;
const swapped = intact.with(3, { ...at(5), seq: 4 }).with(4, { ...at(4), seq: 5 });

describe("a chain that was tampered with", () => {
  it.each([
    ["a field edited", changed(3, () => ({ by: "U0EVE" })), 3, "record 3 was changed after it was written"],
    [
      "a field edited and its hash made to fit",
      changed(3, (r) => sealed({ ...r, by: "U0EVE" })),
      3,
      "record 3 was rewritten",
    ],
    ["a field added", changed(3, () => ({ note: "x" }) as object), 3, "record 3 was changed after it was written"],
    ["the time shifted", changed(3, () => ({ at: new Date(0) })), 3, "record 3 was changed after it was written"],
    ["the hash replaced", changed(3, () => ({ hash: "f".repeat(64) })), 3, "record 3 was changed after it was written"],
    ["something in it that is no JSON", changed(3, () => ({ body: { said: undefined } })), 3, "record 3 was changed"],
    ["the first record removed", without(1), 1, "record 1 is missing: record 2 stands in its place"],
    ["a record removed", without(5), 5, "record 5 is missing: record 6 stands in its place"],
    ["a record inserted", intact.toSpliced(4, 0, sealed(unsealed(4, "0", {}))), 5, "a record 4 was inserted or moved"],
    ["a record without a number", [{ ...at(1), seq: null } as never, ...intact], 1, "a record without a number"],
    ["two records swapped", intact.toSpliced(3, 2, at(5), at(4)), 4, "record 4 is missing"],
    ["two records swapped with their numbers", swapped, 4, "record 4 was changed after it was written"],
    ["the tail cut", intact.slice(0, 6), 7, "records 7 to 8 are gone from the end of the chain"],
    ["the last record cut", intact.slice(0, 7), 8, "record 8 is gone from the end of the chain"],
    ["everything removed", [], 1, "records 1 to 8 are gone from the end of the chain"],
    [
      "the tail rewritten consistently",
      chainOf(8, (seq) => (seq > 5 ? "rejected" : "approved")),
      6,
      "record 6 was rewritten",
    ],
    ["the whole chain rewritten consistently", chainOf(8, () => "rejected"), 1, "record 1 was rewritten"],
    [
      "the tail cut and grown again",
      chainOf(9, (seq) => (seq > 7 ? "rejected" : "approved")),
      8,
      "record 8 was rewritten",
    ],
  ])("%s", (_how, records, seq, problem) => {
    const verdict = verifyChain(records, every);

    expect(verdict).toMatchObject({ ok: false, seq });
    expect(verdict).toHaveProperty("problem", expect.stringContaining(problem));
  });

  it("rewritten before the newest of a few anchors is narrowed down to what lies between two of them", () => {
    const rewritten = chainOf(8, (seq) => (seq > 4 ? "rejected" : "approved"));

    const verdict = verifyChain(rewritten, [every[2], every[6]] as Anchor[]);

    expect(verdict).toMatchObject({
      ok: false,
      seq: 7,
      problem: expect.stringContaining("records from 4 to 7 were rewritten"),
    });
  });

  it("in any single field is found, and the record named", () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.constant(null),
      fc.constant(undefined),
      fc.date(),
    );
    const fields = fc.constantFrom("team", "seq", "prev", "hash", "kind", "key", "body", "by", "at", "added");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fields, hostile, (seq, field, value) => {
        const original = (intact[seq - 1] as unknown as Record<string, unknown>)[field];
        fc.pre(!Object.is(value, original) && !(field === "added" && value === undefined));
        const verdict = verifyChain(
          changed(seq, () => ({ [field]: value })),
          every,
        );
        expect(verdict).toMatchObject({ ok: false, seq });
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a chain that was left alone", () => {
  it.each([
    ["with every record anchored", intact, every, { length: 8, anchored: 8 }],
    ["with the newest records not anchored yet", intact, every.slice(0, 6), { length: 8, anchored: 6 }],
    ["with one record anchored twice", intact, [...every, ...every.slice(7)], { length: 8, anchored: 8 }],
    ["without anchors", intact, [], { length: 8, anchored: 0 }],
    ["that is empty", [], [], { length: 0, head: genesis, anchored: 0 }],
  ])("holds %s", (_how, records, anchors, expected) => {
    expect(verifyChain(records, anchors)).toEqual({ ok: true, head: records.at(-1)?.hash ?? genesis, ...expected });
  });
});
