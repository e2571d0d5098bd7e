import type { JobSpec, RunnerEvent, ShareLine } from "../../models/contract.ts";
import type { Held } from "../../models/limits/held.ts";
import { aliasOf, hasLimits, limiterKey, limitsOf } from "../../models/limits/limits.ts";
import type { Attempt } from "../attempt.ts";
import type { ModelLimits } from "./model-limits.ts";
import { Participant } from "./participant.ts";

/** Keeps a runner within the limits of its models, which it shares with all other runners. */
export interface Governor {
  /** The spec with a limiter for each of its models. */
  govern<S extends JobSpec>(spec: S): S;
  /** Takes part for a runner that was started on that spec; `send` writes a line on its stdin. */
  open(spec: JobSpec, send: (line: ShareLine) => void): Governed;
}

export interface Governed {
  take(event: RunnerEvent): void;
  /** Once the runner is gone: its shares go back. */
  close(): Promise<void>;
}

/** What lasts less than this holds nobody back. */
const notedAfterMs = 1_000;

/** The governor of an attempt's runners; undefined where no limits are kept (an operator's command). */
export function governorOf(attempt: Attempt): Governor | undefined {
  const { limits } = attempt.deps;
  if (!limits) return undefined;
  const { config } = attempt.program;
  return {
    govern: (spec) => ({ ...spec, lms: mapped(spec.lms, (lm) => ({ ...lm, limiter: limiterOf(lm) })) }),
    open: (spec, send) => new Session(attempt, limits, spec, send),
  };

  function limiterOf(lm: JobSpec["lms"][string]) {
    return { key: limiterKey(lm), waits: hasLimits(limitsOf(config, lm)) };
  }
}

const mapped = <T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

let sessions = 0;

class Session implements Governed {
  private readonly attempt: Attempt;
  private readonly participants: Map<string, Participant>;
  private since: number | null = null;
  private shown: Held | null = null;

  constructor(attempt: Attempt, limits: ModelLimits, spec: JobSpec, send: (line: ShareLine) => void) {
    this.attempt = attempt;
    const { config } = attempt.program;
    // A step may start several runners one after the other: each takes part for itself.
    const id = `${attempt.fence}-${attempt.deps.owner}-${++sessions}`;
    const onChange = () => this.note();
    const called = new Map(Object.values(spec.lms).map((lm) => [limiterKey(lm), lm]));
    this.participants = new Map(
      [...called].map(([key, lm]) => {
        const alias = aliasOf(config, lm);
        const stated = limitsOf(config, lm);
        return [key, new Participant({ limits, key, id, alias, stated, send, onChange })];
      }),
    );
  }

  take(event: RunnerEvent): void {
    if (event.type === "limiter") this.participants.get(event.key)?.take(event);
    if (event.type === "throttled") this.participants.get(event.key)?.throttled(event.seconds);
  }

  async close(): Promise<void> {
    await Promise.all([...this.participants.values()].map((each) => each.close()));
    if (this.shown) this.attempt.add({ held: null });
  }

  /** Puts what holds the step back into its message, once it lasts, and takes it out again. */
  private note(): void {
    const held = [...(this.participants?.values() ?? [])].map((each) => each.held()).find((each) => each !== null);
    const now = performance.now();
    this.since = held ? (this.since ?? now) : null;
    const wanted = held && this.since !== null && now - this.since >= notedAfterMs ? held : held ? this.shown : null;
    if (JSON.stringify(wanted ?? null) === JSON.stringify(this.shown)) return;
    this.shown = wanted ?? null;
    this.attempt.add({ held: this.shown });
  }
}
