import { type Run, Runs } from "../run.ts";
import { toBeShown } from "../unshown.ts";
import type { Verdict } from "./pause.ts";

/** A run that may spend more than its program lets anybody spend unasked: it spends nothing until somebody presses Start. */
export interface Ask {
  /** The most its plan may come to (US dollars), and `budget.ask_above_usd` as it was. */
  usd: number;
  aboveUsd: number;
  /** Who asked for it may have left: after this it is not started any more. */
  until: Date;
  startedBy: string | null;
}

const patienceMs = 24 * 60 * 60_000;

/** What a run has to ask before it spends up to `usd`; null where that is no more than may be spent unasked. */
export const askFor = (usd: number, aboveUsd: number, at: Date): Ask | null =>
  usd > aboveUsd ? { usd, aboveUsd, until: new Date(at.getTime() + patienceMs), startedBy: null } : null;

export function mayStart({ status, ask }: Pick<Run, "status" | "ask">, at: Date): Verdict {
  if (status !== "waiting" || !ask)
    return { ok: false, because: "it does not wait for Start", next: "its message shows how things stand now" };
  if (new Date(ask.until) > at) return { ok: true };
  return { ok: false, because: "nobody pressed Start in time", next: "press Run again, or send the request again" };
}

/** Lets a waiting run spend: its first step becomes due. Null: it was started, cancelled or given up meanwhile. */
export function startWaiting(run: Pick<Run, "_id">, by: string, at: Date): Promise<Run | null> {
  return Runs.findOneAndUpdate(
    { _id: run._id, status: "waiting", "ask.until": { $gt: at } },
    {
      $set: { status: "queued", "steps.0.status": "queued", "ask.startedBy": by },
      $inc: toBeShown,
      $push: { moves: { from: "waiting", to: "queued", by, at, why: "started" } },
    },
    { returnDocument: "after" },
  )
    .lean<Run>()
    .exec();
}

/** Gives up what nobody started in time; each such run, for its message. */
export async function expireWaiting(team: string, at: Date): Promise<Run[]> {
  const due = { team, status: "waiting" as const, "ask.until": { $lte: at } };
  const found = await Runs.find(due, { _id: 1 }).lean<Pick<Run, "_id">[]>();
  const given = await Promise.all(found.map(({ _id }) => giveUp({ ...due, _id }, at)));
  return given.filter((run) => run !== null);
}

function giveUp(due: Record<string, unknown>, at: Date): Promise<Run | null> {
  return Runs.findOneAndUpdate(
    due,
    {
      $set: { status: "cancelled", "steps.$[].status": "cancelled" },
      $inc: toBeShown,
      $push: { moves: { from: "waiting", to: "cancelled", by: "helix", at, why: "nobody pressed Start in time" } },
    },
    { returnDocument: "after" },
  )
    .lean<Run>()
    .exec();
}

/** Records which run goes in place of this one. Null: another one does already. */
export function markAgain(run: Pick<Run, "_id">, again: NonNullable<Run["again"]>): Promise<Run | null> {
  return Runs.findOneAndUpdate(
    { _id: run._id, again: null },
    { $set: { again }, $inc: toBeShown },
    { returnDocument: "after" },
  )
    .lean<Run>()
    .exec();
}
