import { beforeAll, expect, it } from "vitest";
import { keyOfMetadata } from "../../models/message-metadata.ts";
import { Outbox } from "../../models/outbox.ts";
import { runMessageKey } from "../../models/run.ts";
import { team, useHelix } from "../support/helix.ts";
import { anna, dies, messageKeys, posted } from "./support.ts";

const helix = useHelix();

beforeAll(async () => {
  const { set, registered } = helix;
  const [, worker] = await Promise.all([set.startBot(), set.startWorker()]);
  const first = await set.ended(registered.run?._id ?? "");
  // Only once its last words stand in Slack has nothing else to be sent: the victim dies at the first message it sends.
  await posted(set, runMessageKey(first), /done/);
  await messageKeys(set);
  await worker.stop();
}, 60_000);

it.each([
  ["after `attempted` was written and before the call to Slack", "outbox:attempted", 0],
  ["after Slack took the message and before that is recorded", "outbox:accepted", 1],
])(
  "kill -9 of the worker %s: exactly one message",
  async (_when, failpoint, arrived) => {
    const { set } = helix;
    const victim = await set.startWorker({ failpoint });
    const run = await anna(set, "/helix eval ticket-urgency");
    await dies(victim);
    const key = runMessageKey(run);
    const shown = async () => (await set.slack.messages()).filter(({ metadata }) => keyOfMetadata(metadata) === key);
    expect(await shown()).toHaveLength(arrived);
    expect(await Outbox.findOne({ team, key }).lean()).toMatchObject({ sentVersion: 0, attempted: { kind: "post" } });

    const other = await set.startWorker();
    expect(await set.ended(run._id)).toMatchObject({ problem: null, status: "done" });
    await posted(set, key, /done/);

    const keys = await messageKeys(set);
    expect(keys).toEqual([...new Set(keys)]);
    expect(keys).toContain(key);
    expect(await Outbox.findOne({ team, key }).lean()).toMatchObject({ state: "sent", attempted: null, formerTs: [] });
    await other.stop();
  },
  60_000,
);
