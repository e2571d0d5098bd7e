import type { WebClient } from "@slack/web-api";
import { expect, it } from "vitest";
import { aClient, aWorkspace, channel } from "./support.ts";

const recipient = { recipient_team_id: "T0HELIX", recipient_user_id: "U0ANNA" };
const minutes = 60_000;

async function begun(client: WebClient): Promise<{ thread_ts: string; ts: string }> {
  const root = await client.chat.postMessage({ channel, text: "why?" });
  const thread_ts = root.ts ?? "";
  const { ts } = await client.chat.startStream({ channel, thread_ts, ...recipient, markdown_text: "Because " });
  return { thread_ts, ts: ts ?? "" };
}

const refused = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "",
    (error) => error.data.error,
  );

it("lets an answer grow and end with blocks below it", async () => {
  const slack = await aWorkspace();
  const client = aClient(slack);
  const { thread_ts, ts } = await begun(client);

  await client.chat.appendStream({ channel, ts, markdown_text: "**soy** was read " });
  expect(await refused(client.chat.update({ channel, ts, text: "no" }))).toBe("streaming_state_conflict");
  await client.chat.stopStream({ channel, ts, markdown_text: "as safe.", blocks: [{ type: "divider" }] });

  const [, answer] = await slack.messages(channel, { thread: thread_ts });
  expect(answer?.blocks).toMatchObject([
    { type: "markdown", text: "Because **soy** was read as safe." },
    { type: "divider" },
  ]);
  expect(await refused(client.chat.stopStream({ channel, ts }))).toBe("message_not_in_streaming_state");
  expect(await refused(client.chat.update({ channel, ts, text: "later" }))).toBe("");
});

it("ends a stream after five minutes, and when its reader wants no more", async () => {
  const slack = await aWorkspace();
  const client = aClient(slack);
  const [old, unwanted] = [await begun(client), await begun(client)];

  await slack.post("acts/stop", { user: "U0ANNA", channel, ts: unwanted.ts });
  expect(await refused(client.chat.appendStream({ channel, ts: unwanted.ts, markdown_text: "x" }))).toBe(
    "stopped_by_user",
  );
  await slack.advance(5 * minutes);

  for (const call of [client.chat.appendStream, client.chat.stopStream])
    expect(await refused(call({ channel, ts: old.ts, markdown_text: "x" }))).toBe("message_not_in_streaming_state");
});

it.each([
  ["no thread", { ...recipient, thread_ts: "1.1" }, "thread_not_found"],
  ["nobody it is for", { recipient_team_id: "T0HELIX" }, "missing_recipient_user_id"],
  ["no team it is for", { recipient_user_id: "U0ANNA" }, "missing_recipient_team_id"],
])("starts no stream with %s", async (_what, given, error) => {
  const slack = await aWorkspace();
  const client = aClient(slack);
  const { ts } = await client.chat.postMessage({ channel, text: "why?" });

  expect(await refused(client.chat.startStream({ channel, thread_ts: ts ?? "", ...given }))).toBe(error);
});
