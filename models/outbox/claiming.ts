import { randomUUID } from "node:crypto";
import { Outbox, type OutboxMessage } from "../outbox.ts";

/** Who takes a message, and for how long. */
export interface Taker {
  owner: string;
  now: Date;
  leaseMs: number;
}

/** Takes a message that is waiting, due and nobody's, as one write of many: `token` says afterwards whose it became. */
export function claimOf(which: Record<string, unknown>, { owner, now, leaseMs }: Taker) {
  const token = `${owner} ${randomUUID()}`;
  const filter = {
    ...which,
    state: "waiting" as const,
    notBefore: { $lte: now },
    $or: [{ lease: null }, { "lease.until": { $lte: now } }],
  };
  const lease = { owner: token, until: new Date(now.getTime() + leaseMs) };
  return { token, write: { updateOne: { filter, update: { $set: { lease }, $inc: { epoch: 1 } } } } };
}

export const isTakenBy = ({ lease }: Pick<OutboxMessage, "lease">, token: string): boolean => lease?.owner === token;

type Writes = Parameters<typeof Outbox.collection.bulkWrite>[0];

/**
 * Writes in order, as one command. Past the schema: everything here has its type already, and reading it into the schema
 * would cost more than all else about it.
 */
export async function writeAll(writes: readonly object[]): Promise<void> {
  await Outbox.collection.bulkWrite(writes as Writes, { writeConcern: { w: "majority", j: true } });
}
