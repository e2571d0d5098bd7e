import type { Redis } from "ioredis";
import { onWanted } from "../../models/outbox/want.ts";

const channelOf = (queue: string): string => `${queue}:wanted`;

/** Tells the senders of other processes what `want` tells those of this one. Losing it loses one poll's time. */
export function hintOthers(redis: Redis, queue: string): () => void {
  let hinted = false;
  return onWanted(() => {
    if (hinted) return;
    hinted = true;
    setImmediate(() => {
      hinted = false;
      redis.publish(channelOf(queue), "").catch(() => undefined);
    });
  });
}

/** Calls back when another process wants a message, on a connection of its own. Returns how to stop. */
export function hearHints(redis: Redis, queue: string, wanted: () => void): () => void {
  const ears = redis.duplicate();
  // Without a listener ioredis writes to the console; it subscribes again by itself.
  ears.on("error", () => undefined).on("message", wanted);
  ears.subscribe(channelOf(queue)).catch(() => undefined);
  return () => ears.disconnect();
}
