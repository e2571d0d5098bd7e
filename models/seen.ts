import { type Draft, Drafts, type SeenTrace, SeenTraces } from "./draft.ts";
import type { Program } from "./program.ts";
import { outcomeOf, type Run, Runs } from "./run.ts";

/** A trace as it can be shown: its input and answer stand in the draft they led to, where there is one. */
export interface ShownTrace {
  trace: SeenTrace;
  draft: Pick<Draft, "inputs" | "output" | "status" | "gate"> | null;
  url: string | null;
}

/** What Helix saw of a program's production traces. */
export interface Seen {
  program: Program;
  /** How many by fate, all together, and the moment of the oldest and the newest. */
  fates: Partial<Record<SeenTrace["fate"], number>>;
  total: number;
  oldest: Date | null;
  newest: Date | null;
  /** Drafts by state, and how many of those that wait resemble an example of the dataset. */
  drafts: Partial<Record<Draft["status"], number>>;
  nearDuplicates: number;
  /** Why traces were left out, the most frequent first. */
  leftOut: { reason: string; traces: number }[];
  /** From when the last reading began to look. */
  lastSince: string | null;
  latest: ShownTrace[];
}

const shownTraces = 5;
const shownReasons = 5;

/** The traces of a program as Helix read them; asks no trace source. */
export async function seenOf(program: Program): Promise<Seen> {
  const scope = { team: program.team, program: program.name };
  const [fates, drafts, leftOut, [range], latest] = await Promise.all([
    countBy(SeenTraces, scope, "$fate"),
    countBy(Drafts, scope, "$status"),
    countBy(SeenTraces, { ...scope, fate: "rejected" }, "$reason"),
    SeenTraces.aggregate<{ oldest: Date; newest: Date }>([
      { $match: scope },
      { $group: { _id: null, oldest: { $min: "$at" }, newest: { $max: "$at" } } },
    ]),
    SeenTraces.find(scope).sort({ at: -1 }).limit(shownTraces).lean<SeenTrace[]>(),
  ]);
  return {
    program,
    fates: Object.fromEntries(fates.map(({ _id, n }) => [_id, n])),
    total: fates.reduce((sum, { n }) => sum + n, 0),
    oldest: range?.oldest ?? null,
    newest: range?.newest ?? null,
    drafts: Object.fromEntries(drafts.map(({ _id, n }) => [_id, n])),
    nearDuplicates: await Drafts.countDocuments({ ...scope, ...waiting, neighbours: { $elemMatch: { near: true } } }),
    leftOut: leftOut.slice(0, shownReasons).map(({ _id, n }) => ({ reason: String(_id), traces: n })),
    lastSince: await lastSince(scope),
    latest: await Promise.all(latest.map(shown)),
  };
}

const waiting = { status: { $in: ["undrafted" as const, "drafted" as const, "gated" as const] } };

type Counted = { _id: string | null; n: number };

const countBy = (
  model: Pick<typeof SeenTraces | typeof Drafts, "aggregate">,
  match: Record<string, unknown>,
  by: string,
): Promise<Counted[]> =>
  model
    .aggregate<Counted>([{ $match: match }, { $group: { _id: by, n: { $sum: 1 } } }, { $sort: { n: -1, _id: 1 } }])
    .exec();

async function lastSince(scope: { team: string; program: string }): Promise<string | null> {
  const read = { steps: { $elemMatch: { kind: "ingest", status: "done" } } };
  const run = await Runs.findOne({ ...scope, ...read })
    .sort({ n: -1 })
    .lean<Run>();
  return (run && outcomeOf<{ since: string | null }>(run, "ingest")?.since) ?? null;
}

async function shown(trace: SeenTrace): Promise<ShownTrace> {
  const { team, program, key, traceId } = trace;
  const draft = key === null ? null : await Drafts.findOne({ team, program, key }).lean<Draft>();
  return { trace, draft, url: draft?.traces.find(({ id }) => id === traceId)?.url ?? null };
}
