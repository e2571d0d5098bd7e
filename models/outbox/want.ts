import { hashOf } from "../canonical.ts";
import { gathering } from "../gathering.ts";
import { type Content, Outbox, type OutboxMessage, type WantedMessage } from "../outbox.ts";
import { claimOf, isTakenBy, writeAll } from "./claiming.ts";
import { insert, type Wish } from "./insert.ts";

/** A sender of this process: it may send an edit from where it is wanted. */
export interface Sender {
  team: string;
  owner: string;
  leaseMs: number;
  now(): Date;
  /** How many messages more it can send now. */
  room(): number;
  /** Sends a message that was claimed for it. */
  take(message: OutboxMessage): void;
  /** Resolves when what it has taken so far was sent, or could not be. */
  sent(): Promise<unknown>;
}

const senders = new Set<Sender>();
const listeners = new Set<() => void>();

/**
 * Wants a message to stand in Slack as given; resolves once that is stored. The first call posts it, a later one with
 * other content edits it (the latest wins), one with equal content does nothing. It stays where it was first wanted.
 */
export async function want(message: WantedMessage): Promise<void> {
  const { text, blocks, plain } = message;
  const wanted: Content = JSON.parse(JSON.stringify({ text, blocks, plain }));
  const taken = await stored({ ...message, wanted, wantedHash: hashOf(wanted) });
  if (taken) taken.sender.take(taken.message);
  else for (const listener of listeners) listener();
}

/** Calls back after each `want` of this process that none of its senders took: a hint that saves waiting for the next poll. Returns how to stop. */
export const onWanted = (listener: () => void): (() => void) => joining(listeners, listener);

/** Has edits that are due claimed for a sender in the write that wants them. Returns how to stop. */
export const offerEdits = (sender: Sender): (() => void) => joining(senders, sender);

/** Resolves when the edits that senders of this process have taken so far were sent, or could not be. */
export const editsSent = async (): Promise<void> => {
  await Promise.all([...senders].map((sender) => sender.sent()));
};

function joining<T>(all: Set<T>, one: T): () => void {
  all.add(one);
  return () => all.delete(one);
}

interface Taken {
  sender: Sender;
  message: OutboxMessage;
}

/** What is wanted together is stored in one write, in that order, and what of it is new is posted in that order. */
const stored = gathering(async (wishes: Wish[]): Promise<(Taken | null)[]> => {
  const offers = offersFor(wishes);
  const writes = wishes.flatMap((wish, n) => [editOf(wish), ...(offers[n] ? [offers[n].claim.write] : [])]);
  await writeAll(writes);
  const found = await whatIsThere(wishes, offers.some(Boolean));
  const lanes = new Map<string, Wish[]>();
  const taken = wishes.map((wish, n) => {
    const message = found.find(({ team, key }) => team === wish.team && key === wish.key);
    if (!message) lanes.set(laneOf(wish), [...(lanes.get(laneOf(wish)) ?? []), wish]);
    const offer = offers[n];
    return message && offer && isTakenBy(message, offer.claim.token) ? { sender: offer.sender, message } : null;
  });
  await Promise.all([...lanes.values()].map(storeNew));
  return taken;
});

/** For each wish the sender that could take it, if any has room. */
function offersFor(wishes: Wish[]) {
  const rooms = [...senders].map((sender) => ({ sender, room: sender.room() }));
  return wishes.map(({ team, key }) => {
    const free = rooms.find(({ sender, room }) => sender.team === team && room > 0);
    if (!free) return null;
    free.room -= 1;
    const { sender } = free;
    const { owner, leaseMs } = sender;
    return { sender, claim: claimOf({ team, key, ts: { $ne: null } }, { owner, leaseMs, now: sender.now() }) };
  });
}

const laneOf = ({ team, channel, parentKey, threadTs }: Wish): string =>
  `${team} ${channel} ${parentKey ?? threadTs ?? ""}`;

function whatIsThere(wishes: Wish[], whole: boolean): Promise<OutboxMessage[]> {
  const which = { team: { $in: wishes.map(({ team }) => team) }, key: { $in: wishes.map(({ key }) => key) } };
  return Outbox.find(which, whole ? {} : { team: 1, key: 1 })
    .lean<OutboxMessage[]>()
    .exec();
}

/** Changes nothing where there is no such message yet, or where it wants this or something newer. */
function editOf({ team, key, asOf, wanted, wantedHash }: Wish) {
  const newer = asOf === undefined ? {} : { $or: [{ asOf: null }, { asOf: { $lte: asOf } }] };
  const change = { wanted, wantedHash, state: "waiting" as const, ...(asOf !== undefined && { asOf }) };
  const filter = { team, key, wantedHash: { $ne: wantedHash }, ...newer };
  return { updateOne: { filter, update: { $set: change, $inc: { wantedVersion: 1 } } } };
}

async function storeNew(wishes: Wish[]): Promise<void> {
  for (const wish of wishes) await insertOrEdit(wish);
}

async function insertOrEdit(wish: Wish): Promise<void> {
  for (;;) {
    if (await insert(wish)) return;
    // Another process took this place in the thread, or this key.
    await writeAll([editOf(wish)]);
    if (await Outbox.exists({ team: wish.team, key: wish.key })) return;
  }
}
