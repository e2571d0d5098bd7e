/** A counter that goes up with every change, and people who wait for it. Nothing here polls or sleeps. */
export type Changes = {
  /** How many changes there have been. */
  current(): number;
  /** Counts one change, wakes everybody who waits, and returns the new count. */
  bump(): number;
  /** Resolves with the count as soon as it is above `since`, or with the unchanged count after `timeoutMs`. */
  after(since: number, timeoutMs: number): Promise<number>;
  /** Lets everybody go who still waits. */
  close(): void;
};

export function createChanges(earlier = 0): Changes {
  let count = earlier;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const go of [...waiting]) go();
  };
  return {
    current: () => count,
    bump: () => {
      count += 1;
      wake();
      return count;
    },
    after: (since, timeoutMs) => {
      if (count > since) return Promise.resolve(count);
      return new Promise((resolve) => {
        const go = (): void => {
          clearTimeout(timer);
          waiting.delete(go);
          resolve(count);
        };
        const timer = setTimeout(go, timeoutMs);
        waiting.add(go);
      });
    },
    close: wake,
  };
}
