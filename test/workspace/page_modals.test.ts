import { afterAll, describe, expect, it } from "vitest";
import type { Fields } from "../../examples/workspace/fields.ts";
import { aPage, browserPath, closeBrowser, shot, unlessAbsent } from "./browser.ts";
import { aScriptedApp, type Script } from "./scripted.ts";
import { aWorkspace } from "./support.ts";

const plain = (text: string): Fields => ({ type: "plain_text", text });
const modal = (title: string, blocks: Fields[], more: Fields = {}): Fields => ({
  type: "modal",
  callback_id: title,
  title: plain(title),
  close: plain("Cancel"),
  blocks,
  ...more,
});
const section = (text: string): Fields => ({ type: "section", text: plain(text) });
const name: Fields = {
  type: "input",
  block_id: "name",
  label: plain("Name"),
  element: { type: "plain_text_input", action_id: "name" },
};
const more: Fields = {
  type: "actions",
  elements: [{ type: "button", action_id: "more", text: plain("What is this?") }],
};
const form = (hint: string): Fields =>
  modal("New run", [section(hint), name, more], { submit: plain("Start"), notify_on_close: true });

/** Opens a modal that is still loading, then brings its form; explains over it; answers a submission with another view. */
const script: Script = async (sent, app) => {
  if (sent.type === "shortcut") {
    const loading = modal("New run", [section("One moment …")]);
    const { view } = await app.call("views.open", { trigger_id: sent.trigger_id, view: loading });
    await app.call("views.update", { view_id: (view as { id: string }).id, view: form("Choose a name.") });
  }
  if (sent.actions) {
    const view = modal("Names", [section("A name is how people speak of a run.")]);
    await app.call("views.push", { trigger_id: sent.trigger_id, view });
    await app.call("views.update", { view_id: sent.view?.id, view: form("Choose a short name.") });
  }
  return sent.type === "view_submission"
    ? { response_action: "update", view: modal("Started", [section("r12 is on its way.")]) }
    : undefined;
};

afterAll(closeBrowser);

describe.skipIf(!browserPath)(`modals in a browser${unlessAbsent}`, () => {
  it("load, lie over each other, keep what was typed below, and are all reached by keyboard", async () => {
    const slack = await aWorkspace();
    const app = await aScriptedApp(slack, script);
    await slack.setApp({ shortcuts: [{ type: "global", name: "New run", callback_id: "new", description: "" }] });
    const page = await aPage(slack, "U0ANNA");
    const dialog = page.getByRole("dialog");

    await page.getByRole("button", { name: "Shortcuts" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await dialog.getByText("Choose a name.").waitFor();
    await dialog.getByRole("textbox", { name: "Name" }).focus();
    await page.keyboard.type("first light");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await dialog.getByText("A name is how people speak of a run.").waitFor();
    await shot(page, "over");
    await page.keyboard.press("Escape");
    await dialog.getByText("Choose a short name.").waitFor();
    expect(await dialog.getByRole("textbox", { name: "Name" }).inputValue()).toBe("first light");
    await dialog.getByRole("textbox", { name: "Name" }).press("Enter");
    await dialog.getByText("r12 is on its way.").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });

    expect(app.heard.map(({ type }) => type)).toEqual(["shortcut", "block_actions", "view_submission"]);
    const pressed = app.heard[1] as { view: { state: { values: Fields } } };
    expect(pressed.view.state.values).toMatchObject({ name: { name: { value: "first light" } } });
  });

  it("tell the app when a person closes one, and open anew without what was typed", async () => {
    const slack = await aWorkspace();
    const app = await aScriptedApp(slack, script);
    await slack.setApp({ shortcuts: [{ type: "global", name: "New run", callback_id: "new", description: "" }] });
    const page = await aPage(slack, "U0ANNA");
    const open = async (): Promise<void> => {
      await page.getByRole("button", { name: "Shortcuts" }).click();
      await page.getByRole("menuitem").click();
      await page.getByText("Choose a name.").waitFor();
    };

    await open();
    await page.getByRole("textbox", { name: "Name" }).fill("never mind");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await slack.waitFor(async () => app.heard.some(({ type }) => type === "view_closed"));
    await open();

    expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("");
  });
});
