import { digestOf, type Parts } from "../../models/evidence.ts";
import { type Gate, Gates, type Revision, reminderAt } from "../../models/gate.ts";
import { fullId, nextNumber } from "../../models/ids.ts";

export interface NewGate {
  team: string;
  key: string;
  kind: Gate["kind"];
  program: string;
  parts: Parts;
  label: Record<string, unknown> | null;
  release: string | null;
  comparison: string | null;
  note: string | null;
  quorum: number;
  requestedBy: string;
  run: string;
  rollbackTo?: number | null;
  draft: string | null;
  channel: string;
  parentKey: string | null;
  threadTs: string | null;
  expiresAt: Date;
  at: Date;
}

/** Opens the gate of this key at revision 1, its digest fixed now; asking again finds it. */
export async function openGate(wanted: NewGate): Promise<Gate> {
  const { team, key, parts, label, release, comparison, note, at, ...rest } = wanted;
  const existing = await Gates.findOne({ team, key }).lean<Gate>();
  if (existing) return existing;
  const n = await nextNumber(team, "g");
  const revision: Revision = {
    n: 1,
    parts,
    digest: digestOf(parts),
    label,
    release,
    comparison,
    note,
    by: "helix",
    at,
  };
  const gate: Gate = {
    _id: fullId(team, "g", n),
    team,
    n,
    key,
    ...rest,
    status: "open",
    revision: 1,
    revisions: [revision],
    votes: [],
    lastEditor: null,
    remindAt: reminderAt(at, rest.expiresAt),
    decision: null,
    effect: { status: "none", audited: false, detail: null, at: null },
    moves: [{ from: "", to: "open", by: "helix", at, why: "asked" }],
    rev: 1,
    shownRev: 0,
    unshown: 1,
    at,
  };
  await Gates.updateOne({ team, key }, { $setOnInsert: gate }, { upsert: true });
  return (await Gates.findOne({ team, key }).lean<Gate>()) ?? gate;
}
