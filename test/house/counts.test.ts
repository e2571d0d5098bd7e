import { describe, expect, it } from "vitest";
import { add, closingLine, pytestCounts, vitestCounts } from "../support/counts.ts";

const vitest = (numPassedTests: number, numFailedTests: number, testResults: unknown[] = []) =>
  JSON.stringify({ numPassedTests, numFailedTests, numPendingTests: 1, numTodoTests: 1, testResults });
const pytest = (attributes: string) => `<testsuites><testsuite name="pytest" ${attributes}></testsuite></testsuites>`;

describe("the closing line of npm test", () => {
  it.each([
    ["all passed", vitestCounts(vitest(3, 0), 0), { passed: 3, failed: 0, skipped: 2 }],
    ["one failed", vitestCounts(vitest(2, 1), 1), { passed: 2, failed: 1, skipped: 2 }],
    ["an unhandled error failed no test", vitestCounts(vitest(3, 0), 1), { passed: 3, failed: 1, skipped: 2 }],
    [
      "a file did not load",
      vitestCounts(vitest(3, 0, [{ status: "failed", assertionResults: [] }]), 1),
      { passed: 3, failed: 1, skipped: 2 },
    ],
    ["vitest wrote nothing", vitestCounts("", 1), { passed: 0, failed: 1, skipped: 0 }],
    [
      "pytest counts errors as failures",
      pytestCounts(pytest('errors="1" failures="2" skipped="3" tests="10"'), 1),
      { passed: 4, failed: 3, skipped: 3 },
    ],
    [
      "pytest found no tests",
      pytestCounts(pytest('errors="0" failures="0" skipped="0" tests="0"'), 5),
      { passed: 0, failed: 1, skipped: 0 },
    ],
    ["pytest wrote nothing", pytestCounts("", 4), { passed: 0, failed: 1, skipped: 0 }],
  ])("when %s", (_what, counts, expected) => {
    expect(counts).toEqual(expected);
  });

  it.each([
    [add({ passed: 1, failed: 0, skipped: 0 }, { passed: 2, failed: 0, skipped: 0 }), "3 passed, 0 failed"],
    [add({ passed: 1, failed: 1, skipped: 2 }, { passed: 2, failed: 0, skipped: 0 }), "3 passed, 1 failed, 2 skipped"],
  ])("%j reads %s", (counts, line) => {
    expect(closingLine(counts)).toBe(line);
  });
});
