import { model, Schema } from "mongoose";
import { type AuditRecord, genesis, recordHash } from "./audit-chain.ts";
import { canonicalJson } from "./canonical.ts";
import { isDuplicateKey } from "./duplicate-key.ts";
import { gathering } from "./gathering.ts";

/** What is recorded: who let what into a dataset, who decided what, who was refused, what moved in production. */
export const auditKinds = [
  "import",
  "decision",
  "refusal",
  "pointer_move",
  "dataset_version",
  "program_added",
  "program_removed",
  "state_adopted",
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** What to append. The same `key` is recorded once, however often an effect is repeated: `decision:g4:2`. */
export interface AuditEntry {
  team: string;
  key: string;
  kind: AuditKind;
  at: Date;
  by: string;
  body: Record<string, unknown>;
}

const auditSchema = new Schema<AuditRecord>(
  {
    team: { type: String, required: true },
    seq: { type: Number, required: true },
    prev: { type: String, required: true },
    hash: { type: String, required: true },
    kind: { type: String, required: true, enum: auditKinds },
    key: { type: String, required: true },
    body: { type: Schema.Types.Mixed, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  {
    collection: "audit",
    autoIndex: false,
    minimize: false,
    versionKey: false,
    strict: "throw",
    writeConcern: { w: "majority", j: true },
  },
);
// Without these the chain could fork: they have to be built before the first append.
auditSchema.index({ team: 1, seq: 1 }, { unique: true });
auditSchema.index({ team: 1, key: 1 }, { unique: true });

/** A schema's own write concern does not reach a write of many. */
const durable = { writeConcern: { w: "majority", j: true } } as const;

/** Not exported: records are appended and read, never changed or removed. */
const Audit = model<AuditRecord>("Audit", auditSchema);

/** Appends to the team's chain, or returns the record that already has this key. Safe from several processes at once. */
export async function appendAudit(entry: AuditEntry): Promise<AuditRecord> {
  const whole = { ...entry, body: plain(entry.body) };
  // What cannot be recorded must not keep those back that are appended with it.
  await Audit.validate(whole, Object.keys(whole));
  return chainOf(entry.team)(whole);
}

/** The team's records in order, as they are stored, from `from` on. */
export function readAudit(team: string, { from = 1 } = {}): AsyncIterable<AuditRecord> {
  return Audit.find({ team, ...(from > 1 && { seq: { $gte: from } }) }, { _id: 0 })
    .sort({ seq: 1 })
    .lean<AuditRecord[]>()
    .cursor() as AsyncIterable<AuditRecord>;
}

/** The team's newest records, newest first; `about` narrows them by what they say. */
export function newestAudit(team: string, count: number, about: Record<string, unknown> = {}): Promise<AuditRecord[]> {
  return Audit.find({ ...about, team }, { _id: 0 })
    .sort({ seq: -1 })
    .limit(count)
    .lean<AuditRecord[]>()
    .exec();
}

/** The record a team's chain begins with. */
export function oldestAudit(team: string): Promise<AuditRecord | null> {
  return Audit.findOne({ team }, { _id: 0 }).sort({ seq: 1 }).lean<AuditRecord>().exec();
}

/** Teams that have a chain. */
export function auditedTeams(): Promise<string[]> {
  return Audit.distinct("team").exec();
}

type Append = (entry: AuditEntry) => Promise<AuditRecord>;
const chains = new Map<string, Append>();

/** Entries of this process that wait at the same time go into their team's chain in one write. */
function chainOf(team: string): Append {
  const chain = chains.get(team) ?? gathering((entries: AuditEntry[]) => append(team, entries));
  chains.set(team, chain);
  return chain;
}

async function append(team: string, entries: AuditEntry[]): Promise<AuditRecord[]> {
  const keys = [...new Set(entries.map(({ key }) => key))];
  for (;;) {
    const [known, [head]] = await Promise.all([recordsOf(team, keys), newestAudit(team, 1)]);
    const missing = keys.filter((key) => !known.has(key));
    const added = continued(
      head,
      missing.flatMap((wanted) => entries.find(({ key }) => key === wanted) ?? []),
    );
    try {
      // Each entry was validated before it came here; the driver writes an `_id` into what it is given.
      if (added.length > 0) await Audit.insertMany(structuredClone(added), { lean: true, ...durable });
      const all = new Map([...known.values(), ...added].map((record) => [record.key, record]));
      return entries.map(({ key }) => all.get(key) as AuditRecord);
    } catch (error) {
      // Another process took this number or this key: look again.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

async function recordsOf(team: string, keys: string[]): Promise<Map<string, AuditRecord>> {
  const found = await Audit.find({ team, key: { $in: keys } }, { _id: 0 }).lean<AuditRecord[]>();
  return new Map(found.map((record) => [record.key, record]));
}

/** The entries as the records that follow `head`. */
function continued(head: AuditRecord | undefined, entries: AuditEntry[]): AuditRecord[] {
  let last = { seq: head?.seq ?? 0, hash: head?.hash ?? genesis };
  return entries.map((entry) => {
    const unsealed = { ...entry, seq: last.seq + 1, prev: last.hash };
    const record = { ...unsealed, hash: recordHash(unsealed) };
    last = record;
    return record;
  });
}

/** Exactly what will be read back: plain JSON, so that the hash of what was written is the hash of what is stored. */
const plain = (body: Record<string, unknown>): Record<string, unknown> => JSON.parse(canonicalJson(body));
