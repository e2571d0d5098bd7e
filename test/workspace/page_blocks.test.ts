import { afterAll, describe, expect, it } from "vitest";
import type { Fields } from "../../examples/workspace/fields.ts";
import { aPage, browserPath, closeBrowser, shot, unlessAbsent } from "./browser.ts";
import { aScriptedApp } from "./scripted.ts";
import { aWorkspace, channel } from "./support.ts";

const plain = (text: string): Fields => ({ type: "plain_text", text });
const mrkdwn = (text: string): Fields => ({ type: "mrkdwn", text });
const section = (text: string): Fields => ({ type: "section", text: mrkdwn(text) });
const raw = (text: string): Fields => ({ type: "raw_text", text });
const number = (value: number): Fields => ({ type: "raw_number", value, text: value.toFixed(2) });
const text = (words: string, style?: Fields): Fields => ({ type: "text", text: words, ...(style && { style }) });
const rich = (...elements: Fields[]): Fields => ({ type: "rich_text", elements });
const line = (...elements: Fields[]): Fields => ({ type: "rich_text_section", elements });
const options = ["gepa", "simba"].map((value) => ({ text: plain(value.toUpperCase()), value }));
const hostile = "<img src=x onerror=alert(1)>";

/** A block, and every word a person sees of it, line by line; a line with spaces around `|` is a row. */
const table: [what: string, block: Fields, seen: string][] = [
  ["header", { type: "header", text: plain("Run r12 :tada:") }, "Run r12 🎉"],
  [
    "section",
    section("*Better* than `c1`, says <@U0ANNA> in <#C0HELIX01>"),
    "Better than c1, says @Anna in #ingredient-analyzer",
  ],
  ["lines and quotes", section("one\n> two\n> three\nfour"), "one\ntwo\nthree\nfour"],
  ["code", section("see ```a &lt; b\n  c``` there"), "see\na < b\n  c\nthere"],
  ["marks inside words", section("snake_case_name 2*3*4 ~no~ _yes_"), "snake_case_name 2*3*4 no yes"],
  ["links", section("<https://example.org/a|a page>, <https://example.org/b>"), "a page, https://example.org/b"],
  ["a date", section("<!date^1700000000^{date_short} at {time}|then>"), "14 Nov 2023 at 22:13"],
  ["markup from elsewhere", section("&lt;img src=x onerror=alert(1)&gt; *a*"), `${hostile} a`],
  ["a link that runs code", section("<javascript:alert(1)|press>"), "press"],
  ["plain text", { type: "section", text: plain(`${hostile} *a*\nb`) }, `${hostile} *a*\nb`],
  ["fields", { type: "section", fields: [mrkdwn("*Score*\n0.71"), mrkdwn("*p95*\n1.2 s")] }, "Score\n0.71\np95\n1.2 s"],
  ["context", { type: "context", elements: [plain("r12"), mrkdwn("_$0.42_")] }, "r12\n$0.42"],
  ["divider", { type: "divider" }, ""],
  [
    "buttons",
    {
      type: "actions",
      elements: [
        { type: "button", text: plain("Approve") },
        { type: "button", text: plain("Open"), url: "https://example.org" },
      ],
    },
    "Approve\nOpen ↗",
  ],
  [
    "a menu",
    { type: "actions", elements: [{ type: "static_select", placeholder: plain("Optimizer"), options }] },
    "Optimizer\nGEPA\nSIMBA",
  ],
  ["boxes", { type: "actions", elements: [{ type: "checkboxes", options }] }, "GEPA\nSIMBA"],
  [
    "an accessory",
    { ...section("Three wait"), accessory: { type: "button", text: plain("Review") } },
    "Three wait\nReview",
  ],
  [
    "markdown",
    {
      type: "markdown",
      text: `## What changed\n- **two** improved\n- ~~one~~ \`x\`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n${hostile}`,
    },
    `What changed\ntwo improved\none x\na | b\n1 | 2\n${hostile}`,
  ],
  [
    "rich text",
    rich(
      line(
        text("flagged ", { bold: true }),
        { type: "user", user_id: "U0BEN" },
        { type: "link", url: "https://example.org", text: " why" },
      ),
      {
        type: "rich_text_list",
        style: "ordered",
        elements: [line(text("casein")), line(text("whey", { code: true }))],
      },
      { type: "rich_text_quote", elements: [text(hostile)] },
      { type: "rich_text_preformatted", elements: [text("a\n  b")] },
    ),
    `flagged @Ben why\ncasein\nwhey\n${hostile}\na\n  b`,
  ],
  [
    "a table",
    {
      type: "table",
      rows: [
        [raw("Metric"), raw("Score")],
        [raw("exact"), number(0.5)],
      ],
    },
    "Metric | Score\nexact | 0.50",
  ],
  [
    "a data table",
    {
      type: "data_table",
      caption: "On test",
      page_size: 2,
      row_header_column_index: 0,
      rows: [
        [raw("Model"), raw("Score")],
        [raw("a"), number(0.5)],
        [raw("b"), number(0.25)],
        [raw("c"), number(0.75)],
      ],
    },
    "On test\nModel | Score\na | 0.50\nb | 0.25\n‹\n1–2 of 3\n›",
  ],
  [
    "a chart",
    {
      type: "data_visualization",
      title: "By split",
      chart: {
        type: "bar",
        axis_config: { categories: ["val", "test"] },
        series: [
          {
            name: "base",
            data: [
              { label: "val", value: 0.4 },
              { label: "test", value: 0.5 },
            ],
          },
          {
            name: "new",
            data: [
              { label: "val", value: 0.6 },
              { label: "test", value: 0.8 },
            ],
          },
        ],
      },
    },
    "By split\n0\n0.2\n0.4\n0.6\n0.8\nval\ntest\n0.4\n0.5\n0.6\n0.8\nbase\nnew\nFigures",
  ],
  [
    "a picture from elsewhere",
    { type: "image", image_url: "https://example.org/a.png", alt_text: "two bars" },
    "▧ two bars",
  ],
  [
    "tasks",
    {
      type: "plan",
      title: "Run r12",
      tasks: [
        { type: "task_card", task_id: "1", title: "compile", status: "complete" },
        { type: "task_card", task_id: "2", title: "evaluate", status: "in_progress" },
      ],
    },
    "Run r12\n●\ncompile\n◐\nevaluate",
  ],
  [
    "a card",
    {
      type: "card",
      title: mrkdwn("c7f3"),
      body: mrkdwn("*better*"),
      actions: [{ type: "button", text: plain("Compare") }],
    },
    "c7f3\nbetter\nCompare",
  ],
  ["a container", { type: "container", title: plain("Details"), child_blocks: [section("inside")] }, "Details\ninside"],
  [
    "feedback",
    {
      type: "context_actions",
      elements: [
        {
          type: "feedback_buttons",
          positive_button: { text: plain("Good"), value: "1" },
          negative_button: { text: plain("Bad"), value: "0" },
        },
      ],
    },
    "👍 Good👎 Bad",
  ],
];

/** Text as it stands on the screen: cells of a row with `|` between, no empty lines, no space at the end of a line. */
const asSeen = (inner: string): string =>
  inner
    .replace(/\n?\t\n?/g, " | ")
    .split("\n")
    .map((one) => one.trimEnd())
    .filter((one) => one !== "")
    .join("\n");

afterAll(closeBrowser);

describe.skipIf(!browserPath)(`blocks in a browser${unlessAbsent}`, () => {
  it("say what the app wrote, and nothing in them is taken for more than text", async () => {
    const slack = await aWorkspace();
    const app = await aScriptedApp(slack);
    const sent: string[] = [];
    for (const [what, block] of table)
      sent.push((await app.call("chat.postMessage", { channel, text: what, blocks: [block] })).ts);
    const page = await aPage(slack, "U0ANNA", { height: 4_200 });
    await page.locator(`[data-ts="${sent.at(-1)}"]`).waitFor();
    await shot(page, "all");

    for (const [index, [what, , seen]] of table.entries()) {
      const inner = await page.locator(`[data-ts="${sent[index]}"] .body > [data-block]`).first().innerText();
      expect.soft(asSeen(inner), what).toBe(asSeen(seen));
    }
    expect(await page.locator("#messages img").count()).toBe(0);
    expect(await page.locator('#messages a[href^="javascript"]').count()).toBe(0);
  });

  it("sort and page a data table, and keep its place when the message is edited", async () => {
    const slack = await aWorkspace();
    const app = await aScriptedApp(slack);
    const found = table.find(([what]) => what === "a data table");
    const blocks = [found?.[1] ?? {}, section("half way")];
    const { ts } = await app.call("chat.postMessage", {
      channel,
      text: "a table",
      blocks: blocks.map((one, n) => ({ ...one, block_id: `b${n}` })),
    });
    const page = await aPage(slack, "U0ANNA");
    const column = (): Promise<string[]> => page.locator("tbody th").allInnerTexts();

    await page.getByRole("button", { name: "Score" }).click();
    expect(await column()).toEqual(["b", "a"]);
    await page.getByRole("button", { name: "Later rows" }).click();
    expect(await column()).toEqual(["c"]);
    await app.call("chat.update", {
      channel,
      ts,
      text: "a table",
      blocks: [{ ...found?.[1], block_id: "b0" }, section("done")],
    });
    await page.getByText("done").waitFor();
    expect(await column()).toEqual(["c"]);
  });

  it("show inputs of every kind in a modal, and send what stands in them", async () => {
    const slack = await aWorkspace();
    const input = (block_id: string, element: Fields): Fields => ({
      type: "input",
      block_id,
      label: plain(block_id),
      element: { action_id: "a", ...element },
    });
    const view = {
      type: "modal",
      title: plain("New run"),
      submit: plain("Start"),
      blocks: [
        { type: "alert", level: "warning", text: plain("This spends money.") },
        input("Name", { type: "plain_text_input", initial_value: "first" }),
        input("Budget", { type: "number_input", is_decimal_allowed: true }),
        input("Optimizer", { type: "static_select", options, initial_option: options[0] }),
        input("Models", { type: "multi_static_select", options }),
        input("How", { type: "radio_buttons", options }),
        input("What", { type: "checkboxes", options }),
        input("Until", { type: "datepicker", initial_date: "2026-11-30" }),
        input("Who", { type: "users_select" }),
        input("Example", { type: "external_select", min_query_length: 2 }),
        input("Others", { type: "multi_external_select", min_query_length: 0 }),
        input("Data", { type: "file_input", filetypes: ["csv"], max_files: 2 }),
      ],
    };
    const app = await aScriptedApp(slack, async (sent, self) => {
      if (sent.type === "shortcut") await self.call("views.open", { trigger_id: sent.trigger_id, view });
      if (sent.type === "block_suggestion")
        return {
          options: ["t Crisps", "t Water"].map((rest, n) => ({
            text: plain(sent.value + rest),
            value: `${sent.value}${n}`,
          })),
        };
      return undefined;
    });
    await slack.setApp({ shortcuts: [{ type: "global", name: "New run", callback_id: "n", description: "" }] });
    const page = await aPage(slack, "U0RITA", { width: 800, height: 700 });

    await page.getByRole("button", { name: "Shortcuts" }).click();
    await page.keyboard.press("Enter");
    const modal = page.getByRole("dialog");
    await modal.getByRole("textbox", { name: "Name" }).fill("second");
    await modal.getByRole("textbox", { name: "Budget" }).fill("2.50");
    await modal.getByRole("group", { name: "Models" }).getByLabel("SIMBA").check();
    await modal.getByRole("radiogroup", { name: "How" }).getByLabel("GEPA").check();
    await modal.getByRole("group", { name: "What" }).getByLabel("GEPA").check();
    await modal.getByRole("combobox", { name: "Who" }).selectOption("Ben");
    const search = (name: string) => modal.getByRole("combobox", { name });
    await search("Example").fill("S");
    await modal.getByText("Type 2 letters to search.").waitFor();
    await search("Example").fill("Sal");
    await modal.getByRole("option", { name: "Salt Water" }).click();
    await search("Others").click();
    await modal.getByRole("option", { name: "t Crisps" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await search("Others").fill("Wa");
    await modal.getByRole("option", { name: "Wat Crisps" }).waitFor();
    await shot(page, "search");
    await page.keyboard.press("Escape");
    await modal.getByLabel("Data").setInputFiles([
      { name: "labels.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n") },
      { name: "picture.png", mimeType: "image/png", buffer: Buffer.from("no csv") },
    ]);
    await modal.getByRole("listitem").nth(1).waitFor();
    await modal.getByRole("button", { name: "Start" }).click();
    await modal.getByText("picture.png is not one of the file types that fit here: csv.").waitFor();
    await modal.getByRole("button", { name: "Remove picture.png" }).click();
    await shot(page, "fields");
    await modal.getByRole("button", { name: "Start" }).click();
    await modal.waitFor({ state: "hidden" });

    const submitted = app.heard.find(({ type }) => type === "view_submission");
    const { values } = (submitted as { view: { state: { values: Record<string, { a: Fields }> } } }).view.state;
    const held = Object.fromEntries(Object.entries(values).map(([id, { a }]) => [id, Object.values(a)[1]]));
    expect(held).toMatchObject({
      Name: "second",
      Budget: "2.50",
      Optimizer: { value: "gepa" },
      Models: [{ value: "simba" }],
      How: { value: "gepa" },
      What: [{ value: "gepa" }],
      Until: "2026-11-30",
      Who: "U0BEN",
      Example: { value: "Sal1", text: { text: "Salt Water" } },
      Others: [{ value: "1", text: { text: "t Water" } }],
      Data: [{ name: "labels.csv", filetype: "csv", size: 8, user: "U0RITA" }],
    });
  });
});
