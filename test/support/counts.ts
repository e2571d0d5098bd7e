export type Counts = { passed: number; failed: number; skipped: number };

/** Counts of a vitest JSON report. What cannot be counted (no report, a file that does not load, an unhandled error) is a failure. */
export function vitestCounts(report: string, exitCode: number): Counts {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(report);
  const unloaded = (testResults as { status: string; assertionResults: unknown[] }[]).filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  const failed = numFailedTests + unloaded;
  return honest({ passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests }, exitCode);
}

/** Counts of a pytest JUnit report; a report that is missing or says less than the exit code is a failure. */
export function pytestCounts(report: string, exitCode: number): Counts {
  const suite = /<testsuite [^>]*>/.exec(report)?.[0];
  if (!suite) return { passed: 0, failed: 1, skipped: 0 };
  const count = (name: string) => Number(new RegExp(`${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count("failures") + count("errors");
  const skipped = count("skipped");
  return honest({ passed: count("tests") - failed - skipped, failed, skipped }, exitCode);
}

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The last line of `npm test`. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** A run that ended badly although no test failed has failed. */
function honest(counts: Counts, exitCode: number): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
