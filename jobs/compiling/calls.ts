import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hashOf } from "../../models/canonical.ts";
import { JournalEntry } from "../../models/contract.ts";
import { addToChunk, journalOf } from "../../models/journal.ts";
import { type Run, Runs, type Step } from "../../models/run.ts";
import type { Attempt } from "../attempt.ts";

/** A chunk takes no more than this: its id stands in the run, and MongoDB's documents have an end. */
const entriesOfChunk = 100;

/** Keeps finished calls as an attempt's chunks. The chunk is written first; it counts once its id stands in the step. */
export class CallKeeper {
  private readonly attempt: Attempt;
  private chunk = 0;
  private inChunk = 0;

  constructor(attempt: Attempt) {
    this.attempt = attempt;
  }

  async keep(entries: JournalEntry[]): Promise<void> {
    const { claim, fence } = this.attempt;
    const { runId: run, n: step } = claim;
    if (this.inChunk >= entriesOfChunk) {
      this.chunk += 1;
      this.inChunk = 0;
    }
    const _id = `${fence}-${this.chunk}`;
    this.inChunk += entries.length;
    await this.attempt.requireClaim();
    if (!(await addToChunk({ _id, run, step }, entries))) this.attempt.lose();
    await this.attempt.flush({
      journal: _id,
      results: entries.length,
      usd: entries.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
      unknownCost: entries.some(({ usd }) => usd === null),
      lmCalls: entries.length,
    });
  }
}

/** Keeps what earlier attempts on this host paid for and could not hand on: it stands in their runners' own journals. */
export async function keepLeftBehind(attempt: Attempt, keeper: CallKeeper): Promise<void> {
  const known = new Set((await journalOf(attempt.step.journal)).map(({ key }) => key));
  const found = new Map<string, JournalEntry>();
  for (let epoch = 1; epoch < attempt.claim.epoch; epoch++)
    for (const entry of await readJournal(join(attempt.workDirOf(epoch), "journal.jsonl")))
      if (!known.has(entry.key)) found.set(entry.key, entry);
  if (found.size > 0) await keeper.keep([...found.values()]);
}

/** Entries of a runner's journal; a line torn by its death is left out. */
async function readJournal(path: string): Promise<JournalEntry[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    try {
      return [JournalEntry.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

const twinsLookedAt = 10;

/** What runs of the very same request that failed or were cancelled paid for: asked for again, a run pays only what is missing. */
async function callsOfFailedTwins({ run, step }: Attempt): Promise<JournalEntry[]> {
  const earlier = await Runs.find({
    team: run.team,
    program: run.program,
    status: { $in: ["failed", "cancelled"] },
    n: { $lt: run.n },
  })
    .sort({ n: -1 })
    .limit(twinsLookedAt)
    .lean<Run[]>();
  const twins = earlier.flatMap(({ steps }) => steps.filter((each) => requestOf(each) === requestOf(step)));
  return journalOf(twins.flatMap(({ journal }) => journal));
}

/** What a compile step was asked for, without its limit and words; an evaluation and the like ask for nothing here. */
function requestOf({ kind, params }: Step): string | null {
  if (kind !== "compile") return null;
  const { budgetUsd: _, ...intent } = params.intent as Record<string, unknown>;
  return hashOf({ intent, dataset: params.dataset });
}

/** Writes all kept calls to a file for the runner to start from; null when there are none. */
export async function writeCalls(attempt: Attempt, workDir: string): Promise<string | null> {
  const entries = [...(await callsOfFailedTwins(attempt)), ...(await journalOf(attempt.step.journal))];
  if (entries.length === 0) return null;
  const path = join(workDir, "earlier-calls.jsonl");
  await writeFile(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  return path;
}
