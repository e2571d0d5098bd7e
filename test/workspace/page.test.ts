import { afterAll, describe, expect, it } from "vitest";
import type { Fields } from "../../examples/workspace/fields.ts";
import { aPage, browserPath, closeBrowser, shot, unlessAbsent } from "./browser.ts";
import { aScriptedApp, type Script } from "./scripted.ts";
import { aWorkspace, channel } from "./support.ts";

const plain = (text: string): Fields => ({ type: "plain_text", text });
const mrkdwn = (text: string): Fields => ({ type: "mrkdwn", text });

const reason: Fields = {
  type: "modal",
  callback_id: "reject",
  title: plain("Reject"),
  submit: plain("Reject"),
  close: plain("Cancel"),
  blocks: [
    {
      type: "input",
      block_id: "why",
      label: plain("Why?"),
      hint: plain("People read this in the thread."),
      element: { type: "plain_text_input", action_id: "text", multiline: true },
    },
    {
      type: "input",
      block_id: "kind",
      label: plain("Kind"),
      element: {
        type: "static_select",
        action_id: "kind",
        options: [
          { text: plain("wrong label"), value: "wrong" },
          { text: plain("cannot tell"), value: "unknown" },
        ],
      },
    },
  ],
};

const card: Fields[] = [
  { type: "header", text: plain("Promote c7f3?") },
  { type: "section", text: mrkdwn("*Better* on test: 0.71 → 0.86, asked for by <@U0RITA>") },
  {
    type: "actions",
    elements: [
      {
        type: "button",
        action_id: "approve",
        text: plain("Approve"),
        style: "primary",
        confirm: {
          title: plain("Ship it?"),
          text: plain("Production answers with it at once."),
          confirm: plain("Ship"),
        },
      },
      { type: "button", action_id: "reject", text: plain("Reject"), style: "danger" },
    ],
  },
];

/** Posts the card when asked, asks for a reason when it is rejected, and answers everything else privately. */
const script: Script = async (sent, app) => {
  const action = sent.actions?.[0]?.action_id;
  if (sent.command) {
    await app.call("chat.postMessage", { channel: sent.channel_id, text: "Promote c7f3?", blocks: card });
    return { response_type: "ephemeral", text: `You typed ${sent.text}` };
  }
  if (action === "reject") await app.call("views.open", { trigger_id: sent.trigger_id, view: reason });
  if (action === "approve") {
    const { ts } = sent.message as { ts: string };
    const blocks = [...card.slice(0, 2), { type: "context", elements: [mrkdwn("Approved by <@U0ANNA>")] }];
    await app.call("chat.update", { channel, ts, text: "Approved", blocks });
  }
  if (sent.type === "view_submission") return submitted(sent.view ?? {});
  return undefined;
};

function submitted(view: Fields): object | undefined {
  const values = (view.state as { values: { why: { text: { value: string } } } }).values;
  const isShort = values.why.text.value.length < 10;
  return isShort ? { response_action: "errors", errors: { why: "Say a little more." } } : undefined;
}

afterAll(closeBrowser);

describe.skipIf(!browserPath)(`the page in a browser${unlessAbsent}`, () => {
  it("sends a command, shows the answer to one person only, and a card whose button asks first", async () => {
    const slack = await aWorkspace();
    const app = await aScriptedApp(slack, script);
    await slack.setApp({
      commands: [{ command: "/helix", description: "Runs things", usage_hint: "run | status | help" }],
    });
    const anna = await aPage(slack, "U0ANNA");
    const ben = await aPage(slack, "U0BEN");

    const composer = anna.getByRole("combobox", { name: "Message # ingredient-analyzer" });
    await composer.pressSequentially("/he");
    await shot(anna, "suggestions");
    await composer.press("Enter");
    await composer.pressSequentially("st");
    await composer.press("Tab");
    await composer.press("Enter");

    await anna.getByText("You typed status").waitFor();
    await ben.getByRole("heading", { name: "Promote c7f3?" }).waitFor();
    expect(await ben.getByText("You typed status").count()).toBe(0);

    await anna.getByRole("button", { name: "Approve", exact: true }).click();
    await shot(anna, "confirm");
    await anna.keyboard.press("Escape");
    expect(app.heard.filter(({ type }) => type === "block_actions")).toEqual([]);
    await anna.getByRole("button", { name: "Approve", exact: true }).click();
    await anna.getByRole("button", { name: "Ship" }).click();

    await ben.getByText("Approved by @Anna").waitFor();
    await anna.getByText("(edited)").waitFor();
    await anna.getByRole("button", { name: "Dismiss" }).click();
    await anna.getByText("You typed status").waitFor({ state: "detached" });
  });

  it("opens a modal, says at the field what is wrong, keeps what was typed, and closes when it is taken", async () => {
    const slack = await aWorkspace();
    const app = await aScriptedApp(slack, script);
    const { ts } = await app.call("chat.postMessage", { channel, text: "Promote?", blocks: card });
    const page = await aPage(slack, "U0BEN", { width: 800, height: 600 });

    await page.getByRole("button", { name: "Reject" }).click();
    const modal = page.getByRole("dialog");
    await modal.getByRole("button", { name: "Reject" }).click();
    await modal.getByText("Please complete this required field.").first().waitFor();
    await modal.getByRole("textbox", { name: "Why?" }).fill("no");
    await modal.getByRole("combobox", { name: "Kind" }).selectOption("cannot tell");
    await modal.getByRole("button", { name: "Reject" }).click();
    await modal.getByText("Say a little more.").waitFor();
    await shot(page, "error");

    expect(await modal.getByRole("textbox", { name: "Why?" }).inputValue()).toBe("no");
    await modal.getByRole("textbox", { name: "Why?" }).fill("scores fell on test");
    await modal.getByRole("button", { name: "Reject" }).click();
    await modal.waitFor({ state: "hidden" });

    const views = app.heard.filter(({ type }) => type === "view_submission").map(({ view }) => view);
    expect(views).toHaveLength(2);
    expect(views[1]).toMatchObject({
      state: {
        values: {
          why: { text: { value: "scores fell on test" } },
          kind: { kind: { selected_option: { value: "unknown" } } },
        },
      },
    });
    expect(ts).toBeTruthy();
  });

  it("answers in a thread, where commands do not work, and shows it beside the channel", async () => {
    const slack = await aWorkspace();
    const app = await aScriptedApp(slack);
    const { ts } = await app.call("chat.postMessage", { channel, text: "r12 is running" });
    await app.call("chat.postMessage", { channel, thread_ts: ts, text: "half way" });
    const page = await aPage(slack, "U0RITA");

    await page.getByRole("button", { name: /1 reply/ }).click();
    const reply = page.getByRole("combobox", { name: "Reply" });
    await reply.fill("/helix status");
    await reply.press("Enter");
    await page.getByText("/helix is not supported in threads").waitFor();
    await reply.fill("and now?\nstill?");
    await reply.press("Enter");

    await page.getByRole("complementary", { name: "Thread" }).getByText("still?").waitFor();
    await page.getByRole("button", { name: /2 replies/ }).waitFor();
    await shot(page, "thread");
    await page.keyboard.press("Escape");
    await page.getByRole("complementary", { name: "Thread" }).waitFor({ state: "hidden" });
    await page.locator("button.answers:focus").waitFor();
    expect((await slack.messages(channel, { thread: ts })).map(({ text }) => text).at(-1)).toBe("and now?\nstill?");
  });

  it("shows Home, prompts and shortcuts, and what waits for somebody else", async () => {
    const slack = await aWorkspace();
    const app = await aScriptedApp(slack, async (sent, self) => {
      if (sent.event?.type === "app_home_opened") {
        const blocks = [{ type: "header", text: plain(`Hello ${sent.event.user}`) }, ...card.slice(2)];
        await self.call("views.publish", { user_id: sent.event.user, view: { type: "home", blocks } });
        const prompts = [{ title: "What is deployed?", message: "status" }];
        await self.call("assistant.threads.setSuggestedPrompts", { channel_id: sent.event.channel, prompts });
      }
      if (sent.type === "shortcut" || sent.type === "message_action")
        await self.call("views.open", { trigger_id: sent.trigger_id, view: reason });
      return undefined;
    });
    await slack.setApp({
      shortcuts: [
        { type: "global", name: "New run", callback_id: "new_run", description: "Starts a run" },
        { type: "message", name: "Add to dataset", callback_id: "add", description: "" },
      ],
    });
    await app.call("chat.postMessage", { channel, text: "<@U0BEN>: please look" });
    const page = await aPage(slack, "U0ANNA");

    await page.getByRole("button", { name: "Ben, approver" }).getByText("1").waitFor();
    await page.getByRole("article").getByText("please look").hover();
    await page.getByRole("button", { name: "More actions" }).click();
    await shot(page, "menu");
    await page.getByRole("menuitem", { name: "Add to dataset" }).click();
    await page.getByRole("dialog").getByText("Why?").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Shortcuts" }).click();
    await page.getByRole("menuitem", { name: /New run/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Helix, Home" }).click();
    await page.getByRole("heading", { name: "Hello U0ANNA" }).waitFor();
    await shot(page, "home");
    await page.getByRole("button", { name: "Ben, approver" }).click();
    await page.getByRole("heading", { name: "Hello U0BEN" }).waitFor();
    await page.getByRole("button", { name: "Messages", exact: true }).click();
    await page.getByRole("button", { name: "What is deployed?" }).click();
    await page.getByRole("log", { name: "Replies" }).getByText("status").waitFor();
    expect(app.heard.filter(({ type }) => String(type).match(/shortcut|message_action/))).toMatchObject([
      { type: "message_action", callback_id: "add", user: { id: "U0ANNA" } },
      { type: "shortcut", callback_id: "new_run" },
    ]);
  });

  it("says what went wrong when the app does not answer, and forgets nothing that was written", async () => {
    const slack = await aWorkspace();
    await slack.setApp({ commands: [{ command: "/helix", description: "", usage_hint: "run | runs" }] });
    const page = await aPage(slack, "U0ANNA");
    const composer = page.getByRole("combobox", { name: "Message # ingredient-analyzer" });

    await composer.fill("/helix run");
    await page.getByRole("option", { name: /runs/ }).waitFor();
    await composer.press("Enter");
    await page.getByRole("option").waitFor({ state: "hidden" });
    await page.getByText("/helix failed. Helix cannot be reached (dispatch_failed).").waitFor();
    await composer.pressSequentially("/helix");
    await composer.press("Enter");
    expect(await composer.inputValue()).toBe("");
    await composer.fill("/other");
    await composer.press("Enter");
    await page.getByText("/other is not a valid command. There is /helix.").waitFor();
    expect(await composer.inputValue()).toBe("/other");
    await page.getByRole("button", { name: "other", exact: true }).click();
    await page.getByRole("combobox", { name: "Message # other" }).fill("later");
    await page.getByRole("button", { name: "ingredient-analyzer", exact: true }).click();
    expect(await composer.inputValue()).toBe("/other");
    await page.goBack();
    await page.getByRole("combobox", { name: "Message # other" }).waitFor();
    const other = page.getByRole("combobox", { name: "Message # other" });
    expect(await other.inputValue()).toBe("later");

    await other.fill("@helix status");
    await other.press("Enter");
    await page.getByText("Helix is not in #other and did not hear that.").waitFor();
    await other.fill("/invite @helix");
    await other.press("Enter");
    await page.getByText("#other has a new member: @helix.").waitFor();

    const said = page.getByRole("log", { name: "Messages" }).getByRole("article", { name: /Anna/ }).last();
    await said.hover();
    await said.getByRole("button", { name: "More actions" }).press("Enter");
    await page.getByRole("menuitem", { name: "Edit message" }).press("Enter");
    const edited = page.getByRole("textbox", { name: "Message", exact: true });
    expect(await edited.inputValue()).toBe("@helix status");
    await edited.fill("@helix runs");
    await edited.press("Enter");
    await page.getByText("@Helix runs").waitFor();
  });
});
