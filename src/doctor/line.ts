/** One thing looked at: as it should be, worth knowing, or in the way of work; the last two say what to do. */
export type Line = { sign: "✓" | "!" | "✗"; says: string; next?: string };

export const fine = (says: string): Line => ({ sign: "✓", says });
export const note = (says: string, next: string): Line => ({ sign: "!", says, next });
export const wrong = (says: string, next: string): Line => ({ sign: "✗", says, next });

export const printed = ({ sign, says, next }: Line): string => `${sign} ${says}${next ? `\n    → ${next}` : ""}`;

/** A sentence of `reach.ts`, whose last part says what to do. */
export function problemLine(problem: string): Line {
  const [says = "", ...next] = problem.split(/(?:: |; )(?=start it|see whether|make an|take the|set it)/);
  return wrong(says, next.join("; ") || "correct it in .env");
}

/** Lines of a check that has at most so long: a server that hangs must not keep the others from being shown. */
export async function within(ms: number, name: string, check: () => Promise<Line[]>): Promise<Line[]> {
  const late = new Promise<Line[]>((done) =>
    setTimeout(() => done([wrong(`${name}: no answer within ${ms / 1_000} s`, "look at it by hand")]), ms).unref(),
  );
  const failed = (error: unknown) => [
    wrong(`${name}: ${error instanceof Error ? error.message : String(error)}`, "look at it by hand"),
  ];
  return Promise.race([check().catch(failed), late]);
}
