import { randomUUID } from "node:crypto";
import type { OutboxMessage } from "../outbox.ts";

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

/** Given explicitly: a schema's own write concern does not reach writes in bulk. */
export const durable = { writeConcern: { w: "majority", j: true } } as const;
