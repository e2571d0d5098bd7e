import type { Types } from "mongoose";
import { gathering } from "../gathering.ts";
import { type Attempt, Outbox, type OutboxMessage } from "../outbox.ts";
import { claimOf, isTakenBy, type Taker, writeAll } from "./claiming.ts";
import type { Waiting } from "./due.ts";

/** A message as its claim found it: every write names the claim's epoch, so a sender that lost it writes nothing. */
export type Claimed = OutboxMessage;

const mine = ({ _id, epoch }: Claimed) => ({ _id, epoch });

/** All messages of the team that Slack does not show as wanted, by lane and order. */
export function waitingMessages(team: string): Promise<Waiting[]> {
  const known = { key: 1, channel: 1, lane: 1, order: 1, parentKey: 1, threadTs: 1, ts: 1, notBefore: 1, lease: 1 };
  return Outbox.find({ team, state: "waiting" }, known).sort({ lane: 1, order: 1 }).lean<Waiting[]>().exec();
}

/** Where the messages with these keys stand in Slack; null for one that does not yet. */
export async function tsOfKeys(team: string, keys: readonly string[]): Promise<Map<string, string | null>> {
  if (keys.length === 0) return new Map();
  const found = await Outbox.find({ team, key: { $in: keys } }, { key: 1, ts: 1 }).lean();
  return new Map(found.map(({ key, ts }) => [key, ts]));
}

/** Those of the given `ts` that are known to be other messages of Helix. */
export async function knownTs(team: string, channel: string, candidates: readonly string[]): Promise<Set<string>> {
  const found = await Outbox.find({ team, channel, ts: { $in: candidates } }, { ts: 1 }).lean();
  return new Set(found.flatMap(({ ts }) => (ts === null ? [] : [ts])));
}

/** Takes the message. Null: it is sent, not due, or somebody is at it. */
export const claim = (_id: Types.ObjectId, taker: Taker): Promise<Claimed | null> => claimed({ _id, taker });

const claimed = gathering(async (asked: { _id: Types.ObjectId; taker: Taker }[]) => {
  const claims = asked.map(({ _id, taker }) => claimOf({ _id }, taker));
  await writeAll(claims.map(({ write }) => write));
  const found = await Outbox.find({ _id: { $in: asked.map(({ _id }) => _id) } }).lean<Claimed[]>();
  return claims.map(({ token }) => found.find((message) => isTakenBy(message, token)) ?? null);
});

/** Keeps the message while a call to Slack is under way. */
export async function renew(message: Claimed, now: Date, leaseMs: number): Promise<void> {
  await Outbox.updateOne({ ...mine(message), lease: { $ne: null } }, { $set: { "lease.until": later(now, leaseMs) } });
}

/** Writes down that a post is about to be made, and holds the message for it. False: the claim is lost and it must not be made. */
export async function markAttempted(message: Claimed, owner: string, at: Date, until: Date): Promise<boolean> {
  const attempted: Attempt = { at, owner, version: message.wantedVersion, kind: "post", lookedAt: null };
  const { matchedCount } = await Outbox.updateOne(mine(message), { $set: { attempted, "lease.until": until } });
  return matchedCount === 1;
}

/** Records what stands in Slack now. The message is done, unless something newer was wanted in the meantime. */
export const recordSent = gathering(async (sent: Sent[]) => {
  await writeAll(sent.flatMap(recordOf));
  return sent;
});

interface Sent {
  message: Claimed;
  ts: string;
  version: number;
  /** Not to be edited again before. */
  notBefore: Date;
}

function recordOf({ message, ts, version, notBefore }: Sent) {
  const stands = {
    ts,
    sentVersion: version,
    attempted: null,
    lease: null,
    notBefore,
    failures: 0,
    problem: version === message.refused?.version ? message.problem : null,
  };
  // `wantedVersion` only grows: what the first write does not match, the second does.
  const isDone = {
    filter: { ...mine(message), wantedVersion: version },
    update: { $set: { ...stands, state: "sent" as const } },
  };
  const isBehind = { filter: { ...mine(message), lease: { $ne: null } }, update: { $set: stands } };
  return [{ updateOne: isDone }, { updateOne: isBehind }];
}

/** Gives the message back to be tried again from `notBefore` on. An attempt that is kept is looked up before it is repeated. */
export async function release(
  message: Claimed,
  notBefore: Date,
  change: Partial<Pick<OutboxMessage, "attempted" | "failures" | "problem" | "refused">> = {},
): Promise<void> {
  await Outbox.updateOne(mine(message), { $set: { ...change, lease: null, notBefore } });
}

/** Gives the message up, in words. It comes back only when other content is wanted, and then not before `notBefore`. */
export async function giveUp(
  message: Claimed,
  problem: string,
  notBefore: Date,
  attempted: Attempt | null = null,
): Promise<void> {
  const failed = { problem, attempted, lease: null, notBefore };
  const { matchedCount } = await Outbox.updateOne(
    { ...mine(message), wantedVersion: message.wantedVersion },
    { $set: { ...failed, state: "failed" } },
  );
  if (matchedCount === 0) await Outbox.updateOne(mine(message), { $set: failed });
}

/** The message is gone from Slack or can no longer be edited: it is to be posted anew. */
export async function startAnew(message: Claimed, now: Date): Promise<void> {
  await Outbox.updateOne(mine(message), {
    $set: { ts: null, attempted: null, lease: null, notBefore: now },
    ...(message.ts !== null && { $push: { formerTs: message.ts } }),
  });
}

const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);
