import { setTimeout as pause } from "node:timers/promises";

/**
 * Looks until `probe` finds something and answers with it. The stores of other processes send no events, so it looks
 * often (`everyMs`), and never waits for a time to pass. @throws with the words after `withinMs`
 */
export async function until<T>(
  words: string,
  probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  withinMs = 20_000,
  everyMs = 25,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${words}`);
    await pause(everyMs);
  }
}
