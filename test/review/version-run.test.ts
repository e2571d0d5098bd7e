import { expect, it } from "vitest";
import { versionRun } from "../../jobs/version-run.ts";
import { Outbox } from "../../models/outbox.ts";
import { Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram } from "../support/gates.ts";

useDatabase();

it("a dataset version that cannot be made is tried three times, then said once with what to do, then tried every six hours", async () => {
  const { program } = await aProgram();
  const problem = { what: "The step failed", why: "the disk is full", next: "make room" };
  const at = new Date("2026-01-01T08:00:00Z");
  const later = (hours: number) => new Date(at.getTime() + hours * 3_600_000);
  const tryAt = async (now: Date) => {
    await versionRun(program, 2, now);
    const failed = { from: "running", to: "failed", by: "a worker", at: now, why: problem.what };
    await Runs.updateMany({ status: "queued" }, { $set: { status: "failed", problem }, $push: { moves: failed } });
    return Runs.countDocuments({});
  };

  const counts = [];
  for (const hours of [0, 0, 0, 0, 1, 5.9, 6.1, 7, 12.5]) counts.push(await tryAt(later(hours)));

  expect(counts).toEqual([1, 2, 3, 3, 3, 3, 4, 4, 5]);
  const said = (await Outbox.find({ key: /^version-stuck-/ }).lean()).map(({ wanted }) => wanted.text);
  expect(said).toEqual([
    expect.stringMatching(
      /^Dataset v2 of \S+ could not be made in 3 attempts\. 2 reviewed labels wait for it; the last attempt \(r4\) ended with: The step failed: the disk is full\. Make room; the labels are kept, and Helix tries again every 6 hours\.$/,
    ),
  ]);
});
