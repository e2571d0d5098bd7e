import { type Due, dueMessages, type Waiting } from "../models/outbox/due.ts";
import { tsOfKeys, waitingMessages } from "../models/outbox/moves.ts";
import { offerEdits, onWanted } from "../models/outbox/want.ts";
import type { OutboxMessage } from "../models/outbox.ts";
import type { OutboxClient } from "./outbox/client.ts";
import { deliver, deliverClaimed } from "./outbox/deliver.ts";
import { type Delivery, defaultTiming, type Timing } from "./outbox/delivery.ts";
import { Pauses } from "./outbox/pauses.ts";
import type { OutboxProblem } from "./outbox/problems.ts";

export interface OutboxOptions {
  client: OutboxClient;
  /** The workspace whose messages this client may send. */
  team: string;
  /** Names this process in leases and attempts: host and process id. */
  owner: string;
  now?: () => Date;
  timing?: Partial<Timing>;
  /** Never sends newer kinds of blocks where there are plain ones. */
  plainBlocks?: boolean;
  /** How often MongoDB is asked when nobody calls (ms). */
  pollMs?: number;
  /** Calls to Slack at the same time for what MongoDB says is due. */
  concurrency?: number;
  /** Calls to Slack at the same time up to which an edit is sent from where it is wanted. */
  editsAtOnce?: number;
  /** Called with `outbox:attempted` before a call and `outbox:accepted` between its answer and its record. */
  failpoint?: (name: string) => void | Promise<void>;
  /** A message was given up, shown without blocks, or waits for Helix's access; once per problem. */
  onFailed?: (message: OutboxMessage, problem: OutboxProblem) => void;
  /** Anything unexpected, such as MongoDB not answering; the sender goes on. */
  onError?: (error: unknown) => void;
}

/**
 * Sends what is wanted: posts in order per thread, edits with the latest content, each at most once. Any number of
 * senders may run for a team; what is to be done stands in MongoDB.
 */
export class OutboxSender {
  readonly #options: Required<Pick<OutboxOptions, "team" | "pollMs" | "concurrency" | "editsAtOnce" | "onError">>;
  readonly #delivery: Delivery;
  readonly #underWay = new Map<string, Promise<void>>();
  /** What MongoDB last said is due and has not been begun: it is asked again when this has been dealt with. */
  #ready: Waiting[] = [];
  readonly #drained: (() => void)[] = [];
  #running: { loop: Promise<void>; unsubscribe: () => void } | null = null;
  #refuse: (() => void) | null = null;
  #stopping = false;
  #wakeUp = (): void => undefined;

  constructor({ client, team, owner, timing, ...options }: OutboxOptions) {
    const { pollMs = 250, concurrency = 8, editsAtOnce = 32, onError = () => {} } = options;
    const { now = () => new Date(), failpoint = () => {}, onFailed = () => {}, plainBlocks = false } = options;
    this.#options = { team, pollMs, concurrency, editsAtOnce, onError };
    const timings = { ...defaultTiming, ...timing };
    this.#delivery = { client, owner, now, failpoint, onFailed, plainBlocks, timing: timings, pauses: new Pauses() };
  }

  start(): void {
    if (this.#running) return;
    this.takeEdits();
    this.#running = { unsubscribe: onWanted(() => this.#wake()), loop: this.#run() };
  }

  /** Sends edits that this process wants from where they are wanted, as far as there is room; others send the rest. */
  takeEdits(): void {
    this.#stopping = false;
    const { owner, now, timing, pauses } = this.#delivery;
    const isPaused = () => pauses.until("chat.update", "") > now().getTime();
    this.#refuse ??= offerEdits({
      team: this.#options.team,
      owner,
      leaseMs: timing.leaseMs,
      now,
      room: () => (isPaused() ? 0 : this.#options.editsAtOnce - this.#underWay.size),
      sent: () => Promise.all(this.#underWay.values()),
      take: (message) =>
        this.#send(String(message._id), () => deliverClaimed(message, this.#delivery), { isEdit: true }),
    });
  }

  /** Asks MongoDB now instead of at the next poll. */
  look(): void {
    this.#wake();
  }

  /** Resolves when the calls that are under way have ended and are recorded. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#refuse?.();
    this.#refuse = null;
    this.#running?.unsubscribe();
    this.#wake();
    await this.#running?.loop;
    this.#running = null;
    await Promise.all(this.#underWay.values());
  }

  /** Resolves when every message of the team stands as wanted, is given up, or waits for one that was given up. */
  drain(): Promise<void> {
    const drained = new Promise<void>((resolve) => this.#drained.push(resolve));
    this.#wake();
    return drained;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const called = new Promise<void>((wake) => {
        this.#wakeUp = wake;
      });
      const wakeAt = await this.#sendDue().catch((error: unknown) => this.#failed(error));
      await rest(this.#pause(wakeAt), called);
    }
  }

  /** Starts what is due and returns when the next message will be (ms), null when time alone changes nothing. */
  async #sendDue(): Promise<number | null> {
    const asked = this.#underWay.size === 0 ? this.#drained.length : 0;
    const { ready, wakeAt } = await this.#due();
    if (ready.length === 0 && wakeAt === null) this.#tellDrained(asked);
    this.#ready = ready.filter(({ _id }) => !this.#underWay.has(String(_id)));
    this.#begin();
    return wakeAt;
  }

  /** A claim says whether a message is still due, so what was due a moment ago may be begun without asking again. */
  #begin(): void {
    while (!this.#stopping && this.#underWay.size < this.#options.concurrency) {
      const next = this.#ready.shift();
      if (!next) return;
      const id = String(next._id);
      const isHeldBack = this.#pausedUntil(next) > this.#delivery.now().getTime();
      if (!isHeldBack && !this.#underWay.has(id)) this.#send(id, () => deliver(next._id, this.#delivery));
    }
  }

  async #due(): Promise<Due> {
    const { team } = this.#options;
    const waiting = await waitingMessages(team);
    const parents = waiting.flatMap(({ ts, parentKey }) => (ts === null && parentKey !== null ? [parentKey] : []));
    const parentTs = await tsOfKeys(team, [...new Set(parents)]);
    return dueMessages(waiting, parentTs, this.#delivery.now().getTime(), (message) => this.#pausedUntil(message));
  }

  /** What an edit leaves to be done waits for time alone: MongoDB need not be asked after each of many. */
  #send(id: string, delivered: () => Promise<void>, { isEdit } = { isEdit: false }): void {
    const ended = delivered()
      .catch((error: unknown) => this.#failed(error))
      .then(() => {
        this.#underWay.delete(id);
        this.#begin();
        if (this.#ready.length === 0 && (this.#drained.length > 0 || !isEdit)) this.#wake();
      });
    this.#underWay.set(id, ended);
  }

  #pausedUntil({ ts, channel }: Waiting): number {
    return this.#delivery.pauses.until(ts === null ? "chat.postMessage" : "chat.update", channel);
  }

  #pause(wakeAt: number | null): number {
    const { pollMs } = this.#options;
    return wakeAt === null ? pollMs : Math.max(1, Math.min(pollMs, wakeAt - this.#delivery.now().getTime()));
  }

  #failed(error: unknown): null {
    this.#options.onError(error);
    return null;
  }

  /** Tells only those who had asked before MongoDB was. */
  #tellDrained(asked: number): void {
    for (const resolve of this.#drained.splice(0, asked)) resolve();
  }

  #wake(): void {
    this.#wakeUp();
  }
}

/** Ends after `ms`, or as soon as somebody calls. */
async function rest(ms: number, called: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((done) => {
    timer = setTimeout(done, ms);
  });
  await Promise.race([passed, called]);
  clearTimeout(timer);
}
