/** The workspace's time. It can be moved forward, so that no test waits for a trigger or a response_url to age. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves the workspace's time forward by `ms`. */
  advance(ms: number): void;
  /** A message timestamp, `seconds.microseconds`: never the same twice, always later than the one before. */
  ts(): string;
};

export function createClock(): Clock {
  let ahead = 0;
  let last = 0;
  const now = (): number => Date.now() + ahead;
  return {
    now,
    advance: (ms) => {
      ahead += ms;
    },
    ts: () => {
      last = Math.max(last + 1, now() * 1000);
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, "0")}`;
    },
  };
}
