import { model, Schema } from "mongoose";
import { fullId, nextNumber } from "./ids.ts";
import type { Intent } from "./intent.ts";
import type { Move } from "./moves.ts";
import { findProgram } from "./program.ts";
import type { Ask } from "./run/ask.ts";
import { freshStep, type Step, type StepKind } from "./run/step.ts";
import { unshownIndex } from "./unshown.ts";

export type { Progress, Step, StepKind, TriedCandidate } from "./run/step.ts";

export type RunStatus = "waiting" | "queued" | "running" | "paused" | "done" | "failed" | "cancelled";

export interface Run {
  _id: string;
  team: string;
  n: number;
  /** What makes this run the only one of its cause: asking twice finds it again. */
  key: string;
  program: string;
  title: string;
  intent: Intent | null;
  requestedBy: string;
  channel: string;
  /** The message this run's message belongs under: a thread the request was made in, or another run's outbox key. */
  threadTs: string | null;
  parentKey: string | null;
  status: RunStatus;
  steps: Step[];
  limitUsd: number;
  /** Why it failed or what it came to, in words. */
  problem: { what: string; why: string; next: string } | null;
  cancelRequestedBy: string | null;
  moves: Move[];
  /** Raised by every write that people should see; `shownRev` follows when the message was handed to the outbox. */
  rev: number;
  shownRev: number;
  /** How many such writes its message is behind. */
  unshown: number;
  createdAt: Date;
  /** The program's revision when it was asked for: what its compiles and evaluations execute. */
  revision?: number | null;
  /** Why it waits, or waited, for somebody to press Start; null where it may spend unasked. */
  ask?: Ask | null;
  /** The run that was started in place of this one, by whom. */
  again?: { run: string; by: string } | null;
}

const runSchema = new Schema<Run>(
  {
    _id: String,
    team: String,
    n: Number,
    key: String,
    program: String,
    title: String,
    intent: { type: Schema.Types.Mixed, default: null },
    requestedBy: String,
    channel: String,
    threadTs: { type: String, default: null },
    parentKey: { type: String, default: null },
    status: String,
    steps: Schema.Types.Mixed,
    limitUsd: Number,
    problem: { type: Schema.Types.Mixed, default: null },
    cancelRequestedBy: { type: String, default: null },
    moves: Schema.Types.Mixed,
    rev: Number,
    shownRev: Number,
    unshown: Number,
    createdAt: Date,
    revision: { type: Number, default: null },
    ask: { type: Schema.Types.Mixed, default: null },
    again: { type: Schema.Types.Mixed, default: null },
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
runSchema.index({ team: 1, key: 1 }, { unique: true });
runSchema.index({ status: 1 });
runSchema.index(unshownIndex.keys, unshownIndex.options);
runSchema.index({ team: 1, program: 1, n: -1 });

export const Runs = model<Run>("Run", runSchema);

export interface NewRun {
  team: string;
  key: string;
  program: string;
  title: string;
  intent?: Intent;
  requestedBy: string;
  channel: string;
  threadTs?: string | null;
  parentKey?: string | null;
  limitUsd: number;
  steps: { kind: StepKind; params: Record<string, unknown> }[];
  ask?: Ask | null;
  at: Date;
}

/** Makes the run of this key, or finds it when it was made before: the same request delivered twice is one run. */
export async function createRun(wanted: NewRun): Promise<Run> {
  const existing = await Runs.findOne({ team: wanted.team, key: wanted.key }).lean<Run>();
  if (existing) return existing;
  const n = await nextNumber(wanted.team, "r");
  const status = wanted.ask ? "waiting" : "queued";
  const run: Run = {
    _id: fullId(wanted.team, "r", n),
    team: wanted.team,
    n,
    key: wanted.key,
    program: wanted.program,
    title: wanted.title,
    intent: wanted.intent ?? null,
    requestedBy: wanted.requestedBy,
    channel: wanted.channel,
    threadTs: wanted.threadTs ?? null,
    parentKey: wanted.parentKey ?? null,
    status,
    steps: wanted.steps.map(({ kind, params }, index) => ({
      ...freshStep(kind, params, index),
      ...(wanted.ask && { status: "waiting" as const }),
    })),
    limitUsd: wanted.limitUsd,
    problem: null,
    cancelRequestedBy: null,
    moves: [{ from: "", to: status, by: wanted.requestedBy, at: wanted.at, why: wanted.title }],
    rev: 1,
    shownRev: 0,
    unshown: 1,
    createdAt: wanted.at,
    revision: (await findProgram(wanted.team, wanted.program))?.revision ?? null,
    ask: wanted.ask ?? null,
    again: null,
  };
  try {
    await Runs.create(run);
    return run;
  } catch (error) {
    const winner = await Runs.findOne({ team: wanted.team, key: wanted.key }).lean<Run>();
    if (winner) return winner;
    throw error;
  }
}

/** The outbox key of the run's one message. */
export const runMessageKey = (run: Pick<Run, "_id">): string => `run:${run._id}`;

/** The thread a run's replies go to: its own message, or the thread it was asked in. */
export function runThread(
  run: Pick<Run, "_id" | "threadTs" | "parentKey">,
): { parentKey: string } | { threadTs: string } {
  if (run.threadTs) return { threadTs: run.threadTs };
  return { parentKey: run.parentKey ?? runMessageKey(run) };
}

/** Dollars all steps and attempts of a run have spent. */
export const spentUsd = (run: Pick<Run, "steps">): number => run.steps.reduce((sum, step) => sum + step.spentUsd, 0);

/** The outcome of the last finished step of a kind, or null. */
export function outcomeOf<T>(run: Pick<Run, "steps">, kind: StepKind): T | null {
  const step = run.steps.findLast((each) => each.kind === kind && each.status === "done");
  return (step?.outcome as T | undefined) ?? null;
}
