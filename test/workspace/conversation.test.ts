import type { ModalView } from "@slack/types";
import { expect, it } from "vitest";
import { aBot, aWorkspace, channel } from "./support.ts";

const askForReason: ModalView = {
  type: "modal",
  callback_id: "reason",
  title: { type: "plain_text", text: "Reject" },
  submit: { type: "plain_text", text: "Reject" },
  blocks: [
    {
      type: "input",
      block_id: "why",
      label: { type: "plain_text", text: "Reason" },
      element: { type: "plain_text_input", action_id: "text", multiline: true },
    },
  ],
};
const rejectButton = {
  type: "actions",
  block_id: "decide",
  elements: [
    {
      type: "button",
      action_id: "reject",
      text: { type: "plain_text", text: "Reject" },
      value: "g1:1",
      style: "danger",
    },
  ],
};

it("answers a slash command where it was typed", async () => {
  const slack = await aWorkspace();
  await aBot(slack, (app) => {
    app.command("/helix", async ({ ack, command, respond }) => {
      await ack();
      await respond(`${command.user_name} in ${command.channel_name} asked for "${command.text}"`);
    });
  });
  const anna = slack.as("U0ANNA");

  const typed = await anna.command(channel, "/helix status of r12 & <r13> for @ben");

  expect(typed).toMatchObject({ status: 200, ok: true });
  const shown = await typed.ephemeral();
  expect(shown.text).toBe('anna in ingredient-analyzer asked for "status of r12 &amp; &lt;r13&gt; for <@U0BEN|ben>"');
  expect(slack.render(shown)).toContain('asked for "status of r12 & <r13> for @Ben"');
  expect(await slack.as("U0BEN").ephemerals()).toEqual([]);
});

it("shows what the app says in its ack", async () => {
  const slack = await aWorkspace();
  await aBot(slack, (app) => {
    app.command("/helix", async ({ ack }) => ack({ response_type: "in_channel", text: "for everybody" }));
  });

  const typed = await slack.as("U0ANNA").command(channel, "/helix digest");

  expect((await typed.message()).text).toBe("for everybody");
});

it("delivers a mention twice, as app_mention and as message, and keeps the reply in its thread", async () => {
  const slack = await aWorkspace();
  const heard: string[] = [];
  await aBot(slack, (app) => {
    app.event("app_mention", async ({ event, say }) => {
      heard.push(event.type);
      await say({ text: `<@${event.user}> wrote ${event.text}`, thread_ts: event.thread_ts ?? event.ts });
    });
    app.message(async ({ message }) => void heard.push(message.type));
  });

  const said = await slack.as("U0ANNA").says(channel, "@helix what is deployed?");

  const reply = await slack
    .waitFor("what is deployed?", { channel, thread: said.ts })
    .then(() => slack.waitFor(async (s) => (await s.messages(channel, { thread: said.ts }))[1]));
  expect(reply).toMatchObject({ thread_ts: said.ts, text: "<@U0ANNA> wrote <@U0HELIX> what is deployed?" });
  await slack.waitFor(async (s) => (await s.deliveries()).length === 2);
  expect(heard.sort()).toEqual(["app_mention", "message"]);
  const ids = (await slack.deliveries()).map(({ body }) => JSON.parse(body));
  expect(new Set(ids.map(({ event_id }) => event_id)).size).toBe(2);
  expect(new Set(ids.map(({ event }) => event.ts)).size).toBe(1);
});

it("takes a direct message to the app, and no event from a channel the app is not in", async () => {
  const slack = await aWorkspace();
  await aBot(slack, (app) => {
    app.message(async ({ message, say }) => void (await say(`heard in ${message.channel_type}`)));
  });
  const anna = slack.as("U0ANNA");

  await anna.says("C0OTHER01", "@helix are you there?");
  await anna.says(undefined, "hello");

  expect(await slack.waitFor("heard in im", { channel: "D0ANNA" })).toMatchObject({ user: "U0HELIX" });
  expect((await slack.deliveries()).length).toBe(1);
});

it("lets the app hear itself, as Slack does, and Bolt not listen", async () => {
  const slack = await aWorkspace({ echo: true });
  let heard = 0;
  await aBot(slack, (app) => {
    app.message(async ({ say }) => {
      heard += 1;
      await say("I heard you");
    });
  });

  await slack.as("U0ANNA").says(undefined, "hello");
  const sent = await slack.waitFor(async (s) => (await s.deliveries()).length === 2 && s.deliveries());

  expect(sent.map(({ body }) => JSON.parse(body).event.text)).toEqual(["hello", "I heard you"]);
  expect(heard).toBe(1);
});

it("opens a modal from a button, keeps it open while fields are wrong, and closes it when they are right", async () => {
  const slack = await aWorkspace();
  await aBot(slack, (app) => {
    app.action("reject", async ({ ack, body, client }) => {
      await ack();
      await client.views.open({
        trigger_id: (body as { trigger_id: string }).trigger_id,
        view: { ...askForReason, private_metadata: "g1" },
      });
    });
    app.view("reason", async ({ ack, view, client, body }) => {
      const reason = view.state.values.why?.text?.value ?? "";
      if (reason.length < 5)
        return void (await ack({ response_action: "errors", errors: { why: "Say a little more." } }));
      await ack();
      await client.chat.postMessage({
        channel,
        text: `${view.private_metadata} rejected by <@${body.user.id}>: ${reason}`,
      });
    });
    app.command("/helix", async ({ ack, client }) => {
      await ack();
      await client.chat.postMessage({ channel, text: "Approve or reject?", blocks: [rejectButton] });
    });
  });
  const ben = slack.as("U0BEN");
  await ben.command(channel, "/helix review");
  const card = await slack.waitFor("[ Reject ]");

  const pressed = await ben.presses(card, { text: "Reject" });
  const modal = await pressed.view();
  expect(slack.renderView(modal)).toMatchInlineSnapshot(`
    "┌ Reject
    │ Reason
    │   [   ]
    │ [ Reject ]
    └"
  `);
  const empty = await ben.submits({});
  expect(empty).toMatchObject({ status: 0, errors: { why: "Please complete this required field." } });
  const short = await ben.submits({ Reason: "no" });
  expect(short).toMatchObject({ status: 200, errors: { why: "Say a little more." } });
  expect(slack.renderView((await ben.view()) ?? {})).toContain("! Say a little more.");
  const good = await ben.submits({ why: "scores fell on test" });

  expect(good).toMatchObject({ status: 200, ok: true, errors: undefined });
  expect(await ben.view()).toBeUndefined();
  await slack.waitFor("g1 rejected by @Ben: scores fell on test");
});

it("refuses to press what the message does not have, unless a client has not caught up", async () => {
  const slack = await aWorkspace();
  const pressed: string[] = [];
  await aBot(slack, (app) => {
    app.command("/helix", async ({ ack, client }) => {
      await ack();
      const { ts } = await client.chat.postMessage({ channel, text: "open", blocks: [rejectButton] });
      await client.chat.update({ channel, ts: ts ?? "", text: "decided", blocks: [] });
    });
    app.action("reject", async ({ ack, action }) => {
      pressed.push((action as { value: string }).value);
      await ack();
    });
  });
  const anna = slack.as("U0ANNA");
  await anna.command(channel, "/helix review");
  const card = await slack.waitFor("decided", { channel });

  const gone = await anna.presses(card, { text: "Reject" });
  const late = await anna.presses(card, { text: "Reject", stale: true });
  const outsider = await slack.as("U0GUEST").presses(card, { text: "Reject", stale: true });

  expect(gone).toMatchObject({ status: 0, ok: false });
  expect(gone.problem).toContain("no such element");
  expect(late).toMatchObject({ status: 200, ok: true });
  expect(outsider.status).toBe(0);
  expect(pressed).toEqual(["g1:1"]);
  expect(card.versions.map(({ text }) => text)).toEqual(["open", "decided"]);
});

it("lets fifty people press at once, and tells each of them alone", async () => {
  const slack = await aWorkspace();
  let winner: string | undefined;
  await aBot(slack, (app) => {
    app.command("/helix", async ({ ack, client }) => {
      await ack();
      await client.chat.postMessage({ channel, text: "open", blocks: [rejectButton] });
    });
    app.action("reject", async ({ ack, body, respond }) => {
      await ack();
      const first = winner === undefined;
      winner ??= body.user.id;
      await respond({ text: first ? "you were first" : `<@${winner}> was first`, replace_original: false });
    });
  });
  await slack.as("U0ANNA").command(channel, "/helix review");
  const card = await slack.waitFor("[ Reject ]");

  const presses = await Promise.all(
    Array.from({ length: 50 }, (_, n) => slack.as(n % 2 === 0 ? "U0ANNA" : "U0BEN").presses(card, { text: "Reject" })),
  );
  const answers = await Promise.all(presses.map((press) => press.ephemeral()));

  expect(presses.every(({ ok }) => ok)).toBe(true);
  expect(answers.filter(({ text }) => text === "you were first")).toHaveLength(1);
  expect(new Set(answers.map(({ ts }) => ts)).size).toBe(50);
});
