import { expect, it } from "vitest";
import { OutboxProblem } from "../../jobs/outbox/problems.ts";
import { showRun } from "../../jobs/show.ts";
import { Outbox } from "../../models/outbox.ts";
import { createRun, type NewRun } from "../../models/run.ts";
import { tellAsker } from "../../src/undelivered.ts";
import { useDatabase } from "../support/database.ts";
import { aProgram, program, rita } from "../support/gates.ts";
import { channel, otherChannel, quickClient, team, useOutbox } from "../support/outbox.ts";

useDatabase();
const outbox = useOutbox();

const aRun = (requestedBy: string): Promise<Parameters<typeof showRun>[0]> =>
  createRun({
    team,
    key: "one",
    program,
    title: "An evaluation",
    requestedBy,
    channel: otherChannel,
    limitUsd: 1,
    steps: [{ kind: "evaluate", params: { arm: "baseline" } }] as NewRun["steps"],
    at: new Date(),
  });

/** A sender as the worker runs it; every telling has ended once `told` has. */
function aSender() {
  const client = quickClient(outbox.slack.url);
  const told: Promise<string | null>[] = [];
  const sender = outbox.startSender({
    client,
    onFailed: (message, problem) => void told.push(tellAsker(client, message, problem)),
  });
  return { sender, told };
}

it.each([
  ["Helix was thrown out of", { members: [rita] }, "invite it there with /invite @helix"],
  ["was archived", { archived: true }, "unarchive it, or name another channel"],
])("who asked for a run in a channel that %s is told alone, with what to do", async (_what, channelNow, next) => {
  await aProgram();
  await outbox.slack.setPeople({ channels: [{ id: otherChannel, ...channelNow }] });
  const { sender, told } = aSender();

  await showRun(await aRun(rita));
  await sender.drain();
  expect(await Promise.all(told)).toEqual([rita]);
  await sender.drain();

  const [message] = await outbox.slack.messages(`D${rita.slice(1)}`);
  const reads = message ? outbox.slack.render(message) : "";
  expect(reads).toMatch(/Nobody sees what you asked Helix for\.[\s\S]*\/helix runs --by me/);
  expect(reads).toContain(next);
  expect(await outbox.texts(channel)).toEqual([]);
});

it("for somebody who was removed from the workspace nothing is queued in vain", async () => {
  await aProgram();
  const { users } = outbox.slack.directory;
  await outbox.slack.setPeople({
    users: users.map((user) => ({ ...user, deleted: user.id === rita })),
    channels: [{ id: otherChannel, members: [rita] }],
  });
  const { sender, told } = aSender();

  await showRun(await aRun(rita));
  await sender.drain();

  expect(await Promise.all(told)).toEqual([null]);
  expect(await Outbox.countDocuments({ state: "waiting" })).toBe(0);
});

it("nobody is told of what Helix began by itself, nor that the telling failed", async () => {
  const run = await aRun("helix");
  const client = { conversations: { open: () => Promise.reject(new Error("must not be called")) } } as never;
  const refused = new OutboxProblem("refused", "not a member", {});

  expect(await tellAsker(client, { team, key: `run:${run._id}`, sentVersion: 0 }, refused)).toBeNull();
  expect(await tellAsker(client, { team, key: "undelivered:run:x", sentVersion: 0 }, refused)).toBeNull();
  expect(
    await tellAsker(
      client,
      { team, key: `run:${run._id}`, sentVersion: 0 },
      new OutboxProblem("plain", "no blocks", {}),
    ),
  ).toBeNull();
});
