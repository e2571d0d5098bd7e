import type { RunnerEventOf, ShareLine } from "../../models/contract.ts";
import type { Held } from "../../models/limits/held.ts";
import { hasLimits, kinds, type Limits, noLimits } from "../../models/limits/limits.ts";
import type { Grant, ModelLimits } from "./model-limits.ts";

export interface ParticipantOptions {
  limits: ModelLimits;
  key: string;
  /** Unique among all participants of the model: an attempt. */
  id: string;
  alias: string;
  stated: Limits;
  send(line: ShareLine): void;
  /** Called when what holds it back, or that nothing does any more, may have changed. */
  onChange(): void;
}

/** A share is taken to have lapsed this much earlier than in Redis. */
const marginMs = 1_000;

/** One runner's part in one model's limits: keeps the lease, hands shares on, and tells Redis what was acknowledged. */
export class Participant {
  private readonly options: ParticipantOptions;
  private readonly beatEach: NodeJS.Timeout;
  /** Shares that were sent and may still be acted by: the one acknowledged last, and all after it. */
  private sent: { line: number; share: Limits }[] = [{ line: 0, share: noLimits }];
  private said: RunnerEventOf<"limiter"> | null = null;
  private grant: Grant | null = null;
  private askedForMs = 0;
  private isLost = false;
  private isClosed = false;
  private beating: Promise<void> | null = null;
  private again = false;

  constructor(options: ParticipantOptions) {
    this.options = options;
    this.beatEach = setInterval(() => this.beat(), options.limits.timing.beatMs);
    this.beat();
  }

  /** What the runner says of its share. */
  take(event: RunnerEventOf<"limiter">): void {
    this.said = event;
    this.sent = this.sent.filter(({ line }) => line >= event.line);
    this.options.onChange();
    this.beat();
  }

  /** The provider asked for a pause: everybody who calls the model waits. */
  throttled(seconds: number): void {
    const { limits, key } = this.options;
    // The runner itself waits already; the others wait once Redis knows.
    void limits.hold(key, seconds * 1000).then(
      () => this.beat(),
      () => undefined,
    );
  }

  /** Gives the share back; only once the runner is gone. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.beatEach);
    await this.beating;
    const { limits, key, id, stated } = this.options;
    if (hasLimits(stated)) await limits.leave(key, id).catch(() => undefined);
  }

  /** What holds the runner's calls back now, or null. */
  held(): Held | null {
    const by = this.said?.why ?? null;
    if (by === null) return null;
    const { alias } = this.options;
    const sharers = this.grant?.sharers ?? 1;
    if (by === "asked") return { alias, by, share: Math.ceil(this.askedForMs / 1000) || null, limit: null, sharers };
    if (by === "no share" && this.isLost) return { alias, by, share: null, limit: null, sharers };
    // Without a share yet it waits for what others still use.
    const kind = by === "no share" ? "concurrency" : by;
    return { alias, by: kind, share: this.grant?.granted[kind] ?? 0, limit: this.grant?.limits[kind] ?? null, sharers };
  }

  /** One heartbeat at a time; what happens meanwhile makes one more. */
  private beat(): void {
    this.again = this.beating !== null;
    if (this.isClosed || this.beating) return;
    this.beating = this.exchange().finally(() => {
      this.beating = null;
      if (this.again) this.beat();
    });
  }

  private async exchange(): Promise<void> {
    const { limits, key, id, stated } = this.options;
    const began = performance.now();
    const grant = await (hasLimits(stated)
      ? limits.ask(key, id, { wanted: this.said?.wanted ?? 0, acked: this.acked(), limits: stated })
      : limits.heldMs(key).then((held) => ({ granted: noLimits, limits: noLimits, sharers: 1, held }))
    ).catch(() => null);
    this.isLost = grant === null;
    if (grant) this.handOn(grant, performance.now() - began);
    this.options.onChange();
  }

  /** The runner acts by what it acknowledged or by anything sent since: the most of these is what it may come to use. */
  private acked(): Limits {
    const most = (kind: keyof Limits) => Math.max(...this.sent.map(({ share }) => share[kind] ?? 0));
    const isAlone = this.sent.length === 1 && this.sent[0]?.line === this.said?.line;
    const calls = isAlone ? (this.said?.using ?? 0) : Math.max(most("concurrency"), this.said?.using ?? 0);
    const acked = { concurrency: calls, requests: most("requests"), tokens: most("tokens") };
    const { stated } = this.options;
    for (const kind of kinds) if (stated[kind] === null && !this.grant?.limits[kind]) acked[kind] = 0;
    return acked;
  }

  private handOn(grant: Grant, tookMs: number): void {
    const { granted, held } = grant;
    if (held > 0 && !this.grant?.held) this.askedForMs = held;
    this.grant = grant;
    const { send, key, limits, stated } = this.options;
    // Without limits there is nothing to renew: only a pause is worth a line.
    if (!hasLimits(stated) && held === 0) return;
    const line = (this.sent.at(-1)?.line ?? 0) + 1;
    this.sent.push({ line, share: granted });
    const valid_ms = Math.max(0, limits.timing.leaseMs - marginMs - tookMs);
    send({ key, line, ...granted, valid_ms, held_ms: held });
  }
}
