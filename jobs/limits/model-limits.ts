import type { Redis } from "ioredis";
import { z } from "zod";
import type { Limits } from "../../models/limits/limits.ts";
import { askScript, holdScript } from "./script.ts";

/** What a participant tells with each heartbeat. */
export interface Ask {
  /** The most calls it wanted at once of late; 0 gives its share to others. */
  wanted: number;
  /** The most it may come to use by what it has acknowledged, and by what was sent to it since. */
  acked: Limits;
  /** What its own helix.yaml allows; the strictest of all participants holds. */
  limits: Limits;
}

const Amounts = z.preprocess(
  // Lua writes an empty table as a list.
  (value) => (Array.isArray(value) ? {} : value),
  z.object({
    concurrency: z.number().nullable().default(null),
    requests: z.number().nullable().default(null),
    tokens: z.number().nullable().default(null),
  }),
);

const Grant = z.object({
  granted: Amounts,
  limits: Amounts,
  /** Participants that want calls now. */
  sharers: z.number(),
  /** Milliseconds until a pause the provider asked for is over; 0 when there is none. */
  held: z.number(),
});
export type Grant = z.infer<typeof Grant>;

export interface Timing {
  /** How long a participant that is not heard of keeps its share. */
  leaseMs: number;
  beatMs: number;
}

export const usualTiming: Timing = { leaseMs: 5_000, beatMs: 500 };

/** Where there is too little for everybody, it goes round this often. */
const slotMs = 5_000;

/** The limits of all models over all workers, kept in Redis under `prefix`. */
export class ModelLimits {
  readonly timing: Timing;
  private readonly redis: Redis;
  private readonly prefix: string;

  constructor(redis: Redis, prefix: string, timing: Timing = usualTiming) {
    this.redis = redis;
    this.prefix = prefix;
    this.timing = timing;
  }

  /** One heartbeat of a participant: its lease begins anew, and the answer is its share. Rejects when Redis does not answer. */
  async ask(key: string, id: string, ask: Ask): Promise<Grant> {
    const { leaseMs, beatMs } = this.timing;
    const told = JSON.stringify({ ...ask, acked: stated(ask.acked), limits: stated(ask.limits) });
    const keys = [this.sharesKey(key), this.heldKey(key)];
    const settlingMs = 2.5 * beatMs;
    return Grant.parse(
      JSON.parse((await this.redis.eval(askScript, 2, ...keys, id, leaseMs, settlingMs, slotMs, told)) as string),
    );
  }

  /** Milliseconds until a pause is over that the provider asked for. */
  async heldMs(key: string): Promise<number> {
    return Math.max(0, await this.redis.pttl(this.heldKey(key)));
  }

  /** Nobody calls the model for so long. */
  async hold(key: string, ms: number): Promise<void> {
    await this.redis.eval(holdScript, 1, this.heldKey(key), Math.ceil(ms));
  }

  /** Gives a share back at once. */
  async leave(key: string, id: string): Promise<void> {
    await this.redis.hdel(this.sharesKey(key), id);
  }

  private sharesKey = (key: string): string => `${this.prefix}:limits:${key}:shares`;
  private heldKey = (key: string): string => `${this.prefix}:limits:${key}:held`;
}

/** Lua must not see null: it would be a value of its own there. */
const stated = (limits: Limits): Partial<Limits> =>
  Object.fromEntries(Object.entries(limits).filter(([, amount]) => amount !== null));
