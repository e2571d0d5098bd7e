import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished } from "vitest";
import { Workspace } from "../../examples/workspace/people.ts";
import { launcher } from "../../src/setup/binaries.ts";
import { aBot, channel } from "./support.ts";

async function started(...args: string[]): Promise<{ child: ChildProcess; slack: Workspace }> {
  const program = [launcher, "examples/workspace/index.ts", ...args];
  const child = spawn(process.execPath, program, { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { child, slack: await Workspace.connect((JSON.parse(line) as { url: string }).url) };
}

it("runs as a process of its own, and outlives its app", async () => {
  const { child, slack } = await started();
  const app = await aBot(slack, (bot) => {
    bot.command("/helix", async ({ ack }) => ack({ response_type: "in_channel", text: "still here" }));
  });
  await slack.as("U0ANNA").command(channel, "/helix status");
  await app.stop();

  const alone = await slack.as("U0ANNA").command(channel, "/helix status");

  expect(alone).toMatchObject({ status: 0, failure: "connection_failed" });
  expect((await slack.messages(channel)).map(({ text }) => text)).toEqual(["still here"]);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

it("ends with whoever started it, when told so", async () => {
  const { child } = await started("--with-parent");

  child.stdin?.end();

  expect(await once(child, "exit")).toEqual([0, null]);
});

it("told to keep it, goes on at the same address with what was said, and never takes an id twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "workspace-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const keep = ["--with-parent", "--keep", join(folder, "workspace.json")];
  const before = await started(...keep);
  const said = await before.slack.as("U0RITA").says(channel, "remember me");
  before.child.stdin?.end();
  await once(before.child, "exit");

  const { slack } = await started(...keep);
  const after = await slack.as("U0ANNA").says(channel, "I do");

  expect(slack.url).toBe(before.slack.url);
  expect((await slack.messages(channel)).map(({ ts, text }) => [ts, text])).toEqual([
    [said.ts, "remember me"],
    [after.ts, "I do"],
  ]);
  expect(Number(after.ts)).toBeGreaterThan(Number(said.ts));
});
