import { canonicalJson, sha256 } from "./canonical.ts";

/** One entry of a team's append-only chain. `at` is when it was recorded, `by` a Slack user id or `helix`. */
export interface AuditRecord {
  team: string;
  /** 1, 2, 3 … without gaps. */
  seq: number;
  /** Hash of the record before; `genesis` for the first. */
  prev: string;
  /** sha256 over the canonical JSON of every other field. */
  hash: string;
  kind: string;
  key: string;
  body: Record<string, unknown>;
  by: string;
  at: Date;
}

/** A head that was written outside of the database: whoever rewrites the chain cannot rewrite this. */
export interface Anchor {
  team: string;
  seq: number;
  hash: string;
  at: string;
}

export type Broken = { ok: false; seq: number; problem: string };

/** `anchored` is the last record confirmed from outside the database; 0 when none is. */
export type Held = { ok: true; length: number; head: string; anchored: number };

export type ChainVerdict = Held | Broken;

/** What the first record of a chain names as its predecessor. */
export const genesis = "0".repeat(64);

/** The hash a record must carry: over all of its fields but `hash` itself, known to this version or not. */
export function recordHash(record: Omit<AuditRecord, "hash">): string {
  const { hash, ...content } = record as AuditRecord;
  const at = content.at instanceof Date ? content.at.toISOString() : content.at;
  return sha256(canonicalJson({ ...content, at }));
}

/** Does one team's chain, in order of `seq`, hold, and is it the chain the anchors saw? Names the first record that is not right. */
export function verifyChain(records: Iterable<AuditRecord>, anchors: readonly Anchor[]): ChainVerdict {
  const chain = chainVerifier(anchors);
  for (const record of records) {
    const broken = chain.take(record);
    if (broken) return broken;
  }
  return chain.end();
}

/** `verifyChain` for records that arrive one by one, such as from a database cursor. */
export async function verifyStream(
  records: AsyncIterable<AuditRecord>,
  anchors: readonly Anchor[],
): Promise<ChainVerdict> {
  const chain = chainVerifier(anchors);
  for await (const record of records) {
    const broken = chain.take(record);
    if (broken) return broken;
  }
  return chain.end();
}

function chainVerifier(anchors: readonly Anchor[]) {
  const bySeq = groupBySeq(anchors);
  const newest = anchors.reduce((last, anchor) => Math.max(last, anchor.seq), 0);
  let held: Held = { ok: true, length: 0, head: genesis, anchored: 0 };

  const take = (record: AuditRecord): Broken | null => {
    const seq = held.length + 1;
    const anchorsHere = bySeq.get(seq) ?? [];
    const problem = problemOf(record, seq, held, anchorsHere);
    if (problem) return { ok: false, seq, problem };
    held = { ok: true, length: seq, head: record.hash, anchored: anchorsHere.length > 0 ? seq : held.anchored };
    return null;
  };

  const end = (): ChainVerdict => {
    if (newest <= held.length) return held;
    const seq = held.length + 1;
    const gone = seq === newest ? `record ${seq} is` : `records ${seq} to ${newest} are`;
    return {
      ok: false,
      seq,
      problem: `${gone} gone from the end of the chain: ${newest} was anchored outside the database`,
    };
  };

  return { take, end };
}

function groupBySeq(anchors: readonly Anchor[]): Map<number, Anchor[]> {
  const bySeq = new Map<number, Anchor[]>();
  for (const anchor of anchors) bySeq.set(anchor.seq, [...(bySeq.get(anchor.seq) ?? []), anchor]);
  return bySeq;
}

function problemOf(record: AuditRecord, seq: number, before: Held, anchors: readonly Anchor[]): string | null {
  if (record.seq !== seq) return orderProblem(record.seq, seq);
  if (record.hash !== hashOrNull(record)) {
    return `record ${seq} was changed after it was written: its content does not match its hash`;
  }
  if (record.prev !== before.head) {
    return seq === 1
      ? "record 1 is not the beginning of this chain: it names a predecessor"
      : `record ${seq} does not continue record ${seq - 1}: one of the two was replaced`;
  }
  const other = anchors.find((anchor) => anchor.hash !== record.hash);
  if (!other) return null;
  const since =
    before.anchored === seq - 1 ? `record ${seq} was` : `records from ${before.anchored + 1} to ${seq} were`;
  return `${since} rewritten: on ${other.at} another record ${seq} was anchored outside the database`;
}

function orderProblem(found: unknown, seq: number): string {
  if (typeof found !== "number") return `a record without a number stands where record ${seq} should be`;
  if (found > seq) return `record ${seq} is missing: record ${found} stands in its place`;
  return `a record ${found} was inserted or moved: record ${seq} should stand there`;
}

/** Null for content that has no canonical form, which no record that was ever appended has. */
function hashOrNull(record: AuditRecord): string | null {
  try {
    return recordHash(record);
  } catch {
    return null;
  }
}
