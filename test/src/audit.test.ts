import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaNode } from "execa";
import mongoose from "mongoose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openAuditLog } from "../../jobs/audit-anchor.ts";
import { appendAudit, newestAudit } from "../../models/audit.ts";
import { launcher } from "../../src/setup/binaries.ts";
import { useDatabase } from "../support/database.ts";
import { testMongoUrl } from "../support/stores.ts";

const dbName = useDatabase();
const command = new URL("../../src/audit.ts", import.meta.url).pathname;
let folder: string;
let anchorFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-"));
  anchorFile = join(folder, "audit.anchor");
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the command as `npm run audit` does. */
async function audit(...args: string[]) {
  const mongoUrl = new URL(testMongoUrl());
  mongoUrl.pathname = `/${dbName}`;
  const env = { MONGODB_URI: mongoUrl.href, HELIX_ANCHOR: anchorFile };
  const { stdout, stderr, exitCode } = await execaNode(launcher, [command, ...args], {
    env,
    reject: false,
  });
  return { stdout, stderr, exitCode };
}

const anEntry = (n: number) => ({
  team: "T1",
  key: `decision:g${n}:1`,
  kind: "decision" as const,
  at: new Date("2026-01-02T03:04:05Z"),
  by: "U0ANNA",
  body: { answer: "approved" },
});

async function appendRecords(count: number): Promise<string> {
  for (let n = 1; n <= count; n += 1) await openAuditLog(anchorFile).append(anEntry(n));
  return (await newestAudit("T1", 1))[0]?.hash ?? "";
}

describe("npm run audit", () => {
  it("says that the chain holds, and ends well", async () => {
    const head = await appendRecords(3);

    expect(await audit("verify")).toEqual({
      stdout: `T1: the chain of 3 records holds; head ${head}.\n  Its head is the one anchored in ${anchorFile}.`,
      stderr: "",
      exitCode: 0,
    });
  });

  it("names the first bad record and ends badly", async () => {
    await appendRecords(3);
    await mongoose.connection.collection("audit").updateOne({ seq: 2 }, { $set: { by: "U0EVE" } });

    const { stdout, exitCode } = await audit("verify");

    expect(stdout).toContain("T1: the chain is broken at record 2: record 2 was changed after it was written");
    expect(stdout).toContain("The 1 record before it holds. Compare the collection");
    expect(exitCode).toBe(1);
  });

  it("names what was cut off the end", async () => {
    await appendRecords(3);
    await mongoose.connection.collection("audit").deleteOne({ seq: 3 });

    const { stdout, exitCode } = await audit("verify");

    expect(stdout).toContain("record 3 is gone from the end of the chain");
    expect(exitCode).toBe(1);
  });

  it("does not call a chain whole that nothing outside the database confirms", async () => {
    await appendRecords(1);
    await rm(anchorFile);

    const { stdout, exitCode } = await audit("verify");

    expect(stdout).toContain(`${anchorFile} anchors none of it`);
    expect(exitCode).toBe(1);
  });

  it("says which records are not anchored yet, and which line is torn", async () => {
    await appendRecords(2);
    await appendAudit(anEntry(3));
    await writeFile(anchorFile, '{"team":"T1","se', { flag: "a" });

    const { stdout, exitCode } = await audit("verify");

    expect(stdout).toContain(`Confirmed by ${anchorFile} up to record 2; Helix anchors what follows`);
    expect(stdout).toContain(`Line 3 of ${anchorFile} is torn`);
    expect(exitCode).toBe(0);
  });

  it("lists the newest records, oldest first", async () => {
    await appendRecords(3);

    const { stdout, exitCode } = await audit("list", "--last", "2");

    expect(stdout.split("\n")).toEqual([
      '    2  2026-01-02 03:04:05 UTC  decision         U0ANNA       decision:g2:1  {"answer":"approved"}',
      '    3  2026-01-02 03:04:05 UTC  decision         U0ANNA       decision:g3:1  {"answer":"approved"}',
    ]);
    expect(exitCode).toBe(0);
  });

  it.each([
    ["nothing was recorded", ["verify"], "There are no audit records yet.", 0],
    ["asked for nothing", [], "npm run audit -- verify", 1],
    ["asked for something else", ["mend"], "npm run audit -- verify", 1],
    ["given an option it does not know", ["verify", "--force"], "Unknown option '--force'", 1],
    ["given a number that is none", ["list", "--last", "many"], "--last takes a whole number", 1],
    ["the database does not answer", ["verify", "--mongo", "mongodb://127.0.0.1:1/x"], "MongoDB does not answer", 1],
  ])("answers in words when %s", async (_when, args, words, exitCode) => {
    const answer = await audit(...args);

    expect(answer.stdout).toContain(words);
    expect(answer).toMatchObject({ stderr: "", exitCode });
  });
});
