import type { AuditRecord, Broken, ChainVerdict, Held } from "../../models/audit-chain.ts";

/** What the command prints and how it ends. */
export interface Report {
  lines: string[];
  exitCode: 0 | 1;
}

/** Says of every team's chain whether it holds, up to where that is confirmed by the anchor file, and what is wrong if not. */
export function verificationReport(verdicts: Map<string, ChainVerdict>, torn: number[], anchorFile: string): Report {
  if (verdicts.size === 0) return { lines: ["There are no audit records yet."], exitCode: 0 };
  const reports = [...verdicts].map(([team, verdict]) =>
    verdict.ok ? heldReport(team, verdict, anchorFile) : brokenReport(team, verdict),
  );
  const lines = [...reports.flatMap((report) => report.lines), ...torn.map((line) => tornLine(line, anchorFile))];
  return { lines, exitCode: reports.some((report) => report.exitCode === 1) ? 1 : 0 };
}

/** One line per record, oldest first, the body shortened to fit. */
export function listReport(newestFirst: AuditRecord[]): Report {
  if (newestFirst.length === 0) return { lines: ["There are no audit records yet."], exitCode: 0 };
  return { lines: newestFirst.toReversed().map(recordLine), exitCode: 0 };
}

function heldReport(team: string, { length, head, anchored }: Held, anchorFile: string): Report {
  const holds = `${team}: the chain of ${count(length)} holds; head ${head}.`;
  if (anchored === length) {
    return { lines: [holds, `  Its head is the one anchored in ${anchorFile}.`], exitCode: 0 };
  }
  if (anchored > 0) {
    const later = `  Confirmed by ${anchorFile} up to record ${anchored}; Helix anchors what follows when it next starts.`;
    return { lines: [holds, later], exitCode: 0 };
  }
  const unanchored = `  But ${anchorFile} anchors none of it, so a tail that was cut off or rewritten would not show. Name the right file with --anchor.`;
  return { lines: [`${team}: the chain of ${count(length)} is consistent; head ${head}.`, unanchored], exitCode: 1 };
}

function brokenReport(team: string, { seq, problem }: Broken): Report {
  const before = seq === 1 ? "" : `The ${count(seq - 1)} before it hold${seq === 2 ? "s" : ""}. `;
  const next = `  ${before}Compare the collection "audit" with a backup, and find out who can write to the database.`;
  return { lines: [`${team}: the chain is broken at record ${seq}: ${problem}.`, next], exitCode: 1 };
}

const tornLine = (line: number, anchorFile: string) =>
  `Line ${line} of ${anchorFile} is torn, as a crash while writing leaves it; it was not counted.`;

const count = (n: number) => (n === 1 ? "1 record" : `${n} records`);

function recordLine({ seq, at, kind, by, key, body }: AuditRecord): string {
  const time = at.toISOString().replace("T", " ").slice(0, 19);
  return `${String(seq).padStart(5)}  ${time} UTC  ${kind.padEnd(15)}  ${by.padEnd(11)}  ${key}  ${shortened(JSON.stringify(body))}`;
}

const shortened = (text: string) => (text.length > 100 ? `${text.slice(0, 99)}…` : text);
