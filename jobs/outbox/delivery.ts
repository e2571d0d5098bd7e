import type { Claimed } from "../../models/outbox/moves.ts";
import type { OutboxMessage } from "../../models/outbox.ts";
import type { OutboxClient } from "./client.ts";
import type { Pauses } from "./pauses.ts";
import { OutboxProblem, type ProblemKind } from "./problems.ts";

/** All in milliseconds. */
export interface Timing {
  /** A sender that shows no life for so long has lost the message to another one. */
  leaseMs: number;
  /** Between two edits of one message. */
  editMs: number;
  /** Between two looks for a message that may have arrived: Slack's own reading lags behind its writing. */
  settleMs: number;
  /** After the first failure; doubled with every further one, up to `maxBackoffMs`. */
  backoffMs: number;
  maxBackoffMs: number;
  /** How long a workspace that refused newer kinds of blocks gets plain ones. */
  plainMs: number;
}

export const defaultTiming: Timing = {
  leaseMs: 4_000,
  editMs: 1_200,
  settleMs: 1_500,
  backoffMs: 500,
  maxBackoffMs: 30_000,
  plainMs: 60 * 60_000,
};

/** What a delivery is made with. */
export interface Delivery {
  client: OutboxClient;
  owner: string;
  now: () => Date;
  timing: Timing;
  /** No newer kinds of blocks, wherever there are plain ones. */
  plainBlocks: boolean;
  pauses: Pauses;
  failpoint: (name: string) => void | Promise<void>;
  onFailed: (message: OutboxMessage, problem: OutboxProblem) => void;
}

export const inMs = ({ now }: Delivery, ms: number): Date => new Date(now().getTime() + ms);

/** When to try again after one more failure. */
export function nextTry(message: Claimed, d: Delivery): Date {
  return inMs(d, Math.min(d.timing.maxBackoffMs, d.timing.backoffMs * 2 ** Math.min(message.failures, 16)));
}

/** Tells of a problem once, not again at every try. */
export function tell(message: Claimed, kind: ProblemKind, problem: string, cause: unknown, d: Delivery): void {
  if (message.problem !== problem) d.onFailed({ ...message, problem }, new OutboxProblem(kind, problem, { cause }));
}
