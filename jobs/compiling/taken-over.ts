import { closeChunks, journalOf } from "../../models/journal.ts";
import type { Attempt } from "../attempt.ts";

/**
 * Calls are kept before they are counted: an attempt that was stopped in between left some that were paid for and stand in no
 * sum. From here on nobody adds to its chunks, and what they hold is counted.
 */
export async function countUncounted(attempt: Attempt): Promise<void> {
  const { journal, results, lmCalls, spentUsd } = attempt.step;
  await closeChunks(journal);
  const entries = await journalOf(journal);
  const usd = entries.reduce((sum, entry) => sum + (entry.usd ?? 0), 0);
  attempt.add({
    results: Math.max(0, entries.length - results),
    lmCalls: Math.max(0, entries.length - lmCalls),
    usd: Math.max(0, usd - spentUsd),
    ...(entries.some((entry) => entry.usd === null) && { unknownCost: true }),
  });
  await attempt.flush();
}
