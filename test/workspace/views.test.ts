import type { PlainTextOption, StaticSelect, View } from "@slack/types";
import { expect, it } from "vitest";
import type { Workspace } from "../../examples/workspace/people.ts";
import { aBot, aClient, aWorkspace, channel } from "./support.ts";

const plain = (text: string): { type: "plain_text"; text: string } => ({ type: "plain_text", text });
const option = (value: string): PlainTextOption => ({ text: plain(value), value });
const field = (id: string, label: string, element: object, more: object = {}): object => ({
  type: "input",
  block_id: id,
  label: plain(label),
  element: { action_id: "x", ...element },
  ...more,
});
const modal = (title: string, blocks: object[], more: object = {}): View =>
  ({ type: "modal", callback_id: "m", title: plain(title), submit: plain("Save"), blocks, ...more }) as View;

/** A bot that opens `view` on any command and lets a test decide what happens on submission. */
async function aBotWith(
  slack: Workspace,
  view: View,
  onSubmit: (values: unknown) => object | undefined,
): Promise<void> {
  await aBot(slack, (app) => {
    app.command("/helix", async ({ ack, command, client }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view });
    });
    app.view("m", async ({ ack, view: submitted }) => {
      const reply = onSubmit(submitted.state.values);
      await (reply ? ack(reply as never) : ack());
    });
    app.view({ callback_id: "m", type: "view_closed" }, async ({ ack, view: closed, client, body }) => {
      await ack();
      await client.chat.postEphemeral({ channel, user: body.user.id, text: `closed ${closed.title.text}` });
    });
  });
}

it("collects every kind of field by label, block id or action id", async () => {
  const slack = await aWorkspace();
  const seen: unknown[] = [];
  const form = modal("Everything", [
    field("text", "Text", { type: "plain_text_input", initial_value: "as drafted" }),
    field("pick", "Pick", { type: "static_select", options: [option("a"), option("b")] }),
    field("many", "Many", { type: "checkboxes", options: [option("a"), option("b")] }),
    field("who", "Who", { type: "users_select" }),
    field("when", "When", { type: "datepicker" }),
    field("much", "How much", { type: "number_input", is_decimal_allowed: true, min_value: "0", max_value: "5" }),
    field("note", "Note", { type: "plain_text_input", max_length: 5 }, { optional: true }),
  ]);
  await aBotWith(slack, form, (values) => void seen.push(values));
  const anna = slack.as("U0ANNA");
  await (await anna.command(channel, "/helix edit")).view();

  const wrong = await anna.submits({ Pick: "c" });
  const answers = { Pick: "b", many: ["a", "b"], Who: "U0BEN", When: "2026-11-25" };
  const unfit = await anna.submits({ ...answers, "How much": 7, Note: "too long" });
  const done = await anna.submits({ "How much": 2.5, Note: "" });

  expect(wrong.problem).toBe('there is no option "c" (a, b)');
  expect(unfit.errors).toEqual({ much: "Must be at most 5.", note: "Must be at most 5 characters long." });
  expect(done.ok).toBe(true);
  expect(seen).toEqual([
    {
      text: { x: { type: "plain_text_input", value: "as drafted" } },
      pick: { x: { type: "static_select", selected_option: option("b") } },
      many: { x: { type: "checkboxes", selected_options: [option("a"), option("b")] } },
      who: { x: { type: "users_select", selected_user: "U0BEN" } },
      when: { x: { type: "datepicker", selected_date: "2026-11-25" } },
      much: { x: { type: "number_input", value: "2.5" } },
      note: { x: { type: "plain_text_input", value: null } },
    },
  ]);
});

const asked = [field("why", "Reason", { type: "plain_text_input" })];
const titles = async (slack: Workspace): Promise<string[]> =>
  (await slack.as("U0ANNA").views()).map(({ title }) => (title as { text: string }).text);

it.each<[reply: object | undefined, left: string[], problem: RegExp | undefined]>([
  [undefined, [], undefined],
  [{ response_action: "clear" }, [], undefined],
  [{ response_action: "update", view: modal("Second", asked) }, ["Second"], undefined],
  [{ response_action: "push", view: modal("Second", asked) }, ["First", "Second"], undefined],
  [
    { response_action: "update", view: modal("A title that is far too long", asked) },
    ["First"],
    /invalid_arguments.*title/,
  ],
  [{ response_action: "errors", errors: { elsewhere: "no" } }, ["First"], /"elsewhere", which is no input block/],
  [{ response_action: "dance" }, ["First"], /unknown response_action "dance"/],
])("does what the answer to a submission says: %j", async (reply, left, problem) => {
  const slack = await aWorkspace();
  await aBotWith(slack, modal("First", asked), () => reply);
  const anna = slack.as("U0ANNA");
  await (await anna.command(channel, "/helix edit")).view();

  const submitted = await anna.submits({ Reason: "because" });

  expect(submitted.status).toBe(200);
  if (problem) expect(submitted.problem).toMatch(problem);
  else expect(submitted.problem).toBeUndefined();
  expect(await titles(slack)).toEqual(left);
});

it("tells the app that a modal was closed, if it wants to know", async () => {
  const slack = await aWorkspace();
  await aBotWith(slack, modal("First", asked, { notify_on_close: true }), () => undefined);
  const anna = slack.as("U0ANNA");
  await (await anna.command(channel, "/helix edit")).view();

  const closed = await anna.closes();

  expect(closed).toMatchObject({ status: 200, ok: true });
  expect((await closed.ephemeral()).text).toBe("closed First");
  expect(await anna.view()).toBeUndefined();
});

it("keeps what was typed when an update has the same fields, and refuses an old hash", async () => {
  const slack = await aWorkspace();
  await aBotWith(slack, modal("First", asked), () => ({ response_action: "errors", errors: { why: "more" } }));
  const anna = slack.as("U0ANNA");
  const first = await (await anna.command(channel, "/helix edit")).view();
  await anna.submits({ Reason: "because" });
  const { views } = aClient(slack);

  const updated = await views.update({ view_id: first.id, hash: String(first.hash), view: modal("Second", asked) });
  const late = views.update({ view_id: first.id, hash: String(first.hash), view: modal("Third", asked) });

  expect(updated.view?.state).toMatchObject({ values: { why: { x: { value: "because" } } } });
  await expect(late).rejects.toMatchObject({ data: { error: "hash_conflict" } });
  expect(await anna.view()).toMatchObject({ title: plain("Second"), errors: {} });
});

it("stacks three views and no more, and takes them off one by one", async () => {
  const slack = await aWorkspace();
  const more = { type: "actions", elements: [{ type: "button", action_id: "more", text: plain("More") }] };
  const errors: string[] = [];
  await aBot(slack, (app) => {
    app.command("/helix", async ({ ack, command, client }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: modal("One", [more]) });
    });
    app.action("more", async ({ ack, body, client }) => {
      const { trigger_id, view } = body as unknown as { trigger_id: string; view: { title: { text: string } } };
      await client.views
        .push({ trigger_id, view: modal(`${view.title.text}!`, [more]) })
        .catch((error: { data: { error: string } }) => errors.push(error.data.error));
      await ack();
    });
  });
  const anna = slack.as("U0ANNA");
  let top = await (await anna.command(channel, "/helix edit")).view();

  for (let push = 1; push <= 3; push += 1) {
    await anna.presses(top, { text: "More" });
    top = (await anna.view()) ?? top;
  }

  expect(await titles(slack)).toEqual(["One", "One!", "One!!"]);
  expect(errors).toEqual(["push_limit_reached"]);
  await anna.closes();
  expect(await titles(slack)).toEqual(["One", "One!"]);
});

it("publishes a Home, opens it, and takes clicks on it", async () => {
  const slack = await aWorkspace();
  const clicked: unknown[] = [];
  const block = { type: "actions", elements: [{ type: "button", action_id: "go", text: plain("Go"), value: "r1" }] };
  await aBot(slack, (app) => {
    app.event("app_home_opened", async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: { type: "home", blocks: [block] } });
    });
    app.action("go", async ({ ack, body }) => {
      clicked.push((body as unknown as { container: object }).container);
      await ack();
    });
  });
  const anna = slack.as("U0ANNA");

  await anna.opensHome();
  const home = await slack.waitFor(() => anna.home());
  const pressed = await anna.presses(home, { text: "Go" });

  expect(pressed.ok).toBe(true);
  expect(clicked).toEqual([{ type: "view", view_id: home.id }]);
  expect(slack.renderView(home)).toBe("┌ Home\n│ [ Go ]\n└");
});

it("offers shortcuts, global and of a message, and menus in messages", async () => {
  const slack = await aWorkspace();
  const seen: unknown[] = [];
  const menu: StaticSelect = { type: "static_select", action_id: "model", options: [option("flash"), option("pro")] };
  await aBot(slack, (app) => {
    app.shortcut("helix_new_run", async ({ ack, shortcut }) => {
      seen.push(shortcut.type);
      await ack();
    });
    app.shortcut("helix_add_to_dataset", async ({ ack, shortcut }) => {
      seen.push([shortcut.type, (shortcut as unknown as { message: { text: string } }).message.text]);
      await ack();
    });
    app.action("model", async ({ ack, action, body }) => {
      const { state } = body as unknown as { state: { values: Record<string, unknown> } };
      seen.push([(action as { selected_option: object }).selected_option, Object.values(state.values)]);
      await ack();
    });
  });
  const anna = slack.as("U0ANNA");
  const said = await anna.says(channel, "this one was wrong");
  await aClient(slack).chat.postMessage({ channel, text: "which?", blocks: [{ type: "actions", elements: [menu] }] });
  const question = await slack.waitFor(async (s) => (await s.messages(channel)).find(({ text }) => text === "which?"));

  await anna.chooses("helix_new_run");
  await anna.chooses("helix_add_to_dataset", said);
  await anna.presses(question, { actionId: "model", choose: "pro" });

  const chosen = { type: "static_select", selected_option: option("pro") };
  expect(seen).toEqual(["shortcut", ["message_action", "this one was wrong"], [option("pro"), [{ model: chosen }]]]);
});

it("asks the app what a menu offers, and lets one of that be chosen", async () => {
  const slack = await aWorkspace();
  const chosen: unknown[] = [];
  await aBot(slack, (app) => {
    app.options("find", async ({ ack, payload }) => ack({ options: [option(`${payload.value}ine`)] }));
    app.action("find", async ({ ack, action }) => {
      await ack();
      chosen.push((action as { selected_option: { value: string } }).selected_option.value);
    });
  });
  const client = aClient(slack);
  const menu = { type: "external_select" as const, action_id: "find", min_query_length: 1 };
  const blocks = [{ type: "actions" as const, elements: [menu] }];
  const { ts } = await client.chat.postMessage({ channel, text: "which?", blocks });
  const card = { channel, ts: ts ?? "" };

  const offered = await slack.as("U0ANNA").isOffered(card, { actionId: "find" }, "carm");
  await slack.as("U0ANNA").presses(card, { actionId: "find", choose: "carmine" });

  expect(offered).toMatchObject({ ok: true, options: [{ value: "carmine" }] });
  await slack.waitFor(async () => chosen.length > 0);
  expect(chosen).toEqual(["carmine"]);
  expect(await slack.as("U0ANNA").isOffered(card, { actionId: "other" }, "x")).toMatchObject({
    ok: false,
    options: [],
  });
});
