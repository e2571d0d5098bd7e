import type { Deps } from "./deps.ts";

/** Something that is done again and again until it is stopped. */
export interface Rounds {
  /** One round now (tests, start-up). */
  round(): Promise<void>;
  /** Resolves once the round that is under way has ended. */
  stop(): Promise<void>;
}

/** Begins rounds, each `everyMs` after the end of the last; one that fails is logged in these words, and the next one comes. */
export function keepUp(
  { log }: Pick<Deps, "log">,
  round: () => Promise<void>,
  { everyMs, failed }: { everyMs: number; failed: string },
): Rounds {
  let stopped = false;
  let current = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const tick = () => {
    current = round().catch((err) => log.error({ err }, failed));
    void current.then(() => {
      if (!stopped) timer = setTimeout(tick, everyMs);
    });
  };
  tick();
  return {
    round,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
