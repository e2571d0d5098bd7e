import { isDuplicateKey } from "../duplicate-key.ts";
import { type Content, Outbox, type OutboxMessage, type WantedMessage } from "../outbox.ts";

/** What is wanted, as it is stored. */
export interface Wish extends Omit<WantedMessage, keyof Content> {
  wanted: Content;
  wantedHash: string;
}

/** Stores a message that is not there yet. False: another process took this place in the thread, or this key. */
export async function insert(wish: Wish): Promise<boolean> {
  const { team, key, channel, asOf = null, wanted, wantedHash } = wish;
  const thread = await threadOf(wish);
  const lane = `${channel}/${thread.parentKey ?? thread.threadTs ?? ""}`;
  const last = await Outbox.findOne({ team, lane }, { order: 1 }).sort({ order: -1 }).lean();
  const order = (last?.order ?? 0) + 1;
  try {
    await Outbox.create({ team, key, channel, ...thread, lane, order, wanted, wantedHash, asOf });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

type Thread = Pick<OutboxMessage, "parentKey" | "threadTs">;

/** One thread has one name: Slack knows no threads in threads, and a `ts` may be that of a message of Helix's own. */
async function threadOf({ team, channel, parentKey, threadTs }: Wish): Promise<Thread> {
  if (parentKey === undefined && threadTs === undefined) return { parentKey: null, threadTs: null };
  const which = parentKey === undefined ? { channel, ts: threadTs ?? null } : { key: parentKey };
  const parent = await Outbox.findOne({ team, ...which }, { key: 1, parentKey: 1, threadTs: 1 }).lean();
  if (!parent) return { parentKey: parentKey ?? null, threadTs: threadTs ?? null };
  if (parent.parentKey !== null || parent.threadTs !== null)
    return { parentKey: parent.parentKey, threadTs: parent.threadTs };
  return { parentKey: parent.key, threadTs: null };
}
