import type { KnownBlock } from "@slack/types";
import { metadataOf } from "../../models/message-metadata.ts";
import { type Claimed, claim, markAttempted, recordSent, release, renew, tsOfKeys } from "../../models/outbox/moves.ts";
import type { Attempt, Form } from "../../models/outbox.ts";
import { type Delivery, inMs } from "./delivery.ts";
import { afterFailedCall, afterFailedLook, leaveUnknown } from "./failure.ts";
import { contentAs, formOf } from "./form.ts";
import { findPosted } from "./read-back.ts";

/** Claims one message and brings it nearer to what is wanted. */
export async function deliver(id: Claimed["_id"], d: Delivery): Promise<void> {
  const message = await claim(id, { owner: d.owner, now: d.now(), leaseMs: d.timing.leaseMs });
  if (message) await deliverClaimed(message, d);
}

/** Brings one message one step nearer to what is wanted: a post, an edit, or a look for a post that may have arrived. */
export async function deliverClaimed(message: Claimed, d: Delivery): Promise<void> {
  // A renewal that fails only shortens the lease; the next write says whether it was lost.
  const renewal = setInterval(() => renew(message, d.now(), d.timing.leaseMs).catch(() => {}), d.timing.leaseMs / 4);
  try {
    await bringNearer(message, d);
  } finally {
    clearInterval(renewal);
  }
}

async function bringNearer(message: Claimed, d: Delivery): Promise<void> {
  if (message.ts !== null) return edit(message, message.ts, d);
  const threadTs = await threadTsOf(message);
  if (threadTs === undefined) return release(message, inMs(d, d.timing.backoffMs));
  if (message.attempted?.kind === "post") return look(message, message.attempted, threadTs, d);
  return post(message, threadTs, d);
}

/** Undefined: the thread's first message does not stand in Slack (any more). */
async function threadTsOf({ team, parentKey, threadTs }: Claimed): Promise<string | null | undefined> {
  if (parentKey === null) return threadTs;
  return (await tsOfKeys(team, [parentKey])).get(parentKey) ?? undefined;
}

async function post(message: Claimed, threadTs: string | null, d: Delivery): Promise<void> {
  const form = await formOf(message, d);
  if (!(await begin(message, d))) return;
  let ts: string;
  try {
    ts = await postMessage(message, form, threadTs, d);
  } catch (error) {
    return afterFailedCall(message, { kind: "post", form }, error, d);
  }
  await finish(message, ts, message.wantedVersion, d);
}

async function postMessage(
  message: Claimed,
  form: Form,
  threadTs: string | null,
  { client }: Delivery,
): Promise<string> {
  const { text, blocks } = contentAs(form, message.wanted);
  const { ts } = await client.chat.postMessage({
    channel: message.channel,
    text,
    ...(blocks.length > 0 && { blocks: blocks as KnownBlock[] }),
    ...(threadTs !== null && { thread_ts: threadTs }),
    metadata: { ...metadataOf(message.key) },
    unfurl_links: false,
    unfurl_media: false,
  });
  if (ts === undefined) throw new Error("Slack answered chat.postMessage without a ts");
  return ts;
}

async function edit(message: Claimed, ts: string, d: Delivery): Promise<void> {
  const form = await formOf(message, d);
  await d.failpoint("outbox:attempted");
  if (!isFresh(message.lease?.until ?? d.now(), d)) return;
  const { text, blocks } = contentAs(form, message.wanted);
  const metadata = { ...metadataOf(message.key) };
  try {
    await d.client.chat.update({ channel: message.channel, ts, text, blocks: blocks as KnownBlock[], metadata });
  } catch (error) {
    return afterFailedCall(message, { kind: "update", form }, error, d);
  }
  await finish(message, ts, message.wantedVersion, d);
}

/** Found: recorded. Twice not found, with time between: posted again. */
async function look(message: Claimed, attempted: Attempt, threadTs: string | null, d: Delivery): Promise<void> {
  const pausedUntil = d.pauses.until("conversations.read", message.channel);
  if (pausedUntil > d.now().getTime()) return release(message, new Date(pausedUntil));
  let found: Awaited<ReturnType<typeof findPosted>>;
  try {
    found = await findPosted(d.client, message, threadTs);
  } catch (error) {
    return afterFailedLook(message, error, d);
  }
  if (found.kind === "found") return finish(message, found.ts, attempted.version, d);
  if (found.kind === "unsure") {
    return leaveUnknown(message, "a message of Helix's without its mark stands where this one belongs", undefined, d);
  }
  if (attempted.lookedAt !== null) return post(message, threadTs, d);
  return release(message, inMs(d, d.timing.settleMs), { attempted: { ...attempted, lookedAt: d.now() } });
}

/** True: the post may be made now. Written down first, so that whoever comes after a crash knows it may have been made. */
async function begin(message: Claimed, d: Delivery): Promise<boolean> {
  const until = inMs(d, d.timing.leaseMs);
  if (!(await markAttempted(message, d.owner, d.now(), until))) return false;
  await d.failpoint("outbox:attempted");
  return isFresh(until, d);
}

/** A process that was stopped for long after it took a message may have lost it to another sender. */
const isFresh = (until: Date, d: Delivery): boolean => until.getTime() - d.now().getTime() > d.timing.leaseMs / 2;

async function finish(message: Claimed, ts: string, version: number, d: Delivery): Promise<void> {
  await d.failpoint("outbox:accepted");
  await recordSent({ message, ts, version, notBefore: inMs(d, d.timing.editMs) });
}
