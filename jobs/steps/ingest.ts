import { exactKey, hashOf } from "../../models/canonical.ts";
import { currentLabel } from "../../models/dataset.ts";
import { correctedByUser, type Draft, Drafts, listedTraces, SeenTraces } from "../../models/draft.ts";
import { Programs } from "../../models/program.ts";
import { whyNotKept } from "../../models/storable.ts";
import type { Attempt } from "../attempt.ts";
import { settleVersions } from "../datasets/settle.ts";
import { draftLabels } from "../ingesting/draft-labels.ts";
import type { ProgramTrace } from "../langfuse.ts";

export interface IngestOutcome extends Record<string, unknown> {
  read: number;
  duplicates: number;
  labelled: number;
  rejected: number;
  drafted: number;
  since: string | null;
  /** Where the traces come from, in a word. */
  source: string | null;
}

/** Rows become visible late and bounds test the start of a trace: read this much again each time (langfuse.md, Freshness). */
const overlapMs = 15 * 60_000;
const firstWindowMs = 7 * 24 * 60 * 60_000;

/** Reads new traces, collapses exact duplicates, and drafts one label for each input nobody has labelled. */
export async function ingestStep(attempt: Attempt): Promise<IngestOutcome> {
  const { program, deps, run } = attempt;
  const traces = program.config.traces?.langfuse;
  const now = deps.now();
  const counts = { read: 0, duplicates: 0, labelled: 0, rejected: 0 };
  const from = new Date(
    program.tracesReadTo ? program.tracesReadTo.getTime() - overlapMs : now.getTime() - firstWindowMs,
  );
  if (traces) {
    const source = await deps.openTraces(traces, deps.env);
    await settleVersions(deps, run.team, program.name);
    const fields = { inputFields: program.config.inputs, outputFields: Object.keys(program.described.outputSchemas) };
    for await (const trace of source.fetchTraces({ from, to: now, ...fields })) {
      const fate = await takeTrace(attempt, trace);
      if (!fate) continue;
      counts.read += 1;
      if (fate === "duplicate of a draft") counts.duplicates += 1;
      if (fate === "already labelled") counts.labelled += 1;
      if (fate === "rejected") counts.rejected += 1;
    }
    await attempt.flush();
    await Programs.updateOne({ _id: program._id }, { $set: { tracesReadTo: now } });
  }
  const drafted = await draftLabels(attempt);
  const since = traces ? from.toISOString() : null;
  return { ...counts, drafted, since, source: traces ? "Langfuse" : null };
}

/** What becomes of one trace; null when it was seen before. Draft first, then the mark: a crash between repeats harmlessly. */
async function takeTrace(attempt: Attempt, trace: ProgramTrace) {
  const { run, program } = attempt;
  const _id = `${run.team}-${program.name}-${trace.observationId}`;
  if (await SeenTraces.exists({ _id })) return null;
  const reason = trace.rejected ?? trace.error ?? whyUnusable(trace);
  const key = reason === null ? exactKey(trace.inputs) : null;
  const fate = key === null ? "rejected" : await fateOf(attempt, trace, key);
  const seen = {
    _id,
    team: run.team,
    program: program.name,
    traceId: trace.traceId,
    key,
    fate,
    reason,
    artifact: trace.artifact,
    at: trace.at,
  };
  await SeenTraces.updateOne({ _id }, { $setOnInsert: seen }, { upsert: true });
  if (fate === "duplicate of a draft") await countTraces(attempt, key);
  return fate;
}

/** An input of the dataset is asked about again only when somebody corrected the answer to another label than it has. */
async function fateOf(attempt: Attempt, trace: ProgramTrace, key: string) {
  const { run, program } = attempt;
  const label = await currentLabel(run.team, program.name, key);
  if (!label) return addToDraft(attempt, trace, key);
  if (!trace.correction || hashOf(trace.correction) === label.labelHash) return "already labelled" as const;
  const fate = await addToDraft(attempt, trace, key);
  await askAgain(attempt, trace, key);
  return fate;
}

/** A correction that was asked about before, whatever was answered, is not asked about again; nor while one waits. */
async function askAgain({ run, program }: Attempt, { correction, output }: ProgramTrace, key: string): Promise<void> {
  const draft = await Drafts.findOne({ team: run.team, program: program.name, key }).lean();
  if (!draft || hashOf(draft.label) === hashOf(correction)) return;
  await Drafts.updateOne(
    { _id: draft._id, status: { $in: ["labelled", "rejected"] } },
    { $set: { status: "drafted", label: correction, draftedBy: correctedByUser, output, gate: null } },
  );
}

/** Counted again from what was seen, so that a trace that is read twice counts once. */
async function countTraces({ run, program }: Attempt, key: string | null): Promise<void> {
  const scope = { team: run.team, program: program.name, key };
  const traceCount = await SeenTraces.countDocuments(scope);
  await Drafts.updateOne(scope, { $set: { traceCount } });
}

/** One trace that cannot be kept is set aside; it must not keep the others from being read. */
function whyUnusable({ inputs, output, correction }: ProgramTrace): string | null {
  const why = whyNotKept(inputs) ?? whyNotKept({ output, correction });
  return why && `it cannot be kept: ${why}`;
}

async function addToDraft({ run, program, deps }: Attempt, trace: ProgramTrace, key: string) {
  const source = { id: trace.traceId, url: trace.url, at: trace.at };
  const existing = await Drafts.findOne({ team: run.team, program: program.name, key }).lean();
  if (existing) {
    const isNew = { _id: existing._id, "traces.id": { $ne: trace.traceId } };
    await Drafts.updateOne(isNew, { $push: { traces: { $each: [source], $slice: listedTraces } } });
    return existing.traces.length === 1 && existing.traces[0]?.id === trace.traceId
      ? ("draft" as const)
      : ("duplicate of a draft" as const);
  }
  const draft: Draft = {
    _id: `${run.team}-l${hashOf({ program: program.name, key }).slice(0, 10)}`,
    team: run.team,
    program: program.name,
    key,
    inputs: trace.inputs,
    traces: [source],
    traceCount: 1,
    neighbours: [],
    output: trace.output,
    label: trace.correction,
    draftedBy: trace.correction ? correctedByUser : null,
    status: trace.correction ? "drafted" : "undrafted",
    gate: null,
    problem: null,
    at: deps.now(),
  };
  await Drafts.updateOne({ team: run.team, program: program.name, key }, { $setOnInsert: draft }, { upsert: true });
  return "draft" as const;
}
