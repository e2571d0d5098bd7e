import { WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";
import { aClient, aWorkspace, channel, token } from "./support.ts";

const plain = (text: string): { type: "plain_text"; text: string } => ({ type: "plain_text", text });
const home = { type: "home" as const, blocks: [{ type: "divider" }] };
const divider = { type: "divider" };

describe("the Web API refuses", () => {
  const archived = { id: "C0OLD", name: "old", kind: "channel" as const, members: ["U0HELIX"], archived: true };
  it.each<[what: string, method: string, args: Record<string, unknown>, error: string]>([
    ["an unknown method", "chat.sing", {}, "unknown_method"],
    ["an inherited name as method", "constructor", {}, "unknown_method"],
    ["a strange channel", "chat.postMessage", { channel: "C0NONE", text: "x" }, "channel_not_found"],
    ["a channel the bot is not in", "chat.postMessage", { channel: "C0OTHER01", text: "x" }, "not_in_channel"],
    ["an archived channel", "chat.postMessage", { channel: "C0OLD", text: "x" }, "is_archived"],
    ["nothing to say", "chat.postMessage", { channel }, "no_text"],
    ["blocks that are no list", "chat.postMessage", { channel, blocks: "divider" }, "invalid_blocks_format"],
    ["a wrong block", "chat.postMessage", { channel, blocks: [{ type: "x" }] }, "invalid_blocks"],
    [
      "too much in blocks",
      "chat.postMessage",
      { channel, blocks: Array(5).fill({ type: "section", text: plain("x".repeat(2700)) }) },
      "msg_blocks_too_long",
    ],
    ["markdown beside text", "chat.postMessage", { channel, text: "x", markdown_text: "y" }, "markdown_text_conflict"],
    ["long markdown", "chat.postMessage", { channel, markdown_text: "y".repeat(12_001) }, "msg_too_long"],
    [
      "eleven words of loading",
      "assistant.threads.setStatus",
      { channel_id: channel, thread_ts: "1.1", status: "x", loading_messages: Array(11).fill("y") },
      "invalid_arguments",
    ],
    [
      "a thread that is not there",
      "chat.postMessage",
      { channel, text: "x", thread_ts: "1.000001" },
      "thread_not_found",
    ],
    [
      "metadata of another shape",
      "chat.postMessage",
      { channel, text: "x", metadata: { event_type: "a" } },
      "invalid_metadata_format",
    ],
    ["an update of nothing", "chat.update", { channel, ts: "1.000001", text: "x" }, "message_not_found"],
    [
      "a whisper to somebody elsewhere",
      "chat.postEphemeral",
      { channel, user: "U0GUEST", text: "x" },
      "user_not_in_channel",
    ],
    ["a thread read that is not there", "conversations.replies", { channel, ts: "1.000001" }, "thread_not_found"],
    ["history of another channel", "conversations.history", { channel: "C0OTHER01" }, "not_in_channel"],
    ["an unknown user", "users.info", { user: "U0NOBODY" }, "user_not_found"],
    ["an unknown group", "usergroups.users.list", { usergroup: "S0NONE" }, "no_such_subteam"],
    [
      "a made-up trigger",
      "views.open",
      { trigger_id: "1.2.3", view: { type: "modal", title: plain("x"), blocks: [divider] } },
      "invalid_arguments",
    ],
    ["a Home for nobody", "views.publish", { user_id: "U0NOBODY", view: home }, "invalid_arguments"],
    ["an update of no view", "views.update", { view_id: "V0NONE", view: home }, "not_found"],
    [
      "five prompts",
      "assistant.threads.setSuggestedPrompts",
      { channel_id: channel, prompts: Array(5).fill({ title: "a", message: "b" }) },
      "invalid_arguments",
    ],
  ])("%s", async (_what, method, args, error) => {
    const slack = await aWorkspace();
    await slack.setPeople({ channels: [archived] });

    const call = aClient(slack).apiCall(method, args);

    await expect(call).rejects.toMatchObject({ data: { ok: false, error } });
    expect((await slack.calls())[0]).toMatchObject({ method, outcome: { ok: false, error } });
  });

  it("a wrong token, and a call without one", async () => {
    const slack = await aWorkspace();
    const options = { slackApiUrl: `${slack.url}/api/`, retryConfig: { retries: 0 } };

    await expect(new WebClient("xoxb-other", options).auth.test()).rejects.toMatchObject({
      data: { error: "invalid_auth" },
    });
    await expect(new WebClient(undefined, options).auth.test()).rejects.toMatchObject({
      data: { error: "not_authed" },
    });
  });

  it("somebody else's message, a reply as thread, and rich text replaced by something else", async () => {
    const slack = await aWorkspace();
    const { chat } = aClient(slack);
    const said = await slack.as("U0ANNA").says(channel, "hello");
    const reply = await chat.postMessage({ channel, thread_ts: said.ts, text: "hello" });
    const rich = {
      type: "rich_text",
      elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "x" }] }],
    };
    const { ts = "" } = await chat.postMessage({ channel, text: "rich", blocks: [rich] });

    await expect(chat.update({ channel, ts: said.ts, text: "no" })).rejects.toMatchObject({
      data: { error: "cant_update_message" },
    });
    await expect(chat.delete({ channel, ts: said.ts })).rejects.toMatchObject({
      data: { error: "cant_delete_message" },
    });
    const below = chat.postMessage({ channel, thread_ts: reply.ts ?? "", text: "deeper" });
    await expect(below).rejects.toMatchObject({ data: { error: "cannot_reply_to_message" } });
    await expect(chat.update({ channel, ts, text: "x", blocks: [divider] })).rejects.toMatchObject({
      data: { error: "block_mismatch" },
    });
    const tooLong = chat.update({ channel, ts, text: "x".repeat(4001) });
    await expect(tooLong).rejects.toMatchObject({ data: { error: "msg_too_long" } });
  });
});

it("says what is wrong with blocks and views as Slack does", async () => {
  const slack = await aWorkspace();
  const client = aClient(slack);

  const posted = client.chat.postMessage({ channel, text: "x", blocks: [{ type: "header", text: plain("") }] });
  await expect(posted).rejects.toMatchObject({
    data: {
      error: "invalid_blocks",
      errors: ["must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
      response_metadata: { messages: ["[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"] },
    },
  });
  const published = client.views.publish({ user_id: "U0ANNA", view: { type: "home", blocks: [{ type: "sparkles" }] } });
  await expect(published).rejects.toMatchObject({
    data: {
      error: "invalid_arguments",
      response_metadata: { messages: ["[ERROR] unsupported type: sparkles [json-pointer:/view/blocks/0/type]"] },
    },
  });
  expect(await slack.messages()).toEqual([]);
});

it("warns when blocks come without words for screen readers", async () => {
  const slack = await aWorkspace();
  const { chat } = aClient(slack);

  const bare = await chat.postMessage({ channel, blocks: [divider] } as never);
  const full = await chat.postMessage({ channel, text: "a line", blocks: [divider] });

  expect(bare.warning).toBe("missing_text_in_message");
  expect(full.warning).toBeUndefined();
});

it("reads a thread back with metadata only when asked, in pages", async () => {
  const slack = await aWorkspace();
  const { chat, conversations } = aClient(slack);
  const { ts = "" } = await chat.postMessage({ channel, text: "root" });
  const metadata = { event_type: "outbox", event_payload: { outbox_id: "o1" } };
  for (const text of ["one", "two", "three"]) await chat.postMessage({ channel, thread_ts: ts, text, metadata });

  const bare = await conversations.replies({ channel, ts });
  const full = await conversations.replies({ channel, ts, include_all_metadata: true, limit: 2 });
  const rest = await conversations.replies({
    channel,
    ts,
    limit: 2,
    cursor: full.response_metadata?.next_cursor ?? "",
  });

  expect(bare.messages?.map(({ text }) => text)).toEqual(["root", "one", "two", "three"]);
  expect(bare.messages?.[1]).not.toHaveProperty("metadata");
  expect(full.messages?.[1]).toMatchObject({ text: "one", metadata });
  expect(full.has_more).toBe(true);
  expect(rest.messages?.map(({ text }) => text)).toEqual(["two", "three"]);
  const { messages } = await conversations.history({ channel });
  expect(messages?.map(({ text, reply_count }) => [text, reply_count])).toEqual([["root", 3]]);
});

it("cuts a text at 40,000 characters, and refuses one of more than 4,000 in an update", async () => {
  const slack = await aWorkspace();
  const { chat } = aClient(slack);

  const { ts = "" } = await chat.postMessage({ channel, text: "x".repeat(40_001) });
  const update = chat.update({ channel, ts, text: "x".repeat(4_001) });

  await expect(update).rejects.toMatchObject({ data: { error: "msg_too_long" } });
  expect((await slack.messages(channel))[0]?.text).toHaveLength(40_000);
});

it("keeps every version of an edited message, and what an edit leaves out", async () => {
  const slack = await aWorkspace();
  const { chat } = aClient(slack);
  const metadata = { event_type: "run", event_payload: { run: "r1" } };
  const { ts = "" } = await chat.postMessage({ channel, text: "queued", blocks: [divider], metadata });

  await chat.update({ channel, ts, text: "running" });
  await chat.update({ channel, ts, text: "done", blocks: [] });

  const [message] = await slack.messages(channel);
  expect(message?.versions.map(({ text, blocks }) => [text, blocks.length])).toEqual([
    ["queued", 1],
    ["running", 1],
    ["done", 0],
  ]);
  expect(message?.metadata).toEqual(metadata);
  expect(message?.edited?.user).toBe("U0HELIX");
});

it("opens direct messages, groups of people, user groups, links and prompts", async () => {
  const slack = await aWorkspace({ usergroups: [{ id: "S0TRUTH", handle: "truth", users: ["U0RITA"] }] });
  const client = aClient(slack);

  expect((await client.auth.test()).user_id).toBe("U0HELIX");
  expect((await client.conversations.open({ users: "U0BEN" })).channel?.id).toBe("D0BEN");
  expect((await client.usergroups.users.list({ usergroup: "S0TRUTH" })).users).toEqual(["U0RITA"]);
  expect((await client.users.info({ user: "U0RITA" })).user?.real_name).toBe("Rita");
  expect((await client.conversations.info({ channel })).channel?.name).toBe("ingredient-analyzer");
  const { ts = "" } = await client.chat.postMessage({ channel: "U0BEN", text: "hello" });
  const link = await client.chat.getPermalink({ channel: "D0BEN", message_ts: ts });
  expect(link.permalink).toBe(`${slack.url}/archives/D0BEN/p${ts.replace(".", "")}`);
  await client.assistant.threads.setSuggestedPrompts({
    channel_id: "D0BEN",
    prompts: [{ title: "Status", message: "status" }],
  });
  await client.assistant.threads.setStatus({ channel_id: "D0BEN", thread_ts: ts, status: "is thinking" });
  expect(await slack.assistant()).toMatchObject([{ prompts: [{ title: "Status" }] }, { status: "is thinking" }]);
  await slack.advance(2 * 60_000);
  expect(await slack.assistant()).toMatchObject([{ prompts: [{ title: "Status" }] }, { status: "" }]);
});

it("takes JSON bodies too, and keeps no token in its log", async () => {
  const slack = await aWorkspace();
  const headers = { "content-type": "application/json; charset=utf-8" };
  const body = JSON.stringify({ token, channel, text: "hello", blocks: [divider] });

  const response = await fetch(`${slack.url}/api/chat.postMessage`, { method: "POST", headers, body });

  expect(await response.json()).toMatchObject({ ok: true, channel, message: { text: "hello", bot_id: "B0HELIX" } });
  const [call] = await slack.calls("chat.postMessage");
  expect(call).toMatchObject({ args: { text: "hello", blocks: [divider] }, outcome: { status: 200, ok: true } });
  expect(JSON.stringify(call)).not.toContain(token);
});
