import type { AuditRecord, ChainVerdict } from "../models/audit-chain.ts";
import { shortId } from "../models/ids.ts";
import { plural } from "./figures.ts";
import {
  bold,
  code,
  context,
  cut,
  date,
  header,
  joined,
  type Markup,
  type Message,
  message,
  mrkdwn,
  people,
  section,
  type Words,
} from "./kit.ts";

import { asSentence } from "./sentence.ts";

export interface AuditView {
  /** What was asked about, in words; empty for everything. */
  about: string;
  chain: ChainVerdict;
  /** When the first record was written; null where there is none. */
  since: Date | null;
  /** Newest first. */
  records: AuditRecord[];
}

/** Whether the audit chain holds, how long it is and since when; then the last records about something. */
export function auditMessage({ about, chain, since, records }: AuditView): Message {
  const state = stateWords(chain, since);
  const lines = records.map(recordWords);
  const list = lines.length > 0 ? joined(lines, "\n") : `There is no record${about && ` about ${about}`} yet.`;
  const what = about ? `The newest records about ${about}` : "The newest records";
  return message(mrkdwn`${state} ${what}: ${lines.length > 0 ? joined([joined(lines, "; "), "."], "") : list}`, [
    header(about ? `Audit of ${about}` : "Audit"),
    section(state),
    section(list),
    context(mrkdwn`newest first · an operator checks it with ${code("npm run audit -- verify")}`),
  ]);
}

function stateWords(chain: ChainVerdict, since: Date | null): Words {
  if (!chain.ok)
    return mrkdwn`${bold("The chain is broken")} at record ${chain.seq}: ${chain.problem}. Tell an operator to compare it with a backup, and to find out who can write to the database.`;
  if (chain.length === 0 || since === null) return "There are no audit records yet.";
  const { length, head, anchored } = chain;
  const outside =
    anchored === 0
      ? "this process has anchored none of it outside the database"
      : `confirmed outside the database up to record ${anchored}`;
  return mrkdwn`${bold("The chain holds")}: ${plural(length, "record")} since ${date(new Date(since).getTime())}, verified now; head ${code(head.slice(0, 12))}, ${outside}.`;
}

function recordWords(record: AuditRecord): Markup {
  const { seq, at, by } = record;
  return mrkdwn`#${seq} ${date(new Date(at).getTime())}, ${people(by)}: ${cut(whatOf(record), 300)}`;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const id = (value: unknown): string => shortId(text(value));
const short = (value: unknown): string => text(value).slice(0, 12);

/** What a record says, in a few words. */
function whatOf({ kind, body }: AuditRecord): string {
  switch (kind) {
    case "decision":
      return decisionOf(body);
    case "refusal":
      return `${text(body.action)} of ${id(body.gate)} was refused: ${text(body.because)}`;
    case "pointer_move":
      return moveOf(body);
    case "import":
    case "dataset_version":
      return `${text(body.program)} v${body.version} ${kind === "import" ? "imported" : "made"}, ${body.added ?? 0} added, hash ${short(body.hash)}`;
    case "program_added":
      return `${text(body.program)} registered${body.again ? " again" : ""}${changesOf(body.changes)}`;
    case "program_removed":
      return `${text(body.program)} taken out of use at d${body.deployed}`;
    case "state_adopted":
      return `${text(body.program)} took over ${text(body.file)} as release ${short(body.release)}`;
    default:
      return kind;
  }
}

function decisionOf(body: AuditRecord["body"]): string {
  const back = typeof body.rollbackTo === "number" ? ` (rollback to d${body.rollbackTo})` : ` (${text(body.kind)})`;
  const reason = body.reason ? `. ${asSentence(text(body.reason)).replace(/\.$/, "")}` : "";
  return `${id(body.gate)}${back} of ${text(body.program)} ${text(body.outcome)}, revision ${body.revision}, evidence ${short(body.evidence)}${reason}`;
}

function moveOf(body: AuditRecord["body"]): string {
  if (body.mended) return `pointer of ${text(body.program)} mended: it points to d${body.to} again`;
  const back = typeof body.rollbackTo === "number" ? `, a rollback to d${body.rollbackTo}` : "";
  return `production of ${text(body.program)} moved from d${body.from} to d${body.to}${back}, artifact ${short(body.digest)}, by ${id(body.gate)}`;
}

const changesOf = (changes: unknown): string =>
  Array.isArray(changes) && changes.length > 0 ? `: ${changes.map(String).join(", ")}` : "";
