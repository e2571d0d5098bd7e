import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import type { Button, View } from "@slack/types";
import { describe, expect, it } from "vitest";
import type { Workspace } from "../../examples/workspace/people.ts";
import { aBot, aClient, anApp, aWorkspace, channel } from "./support.ts";

const command = "command=%2Fhelix&text=status&user_id=U0ANNA&channel_id=C0HELIX01&team_id=T0HELIX";

describe("a body that says it is from Slack", () => {
  it.each<["good" | "bad" | "stale" | "none", status: number]>([
    ["good", 200],
    ["bad", 401],
    ["stale", 401],
    ["none", 401],
  ])("with a %s signature is answered %i", async (signature, status) => {
    const slack = await aWorkspace();
    let heard = 0;
    await aBot(slack, (app) => {
      app.command("/helix", async ({ ack }) => {
        heard += 1;
        await ack();
      });
    });

    const answer = await slack.raw({ body: command, signature });

    expect(answer.status).toBe(status);
    expect(heard).toBe(status === 200 ? 1 : 0);
  });

  it("is verified once when its address is saved", async () => {
    const slack = await aWorkspace();
    await aBot(slack, () => undefined);

    expect(await slack.verifies()).toBe(true);
    await slack.setApp({ requestUrl: null });
    expect(await slack.verifies()).toBe(false);
  });
});

describe("an event that is not acknowledged", () => {
  const timing = { retryDelaysMs: [1, 1, 1] };
  const retries = async (slack: Workspace): Promise<unknown[]> =>
    (await slack.deliveries()).map(({ retry, status, reason }) => [retry, status, reason]);

  it("comes again three times with its own id, and says why", async () => {
    const slack = await aWorkspace({ timing, events: ["app_mention"] });
    const heard: unknown[] = [];
    await anApp(slack, (headers, body) => {
      heard.push([headers["x-slack-retry-num"], headers["x-slack-retry-reason"], JSON.parse(body).event_id]);
      return heard.length < 3 ? 500 : 200;
    });

    await slack.as("U0ANNA").says(channel, "@helix hello");
    await slack.waitFor(async (s) => (await s.deliveries()).length === 3);

    const [, , id] = heard[0] as [unknown, unknown, string];
    expect(heard).toEqual([
      [undefined, undefined, id],
      ["1", "http_error", id],
      ["2", "http_error", id],
    ]);
    expect(await retries(slack)).toEqual([
      [0, 500, "http_error"],
      [1, 500, "http_error"],
      [2, 200, undefined],
    ]);
  });

  it("is given up after the third retry when nobody listens", async () => {
    const slack = await aWorkspace({ timing, events: ["app_mention"] });

    await slack.as("U0ANNA").says(channel, "@helix hello");
    await slack.waitFor(async (s) => (await s.deliveries()).length === 4);

    expect(await retries(slack)).toEqual([0, 1, 2, 3].map((retry) => [retry, 0, "connection_failed"]));
  });
});

it("calls a command that is not acknowledged in time what Slack calls it", async () => {
  const slack = await aWorkspace({ timing: { ackTimeoutMs: 100 } });
  await aBot(slack, (app) => app.command("/helix", async () => undefined));

  const typed = await slack.as("U0ANNA").command(channel, "/helix status");

  expect(typed).toMatchObject({ ok: false, failure: "http_timeout", problem: "operation_timeout" });
});

describe("a response_url", () => {
  async function urlOf(slack: Workspace): Promise<string> {
    let url = "";
    await aBot(slack, (app: App) => {
      app.command("/helix", async ({ ack, command }) => {
        url = command.response_url;
        await ack();
      });
    });
    await slack.as("U0ANNA").command(channel, "/helix status");
    return url;
  }
  const answer = async (url: string, body: object): Promise<[number, unknown]> => {
    const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    return [response.status, ((await response.json()) as { error?: string }).error];
  };

  it("may be used five times", async () => {
    const slack = await aWorkspace();
    const url = await urlOf(slack);

    const answers = [];
    for (let use = 1; use <= 6; use += 1) answers.push(await answer(url, { text: `use ${use}` }));

    expect(answers).toEqual([...Array(5).fill([200, undefined]), [404, "used_url"]]);
    expect((await slack.as("U0ANNA").ephemerals()).map(({ text }) => text)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `use ${n}`),
    );
  });

  it("is good for thirty minutes, and strict about blocks", async () => {
    const slack = await aWorkspace();
    const url = await urlOf(slack);

    expect(await answer(url, { text: "x", blocks: [{ type: "sparkles" }] })).toEqual([400, "invalid_blocks"]);
    await slack.advance(31 * 60_000);
    expect(await answer(url, { text: "late" })).toEqual([404, "expired_url"]);
    expect(await slack.as("U0ANNA").ephemerals()).toEqual([]);
  });

  it("replaces and deletes what was clicked, also an ephemeral", async () => {
    const slack = await aWorkspace();
    const elements = ["replace", "delete"].map(
      (word): Button => ({
        type: "button",
        action_id: word,
        text: { type: "plain_text", text: word },
      }),
    );
    await aBot(slack, (app) => {
      app.command("/helix", async ({ ack, respond }) => {
        await ack();
        await respond({ text: "first", blocks: [{ type: "actions", elements }] });
      });
      app.action("replace", async ({ ack, respond }) => {
        await ack();
        await respond({ text: "second", blocks: [{ type: "actions", elements }], replace_original: true });
      });
      app.action("delete", async ({ ack, respond }) => {
        await ack();
        await respond({ delete_original: true });
      });
    });
    const anna = slack.as("U0ANNA");
    const shown = await (await anna.command(channel, "/helix help")).ephemeral();

    await anna.presses(shown, { text: "replace" });
    const [replaced] = await slack.waitFor(async () => {
      const all = await anna.ephemerals();
      return all[0]?.text === "second" && all;
    });
    await anna.presses(shown, { text: "delete" });
    await slack.waitFor(async () => (await anna.ephemerals()).length === 0);

    expect(replaced?.ts).toBe(shown.ts);
    expect(replaced?.versions.map(({ text }) => text)).toEqual(["first", "second"]);
  });
});

describe("a trigger", () => {
  const view: View = { type: "modal", title: { type: "plain_text", text: "Edit" }, blocks: [{ type: "divider" }] };
  async function triggerOf(slack: Workspace): Promise<string> {
    let trigger = "";
    await aBot(slack, (app) => {
      app.command("/helix", async ({ ack, command }) => {
        trigger = command.trigger_id;
        await ack();
      });
    });
    await slack.as("U0ANNA").command(channel, "/helix edit");
    return trigger;
  }

  it("opens one view", async () => {
    const slack = await aWorkspace();
    const trigger_id = await triggerOf(slack);
    const { views } = aClient(slack);

    await views.open({ trigger_id, view });

    await expect(views.open({ trigger_id, view })).rejects.toMatchObject({ data: { error: "exchanged_trigger_id" } });
    expect(await slack.as("U0ANNA").views()).toHaveLength(1);
  });

  it("is good for three seconds", async () => {
    const slack = await aWorkspace();
    const trigger_id = await triggerOf(slack);
    await slack.advance(3_001);

    const late = aClient(slack).views.open({ trigger_id, view });

    await expect(late).rejects.toMatchObject({ data: { error: "expired_trigger_id" } });
  });

  it("of a command cannot push", async () => {
    const slack = await aWorkspace();
    const trigger_id = await triggerOf(slack);

    const pushed = aClient(slack).views.push({ trigger_id, view });

    await expect(pushed).rejects.toMatchObject({ data: { error: "invalid_arguments" } });
  });
});

it("takes a button for the same one when its message was drawn anew while somebody pressed", async () => {
  const slack = await aWorkspace();
  const client = aClient(slack);
  const pressed: (string | undefined)[] = [];
  await aBot(slack, (app) =>
    app.action<BlockAction<ButtonAction>>("pause", async ({ ack, action }) => {
      pressed.push(action.value);
      await ack();
    }),
  );
  const blocks = ["r1", "r2"].map((value) => ({
    type: "actions" as const,
    elements: [
      { type: "button" as const, action_id: "pause", value, text: { type: "plain_text" as const, text: "Pause" } },
    ],
  }));
  const { ts = "" } = await client.chat.postMessage({ channel, text: "two runs", blocks });
  const [before] = await slack.messages(channel);
  await client.chat.update({ channel, ts, text: "two runs, further on", blocks });

  const blockId = String(before?.blocks[1]?.block_id);
  const press = await slack.as("U0ANNA").presses({ channel, ts }, { actionId: "pause", blockId, value: "r2" });

  expect(press.ok).toBe(true);
  expect(pressed).toEqual(["r2"]);
});
