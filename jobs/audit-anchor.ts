import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type AuditEntry, appendAudit, auditedTeams, readAudit } from "../models/audit.ts";
import { type Anchor, type AuditRecord, type ChainVerdict, verifyStream } from "../models/audit-chain.ts";
import { gathering } from "../models/gathering.ts";

/** What an anchor file says. `torn` are the numbers of lines that cannot be read: a crash while writing leaves one. */
export interface Anchors {
  anchors: Anchor[];
  torn: number[];
}

/** Appends to the chain and to the anchor file before it resolves. */
export interface AuditLog {
  append(entry: AuditEntry): Promise<AuditRecord>;
  /** Does the team's chain hold, and is it what this host anchored? */
  verify(team: string): Promise<ChainVerdict>;
}

/** The audit log as a running Helix uses it: each record is anchored in the file at `path`. */
export function openAuditLog(path: string): AuditLog {
  const anchored = gathering(async (records: AuditRecord[]) => {
    await writeAnchors(path, records);
    return records;
  });
  return {
    append: async (entry) => anchored(await appendAudit(entry)),
    async verify(team) {
      const { anchors } = await readAnchors(path);
      return verifyTeam(team, anchors);
    },
  };
}

/**
 * Anchors what a crash between append and anchor left out; call it at start. A chain that no longer holds gets no new
 * anchor. Returns the verdict of every team.
 */
export async function syncAnchors(path: string): Promise<Map<string, ChainVerdict>> {
  const verdicts = await verifyAudit((await readAnchors(path)).anchors);
  for (const [team, verdict] of verdicts) {
    if (verdict.ok && verdict.anchored < verdict.length) await anchorFrom(path, team, verdict.anchored + 1);
  }
  return verdicts;
}

/** Verifies the chain of every team that has records or anchors: a chain that vanished altogether is missed, too. */
export async function verifyAudit(anchors: readonly Anchor[]): Promise<Map<string, ChainVerdict>> {
  const teams = new Set([...(await auditedTeams()), ...anchors.map((anchor) => anchor.team)]);
  const verdicts = new Map<string, ChainVerdict>();
  for (const team of [...teams].sort()) {
    verdicts.set(team, await verifyTeam(team, anchors));
  }
  return verdicts;
}

const verifyTeam = (team: string, anchors: readonly Anchor[]): Promise<ChainVerdict> =>
  verifyStream(
    readAudit(team),
    anchors.filter((anchor) => anchor.team === team),
  );

/** Reads the anchor file; one that does not exist has no anchors. */
export async function readAnchors(path: string): Promise<Anchors> {
  const lines = (await textOf(path)).split("\n");
  const read: Anchors = { anchors: [], torn: [] };
  for (const [index, line] of lines.entries()) {
    if (line === "") continue;
    const anchor = parseAnchor(line);
    if (anchor) read.anchors.push(anchor);
    else read.torn.push(index + 1);
  }
  return read;
}

/** One write in append mode, so that lines of several processes do not mix, and on disk before it resolves. */
async function writeAnchors(path: string, records: AuditRecord[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "a+", 0o600);
  try {
    const lines = records.map(({ team, seq, hash, at }) => `${JSON.stringify({ team, seq, hash, at })}\n`);
    await file.appendFile((await endsTorn(file)) ? `\n${lines.join("")}` : lines.join(""));
    await file.sync();
  } finally {
    await file.close();
  }
}

type Opened = Awaited<ReturnType<typeof open>>;

async function endsTorn(file: Opened): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== "\n";
}

async function anchorFrom(path: string, team: string, from: number): Promise<void> {
  const missing: AuditRecord[] = [];
  for await (const record of readAudit(team, { from })) missing.push(record);
  await writeAnchors(path, missing);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

function parseAnchor(line: string): Anchor | null {
  try {
    const { team, seq, hash, at } = JSON.parse(line) as Partial<Anchor>;
    const whole =
      typeof team === "string" && Number.isInteger(seq) && typeof hash === "string" && typeof at === "string";
    return whole ? ({ team, seq, hash, at } as Anchor) : null;
  } catch {
    return null;
  }
}
