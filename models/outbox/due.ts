import type { OutboxMessage } from "../outbox.ts";

/** What has to be known of a waiting message to say whether it is its turn. */
export type Waiting = Pick<
  OutboxMessage,
  "_id" | "key" | "channel" | "lane" | "order" | "parentKey" | "threadTs" | "ts" | "notBefore" | "lease"
>;

/** `ready` may be sent now; `wakeAt` (ms) is when time alone makes another one ready, null when none waits for time. */
export interface Due {
  ready: Waiting[];
  wakeAt: number | null;
}

/**
 * Which of a team's waiting messages, sorted by lane and order, are to be sent now? Of each lane only its first message
 * that does not stand in Slack yet, and a reply only once `parentTs` knows where its thread begins; edits at any time.
 * `pausedUntil` (ms) is when Slack will hear this message again after a rate limit.
 */
export function dueMessages(
  waiting: readonly Waiting[],
  parentTs: ReadonlyMap<string, string | null>,
  now: number,
  pausedUntil: (message: Waiting) => number,
): Due {
  const due: Due = { ready: [], wakeAt: null };
  const headed = new Set<string>();
  for (const message of waiting) {
    if (message.ts === null && headed.has(message.lane)) continue;
    if (message.ts === null) headed.add(message.lane);
    if (message.ts === null && message.parentKey !== null && !parentTs.get(message.parentKey)) continue;
    const at = Math.max(message.notBefore.getTime(), message.lease?.until.getTime() ?? 0, pausedUntil(message));
    if (at <= now) due.ready.push(message);
    else due.wakeAt = Math.min(due.wakeAt ?? at, at);
  }
  return due;
}
