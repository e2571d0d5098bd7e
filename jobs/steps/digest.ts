import type { Attempt } from "../attempt.ts";

/** The digest is a view of where the program stands: the step only says that it may be shown. */
export async function digestStep(attempt: Attempt): Promise<Record<string, unknown>> {
  await attempt.flush({ results: 1 });
  return { shown: attempt.deps.now().toISOString() };
}
