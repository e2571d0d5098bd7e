import { type Decision, type Gate, Gates, type Revision } from "./gate.ts";
import { changeGate } from "./gate-change.ts";
import type { Move } from "./moves.ts";
import { toBeShown } from "./unshown.ts";

const expired = (gate: Gate, now: Date): boolean => gate.expiresAt <= now;

/** The precondition of every change: nothing was written since, open, not expired, this revision with this digest. */
const unchanged = (gate: Gate, now: Date) => ({
  _id: gate._id,
  rev: gate.rev,
  status: "open" as const,
  revision: gate.revision,
  expiresAt: { $gt: now },
  votes: { $size: gate.votes.length },
  revisions: {
    $elemMatch: { n: gate.revision, digest: gate.revisions.find(({ n }) => n === gate.revision)?.digest ?? "none" },
  },
});

const moved = (to: Gate["status"], by: string, at: Date, why: string): Move => ({ from: "open", to, by, at, why });

const decided = (decision: Decision) => ({
  status: decision.outcome,
  decision,
  "effect.status": "pending",
  "effect.at": decision.at,
});

/**
 * Adds one approval by compare-and-set; the one that fills the quorum decides in the same write.
 * `approvers` are those authorised now: earlier votes of people who no longer are do not count and are dropped (the
 * moves keep them).
 * Null: somebody else was faster, or it expired.
 */
export async function approve(gate: Gate, user: string, approvers: string[], now: Date): Promise<Gate | null> {
  if (expired(gate, now)) return null;
  const revision = gate.revisions.find(({ n }) => n === gate.revision);
  const kept = gate.votes.filter((vote) => approvers.includes(vote.user));
  const by = [...kept.map((vote) => vote.user), user];
  const final = new Set(by).size >= gate.quorum;
  const decision: Decision = {
    outcome: "approved",
    revision: gate.revision,
    digest: revision?.digest ?? "",
    by,
    at: now,
    reason: null,
  };
  return changeGate({
    filter: { ...unchanged(gate, now), votes: { $size: gate.votes.length, $not: { $elemMatch: { user } } } },
    set: { votes: [...kept, { user, revision: gate.revision, at: now }], ...(final && decided(decision)) },
    move: moved(final ? "approved" : "open", user, now, `approved revision ${gate.revision}`),
  });
}

/** Rejects with a reason. Null: somebody else was faster, or it expired. */
export async function reject(gate: Gate, user: string, reason: string, now: Date): Promise<Gate | null> {
  const digest = gate.revisions.find(({ n }) => n === gate.revision)?.digest ?? "";
  const decision: Decision = { outcome: "rejected", revision: gate.revision, digest, by: [user], at: now, reason };
  return changeGate({
    filter: unchanged(gate, now),
    set: decided(decision),
    move: moved("rejected", user, now, reason),
  });
}

/**
 * Opens the next revision: new evidence, votes cleared. With `approve` (truth: *Save and approve*) the same write
 * carries this person's vote and decides. A renewal by Helix is no edit: whoever edited last still cannot approve alone.
 * Null: somebody else was faster, or it expired.
 */
export async function revise(
  gate: Gate,
  next: Omit<Revision, "n" | "by" | "at">,
  user: string,
  now: Date,
  options: { approve: boolean; why: string; quorum?: number },
): Promise<Gate | null> {
  const n = gate.revision + 1;
  const decision: Decision = {
    outcome: "approved",
    revision: n,
    digest: next.digest,
    by: [user],
    at: now,
    reason: null,
  };
  const quorum = options.quorum ?? gate.quorum;
  const final = options.approve && quorum <= 1;
  return changeGate({
    filter: unchanged(gate, now),
    set: {
      revision: n,
      quorum,
      lastEditor: user === "helix" ? gate.lastEditor : user,
      votes: options.approve ? [{ user, revision: n, at: now }] : [],
      ...(final && decided(decision)),
    },
    push: { revisions: { ...next, n, by: user, at: now } },
    move: moved(final ? "approved" : "open", user, now, options.why),
  });
}

/** Ends open gates whose time is over; the reconciler calls it. Answers with those that expired now. */
export async function expireGates(now: Date): Promise<Gate[]> {
  const due = await Gates.find({ status: "open", expiresAt: { $lte: now } }).lean<Gate[]>();
  const ended = await Promise.all(
    due.map((gate) =>
      Gates.findOneAndUpdate(
        { _id: gate._id, status: "open", expiresAt: { $lte: now } },
        {
          $set: { status: "expired", "effect.status": "pending", "effect.at": now },
          $inc: toBeShown,
          $push: { moves: { from: "open", to: "expired", by: "helix", at: now, why: "nobody decided in time" } },
        },
        { returnDocument: "after" },
      ).lean<Gate>(),
    ),
  );
  return ended.filter((gate) => gate !== null);
}

/** Takes an open gate back because its ground is gone; what follows is completed as after a decision. Null: it was not open any more. */
export async function supersede(gate: Gate, why: string, now: Date): Promise<Gate | null> {
  return Gates.findOneAndUpdate(
    { _id: gate._id, status: "open", revision: gate.revision },
    {
      $set: { status: "superseded", "effect.status": "pending", "effect.at": now },
      $inc: toBeShown,
      $push: { moves: { from: "open", to: "superseded", by: "helix", at: now, why } },
    },
    { returnDocument: "after" },
  ).lean<Gate>();
}
