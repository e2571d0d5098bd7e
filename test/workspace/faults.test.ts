import { describe, expect, it } from "vitest";
import { aClient, aWorkspace, channel } from "./support.ts";

describe("a fault", () => {
  it.each<[kind: string, code: string, accepted: number]>([
    ["ratelimited", "slack_webapi_rate_limited_error", 0],
    ["http_500", "slack_webapi_http_error", 0],
    ["dropped", "slack_webapi_request_error", 0],
    ["hang", "slack_webapi_request_error", 0],
    ["error:channel_not_found", "slack_webapi_platform_error", 0],
    ["accepted_then_timeout", "slack_webapi_request_error", 1],
    ["accepted_then_500", "slack_webapi_http_error", 1],
    ["accepted_then_dropped", "slack_webapi_request_error", 1],
  ])("%s is what the client meets once, and then no more", async (kind, code, accepted) => {
    const slack = await aWorkspace();
    const hasty = aClient(slack, { timeout: kind === "hang" || kind === "accepted_then_timeout" ? 300 : 5_000 });
    await slack.fault({ method: "chat.postMessage", kind, retryAfter: 7 });

    await expect(hasty.chat.postMessage({ channel, text: "first" })).rejects.toMatchObject({ code });
    await aClient(slack).chat.postMessage({ channel, text: "second" });

    expect(await slack.messages(channel)).toHaveLength(accepted + 1);
    const outcomes = (await slack.calls("chat.postMessage")).map(({ outcome }) => [outcome?.fault, outcome?.ok]);
    expect(outcomes).toEqual([
      [kind, accepted === 1],
      [undefined, true],
    ]);
  });

  it("says how long to wait", async () => {
    const slack = await aWorkspace();
    await slack.fault({ method: "chat.update", kind: "ratelimited", retryAfter: 7 });

    const call = aClient(slack).chat.update({ channel, ts: "1.000001", text: "x" });

    await expect(call).rejects.toMatchObject({ retryAfter: 7 });
  });

  it("hits the nth call, the one that says something, or a response_url, and can be called off", async () => {
    const slack = await aWorkspace();
    const { chat } = aClient(slack);
    const fails = async (text: string): Promise<boolean> =>
      chat.postMessage({ channel, text }).then(
        () => false,
        () => true,
      );

    await slack.fault({ method: "chat.postMessage", kind: "http_500", nth: 2, times: 1 });
    expect([await fails("a"), await fails("b"), await fails("c")]).toEqual([false, true, false]);
    await slack.fault({ method: "*", kind: "error:fatal_error", containing: "card 2", times: 2 });
    expect([await fails("card 1"), await fails("card 2")]).toEqual([false, true]);
    await slack.clearFaults();
    expect(await fails("card 2")).toBe(false);
    await expect(slack.fault({ method: "*", kind: "gremlins" })).rejects.toThrow('unknown fault "gremlins"');
  });
});

it("can be an older Slack: without some methods and blocks, and forgetting metadata", async () => {
  const slack = await aWorkspace({ lacks: { methods: ["chat.startStream"], metadata: true } });
  await slack.setApp({ lacks: { blocks: ["data_table"] } });
  const client = aClient(slack);
  const refused = (call: Promise<unknown>): Promise<object> =>
    call.then(
      () => ({}),
      (error) => error.data,
    );
  const cell = (text: string): object => ({ type: "raw_text", text });
  const table = { type: "data_table", caption: "t", rows: [[cell("a")], [cell("b")]] };

  const divider = { type: "divider" as const };
  const posted = await client.chat.postMessage({
    channel,
    text: "x",
    blocks: [divider],
    metadata: { event_type: "outbox", event_payload: { outbox_id: "1" } },
  });
  const { messages } = await client.conversations.history({ channel, include_all_metadata: true });

  expect(posted.ok).toBe(true);
  expect(messages?.[0]).not.toHaveProperty("metadata");
  expect(
    await refused(client.apiCall("chat.postMessage", { channel, text: "x", blocks: [divider, table] })),
  ).toMatchObject({ error: "invalid_blocks", errors: ["unsupported type: data_table [json-pointer:/blocks/1/type]"] });
  expect(await refused(client.apiCall("chat.startStream", { channel }))).toMatchObject({ error: "unknown_method" });
});
