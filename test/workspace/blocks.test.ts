import { describe, expect, it } from "vitest";
import type { Fields } from "../../examples/workspace/fields.ts";
import { blockProblems, viewProblems } from "../../examples/workspace/validate/content.ts";

const plain = (text: string): Fields => ({ type: "plain_text", text });
const mrkdwn = (text: string): Fields => ({ type: "mrkdwn", text });
const section = (more: Fields): Fields => ({ type: "section", text: mrkdwn("x"), ...more });
const button = (more: Fields = {}): Fields => ({
  type: "button",
  text: plain("Approve"),
  action_id: "approve",
  ...more,
});
const actions = (...elements: Fields[]): Fields => ({ type: "actions", elements });
const option = (value: string, more: Fields = {}): Fields => ({ text: plain(value), value, ...more });
const select = (more: Fields): Fields => ({ type: "static_select", options: [option("a")], ...more });
const raw = (text: string): Fields => ({ type: "raw_text", text });
const richText = (...elements: Fields[]): Fields => ({ type: "rich_text", elements });
const paragraph = (...elements: Fields[]): Fields => ({ type: "rich_text_section", elements });
const dataTable = (rows: Fields[][], more: Fields = {}): Fields => ({
  type: "data_table",
  caption: "Scores",
  rows,
  ...more,
});
const bar = (more: Fields = {}, axis: Fields = {}): Fields => ({
  type: "data_visualization",
  title: "Score by split",
  chart: {
    type: "bar",
    series: [{ name: "Baseline", data: [{ label: "dev", value: 0.7 }] }],
    axis_config: { categories: ["dev"], ...axis },
    ...more,
  },
});
const long = (length: number): string => "x".repeat(length);
const times = (count: number, one: Fields): Fields[] => Array.from({ length: count }, () => ({ ...one }));
const numbered = (count: number): Fields[] => Array.from({ length: count }, (_, n) => button({ action_id: `a${n}` }));
const input = (more: Fields = {}): Fields => ({
  type: "input",
  label: plain("Reason"),
  element: { type: "plain_text_input" },
  ...more,
});

describe("a message is refused, with the pointer, for", () => {
  it.each<[what: string, blocks: Fields[], message: string, pointer: string]>([
    ["more than 50 blocks", times(51, { type: "divider" }), "no more than 50 items allowed", "/blocks"],
    ["a block without type", [{}], "missing required field: type", "/blocks/0"],
    ["an unknown block", [{ type: "sparkles" }], "unsupported type: sparkles", "/blocks/0/type"],
    ["an unknown key", [section({ colour: "red" })], "invalid additional property: colour", "/blocks/0"],
    ["an input in a message", [input()], "unsupported type: input", "/blocks/0/type"],
    ["an alert in a message", [{ type: "alert", text: plain("x") }], "unsupported type: alert", "/blocks/0/type"],
    ["an empty header", [{ type: "header", text: plain("") }], "must be more than 0 characters", "/blocks/0/text/text"],
    [
      "a header of spaces",
      [{ type: "header", text: plain("  ") }],
      "must be more than 0 characters",
      "/blocks/0/text/text",
    ],
    [
      "a long header",
      [{ type: "header", text: plain(long(151)) }],
      "must be less than 151 characters",
      "/blocks/0/text/text",
    ],
    ["markup in a header", [{ type: "header", text: mrkdwn("x") }], "unsupported type: mrkdwn", "/blocks/0/text/type"],
    ["a bare string as text", [{ type: "header", text: "x" }], "must provide an object", "/blocks/0/text"],
    ["a section of nothing", [{ type: "section" }], "missing required field: text", "/blocks/0"],
    [
      "a long section",
      [section({ text: mrkdwn(long(3001)) })],
      "must be less than 3001 characters",
      "/blocks/0/text/text",
    ],
    [
      "a null text",
      [section({ text: mrkdwn(null as unknown as string) })],
      "must provide a string",
      "/blocks/0/text/text",
    ],
    [
      "emoji on markup",
      [section({ text: { ...mrkdwn("x"), emoji: true } })],
      "invalid additional property: emoji",
      "/blocks/0/text",
    ],
    [
      "eleven fields",
      [section({ fields: times(11, mrkdwn("x")) })],
      "no more than 10 items allowed",
      "/blocks/0/fields",
    ],
    ["no fields", [section({ fields: [] })], "must provide at least 1 items", "/blocks/0/fields"],
    [
      "a long field",
      [section({ fields: [mrkdwn(long(2001))] })],
      "must be less than 2001 characters",
      "/blocks/0/fields/0/text",
    ],
    [
      "an input as accessory",
      [section({ accessory: { type: "plain_text_input" } })],
      "unsupported type: plain_text_input",
      "/blocks/0/accessory/type",
    ],
    ["no actions", [actions()], "must provide at least 1 items", "/blocks/0/elements"],
    ["26 actions", [actions(...numbered(26))], "no more than 25 items allowed", "/blocks/0/elements"],
    [
      "a repeated action_id",
      [actions(button(), button())],
      '`action_id` "approve" already exists',
      "/blocks/0/elements/1/action_id",
    ],
    [
      "a repeated block_id",
      times(2, { type: "divider", block_id: "d" }),
      '`block_id` "d" already exists',
      "/blocks/1/block_id",
    ],
    [
      "a long block_id",
      [{ type: "divider", block_id: long(256) }],
      "must be less than 256 characters",
      "/blocks/0/block_id",
    ],
    ["an empty block_id", [{ type: "divider", block_id: "" }], "must be more than 0 characters", "/blocks/0/block_id"],
    [
      "a long action_id",
      [actions(button({ action_id: long(256) }))],
      "must be less than 256 characters",
      "/blocks/0/elements/0/action_id",
    ],
    ["a button without text", [actions({ type: "button" })], "missing required field: text", "/blocks/0/elements/0"],
    [
      "a long button",
      [actions(button({ text: plain(long(76)) }))],
      "must be less than 76 characters",
      "/blocks/0/elements/0/text/text",
    ],
    [
      "a long value",
      [actions(button({ value: long(2001) }))],
      "must be less than 2001 characters",
      "/blocks/0/elements/0/value",
    ],
    [
      "an empty value",
      [actions(button({ value: "" }))],
      "must be more than 0 characters",
      "/blocks/0/elements/0/value",
    ],
    [
      "an unknown style",
      [actions(button({ style: "warning" }))],
      "must be a valid enum value",
      "/blocks/0/elements/0/style",
    ],
    ["a url that is none", [actions(button({ url: "there" }))], "must be a valid url", "/blocks/0/elements/0/url"],
    [
      "a long confirm",
      [actions(button({ confirm: { text: plain(long(301)) } }))],
      "must be less than 301 characters",
      "/blocks/0/elements/0/confirm/text/text",
    ],
    [
      "a confirm without text",
      [actions(button({ confirm: {} }))],
      "missing required field: text",
      "/blocks/0/elements/0/confirm",
    ],
    [
      "101 options",
      [actions(select({ options: times(101, option("a")) }))],
      "no more than 100 items allowed",
      "/blocks/0/elements/0/options",
    ],
    ["no options", [actions(select({ options: [] }))], "must provide at least 1 items", "/blocks/0/elements/0/options"],
    [
      "a menu of nothing",
      [actions({ type: "static_select" })],
      "missing required field: options",
      "/blocks/0/elements/0",
    ],
    [
      "a long option value",
      [actions(select({ options: [option("a", { value: long(151) })] }))],
      "must be less than 151 characters",
      "/blocks/0/elements/0/options/0/value",
    ],
    [
      "a long option text",
      [actions(select({ options: [option("a", { text: plain(long(76)) })] }))],
      "must be less than 76 characters",
      "/blocks/0/elements/0/options/0/text/text",
    ],
    [
      "a strange initial option",
      [actions(select({ initial_option: option("b") }))],
      "must exactly match one of the options",
      "/blocks/0/elements/0/initial_option",
    ],
    [
      "six overflow options",
      [actions({ type: "overflow", options: times(6, option("a")) })],
      "no more than 5 items allowed",
      "/blocks/0/elements/0/options",
    ],
    [
      "eleven checkboxes",
      [actions({ type: "checkboxes", options: times(11, option("a")) })],
      "no more than 10 items allowed",
      "/blocks/0/elements/0/options",
    ],
    [
      "an impossible date",
      [actions({ type: "datepicker", initial_date: "1 May" })],
      "must be a valid date",
      "/blocks/0/elements/0/initial_date",
    ],
    [
      "eleven in context",
      [{ type: "context", elements: times(11, plain("x")) }],
      "no more than 10 items allowed",
      "/blocks/0/elements",
    ],
    [
      "a button in context",
      [{ type: "context", elements: [button()] }],
      "unsupported type: button",
      "/blocks/0/elements/0/type",
    ],
    [
      "an image without alt_text",
      [{ type: "image", image_url: "https://example.org/a.png" }],
      "missing required field: alt_text",
      "/blocks/0",
    ],
    [
      "an image of nothing",
      [{ type: "image", alt_text: "x" }],
      "must define either `image_url` or `slack_file`",
      "/blocks/0",
    ],
    [
      "an empty rich text element",
      [richText(paragraph({ type: "text", text: "" }))],
      "must be more than 0 characters",
      "/blocks/0/elements/0/elements/0/text",
    ],
    [
      "style on a rich text list",
      [richText({ type: "rich_text_list", elements: [paragraph({ type: "text", text: "x" })] })],
      "missing required field: style",
      "/blocks/0/elements/0",
    ],
    [
      "a mention in code",
      [richText({ type: "rich_text_preformatted", elements: [{ type: "user", user_id: "U1" }] })],
      "unsupported type: user",
      "/blocks/0/elements/0/elements/0/type",
    ],
    [
      "long markdown",
      [{ type: "markdown", text: long(12_001) }],
      "must be less than 12001 characters",
      "/blocks/0/text",
    ],
    [
      "an empty table cell",
      [{ type: "table", rows: [[raw("a"), raw("")]] }],
      "must be more than 0 characters",
      "/blocks/0/rows/0/1/text",
    ],
    [
      "101 table rows",
      [{ type: "table", rows: Array.from({ length: 101 }, () => [raw("a")]) }],
      "no more than 100 items allowed",
      "/blocks/0/rows",
    ],
    [
      "21 table columns",
      [{ type: "table", rows: [times(21, raw("a"))] }],
      "no more than 20 items allowed",
      "/blocks/0/rows/0",
    ],
    [
      "uneven rows",
      [dataTable([[raw("a"), raw("b")], [raw("c")]])],
      "all rows must have the same number of cells",
      "/blocks/0/rows/1",
    ],
    ["a table of one row", [dataTable([[raw("a")]])], "must provide at least 2 items", "/blocks/0/rows"],
    [
      "a table without caption",
      [{ type: "data_table", rows: times(2, raw("a")).map((cell) => [cell]) }],
      "missing required field: caption",
      "/blocks/0",
    ],
    [
      "a rich header",
      [dataTable([[richText(paragraph({ type: "text", text: "x" }))], [raw("a")]])],
      "unsupported type: rich_text",
      "/blocks/0/rows/0/0/type",
    ],
    [
      "a number without text",
      [dataTable([[raw("a")], [{ type: "raw_number", value: 1 }]])],
      "missing required field: text",
      "/blocks/0/rows/1/0",
    ],
    [
      "a page of 101",
      [dataTable([[raw("a")], [raw("b")]], { page_size: 101 })],
      "must be at most 100",
      "/blocks/0/page_size",
    ],
    [
      "10,001 characters in cells",
      [dataTable([[raw("a")], [raw(long(5000))]]), dataTable([[raw("b")], [raw(long(5000))]])],
      "no more than 10000 characters allowed in table cells",
      "",
    ],
    ["three charts", times(3, bar()), "too many data_visualization blocks", ""],
    ["a long chart title", [{ ...bar(), title: long(51) }], "must be less than 51 characters", "/blocks/0/title"],
    [
      "a missing point",
      [bar({}, { categories: ["dev", "test"] })],
      "must have exactly one point for each category",
      "/blocks/0/chart/series/0/data",
    ],
    [
      "an empty slice",
      [bar({ type: "pie", segments: [{ label: "a", value: 0 }], series: undefined, axis_config: undefined })],
      "must be more than 0",
      "/blocks/0/chart/segments/0/value",
    ],
    ["an empty card", [{ type: "card" }], "missing required field: title", "/blocks/0"],
    ["a card's bare title", [{ type: "card", title: "x" }], "must provide an object", "/blocks/0/title"],
    [
      "eleven cards",
      [{ type: "carousel", elements: times(11, { type: "card", title: mrkdwn("x") }) }],
      "no more than 10 items allowed",
      "/blocks/0/elements",
    ],
    [
      "a nameless container",
      [{ type: "container", child_blocks: [{ type: "divider" }] }],
      "missing required field: title",
      "/blocks/0",
    ],
    [
      "an unknown task status",
      [{ type: "task_card", task_id: "1", title: "x", status: "done" }],
      "must be a valid enum value",
      "/blocks/0/status",
    ],
    [
      "a button in context_actions",
      [{ type: "context_actions", elements: [button()] }],
      "unsupported type: button",
      "/blocks/0/elements/0/type",
    ],
  ])("%s", (_what, blocks, message, pointer) => {
    expect(blockProblems(blocks, "/blocks")).toContainEqual({ message, pointer });
  });
});

describe("a message may have", () => {
  const image = { type: "image", image_url: "https://example.org/a.png", alt_text: "a" };
  const everyChoice = ["multi_static_select", "checkboxes", "radio_buttons"].map((type) => ({
    type,
    options: [option("a")],
  }));
  const pickers = [
    "datepicker",
    "timepicker",
    "datetimepicker",
    "users_select",
    "conversations_select",
    "channels_select",
  ];
  it.each<[what: string, blocks: Fields[]]>([
    ["fifty blocks", times(50, { type: "divider" })],
    [
      "a section at its limits",
      [section({ text: mrkdwn(long(3000)), fields: times(10, mrkdwn("x")), accessory: image, expand: true })],
    ],
    ["every choice", [actions(select({}), ...everyChoice, { type: "external_select", min_query_length: 0 })]],
    ["every picker", [actions(...pickers.map((type) => ({ type })))]],
    [
      "a confirmed button",
      [
        actions(
          button({
            style: "danger",
            confirm: { title: plain("Sure?"), text: mrkdwn("x"), confirm: plain("Yes"), deny: plain("No") },
          }),
        ),
      ],
    ],
    ["the same action in two blocks", [actions(button()), actions(button())]],
    ["context", [{ type: "context", elements: [image, plain("a"), mrkdwn("b")] }]],
    [
      "rich text",
      [
        richText(paragraph({ type: "text", text: " ", style: { bold: true } }, { type: "user", user_id: "U1" }), {
          type: "rich_text_list",
          style: "bullet",
          elements: [paragraph({ type: "link", url: "https://example.org" })],
        }),
      ],
    ],
    [
      "tables",
      [
        dataTable([[raw("Metric")], [{ type: "raw_number", value: 0.7, text: "0.70" }]], {
          page_size: 10,
          row_header_column_index: 0,
        }),
      ],
    ],
    ["charts", [bar(), bar({ type: "line" })]],
    [
      "a plan",
      [
        {
          type: "plan",
          title: "Run r12",
          tasks: [
            {
              type: "task_card",
              task_id: "1",
              title: "compile",
              status: "complete",
              output: richText(paragraph({ type: "text", text: "x" })),
            },
          ],
        },
      ],
    ],
    [
      "feedback",
      [
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
      ],
    ],
    [
      "a container",
      [
        {
          type: "container",
          title: plain("More"),
          is_collapsible: true,
          child_blocks: [section({}), actions(button())],
        },
      ],
    ],
  ])("%s", (_what, blocks) => {
    expect(blockProblems(blocks, "/blocks")).toEqual([]);
  });
});

describe("a view is refused, with the pointer, for", () => {
  const modal = (more: Fields = {}): Fields => ({
    type: "modal",
    title: plain("Edit"),
    blocks: [section({})],
    ...more,
  });
  it.each<[what: string, view: Fields, message: string, pointer: string]>([
    ["a long title", modal({ title: plain(long(25)) }), "must be less than 25 characters", "/view/title/text"],
    ["no title", modal({ title: undefined }), "missing required field: title", "/view"],
    ["no blocks", modal({ blocks: [] }), "must provide at least 1 items", "/view/blocks"],
    [
      "101 blocks",
      modal({ blocks: times(101, { type: "divider" }) }),
      "no more than 100 items allowed",
      "/view/blocks",
    ],
    [
      "an input without submit",
      modal({ blocks: [section({}), input()] }),
      "must define `submit` to use an `input` block in modals",
      "/view/blocks/1/input",
    ],
    ["a long submit", modal({ submit: plain(long(25)) }), "must be less than 25 characters", "/view/submit/text"],
    [
      "much metadata",
      modal({ private_metadata: long(3001) }),
      "must be less than 3001 characters",
      "/view/private_metadata",
    ],
    ["a long callback_id", modal({ callback_id: long(256) }), "must be less than 256 characters", "/view/callback_id"],
    ["an unknown key", modal({ channel: "C1" }), "invalid additional property: channel", "/view"],
    [
      "a table",
      modal({ blocks: [{ type: "table", rows: [[raw("a")]] }] }),
      "unsupported type: table",
      "/view/blocks/0/type",
    ],
    [
      "an input without label",
      modal({ submit: plain("Go"), blocks: [input({ label: undefined })] }),
      "missing required field: label",
      "/view/blocks/0",
    ],
    [
      "a button as input",
      modal({ submit: plain("Go"), blocks: [input({ element: button() })] }),
      "unsupported type: button",
      "/view/blocks/0/element/type",
    ],
    [
      "a long initial value",
      modal({
        submit: plain("Go"),
        blocks: [input({ element: { type: "plain_text_input", initial_value: long(3001) } })],
      }),
      "must be less than 3001 characters",
      "/view/blocks/0/element/initial_value",
    ],
    [
      "a repeated block_id",
      modal({ blocks: times(2, { type: "divider", block_id: "d" }) }),
      '`block_id` "d" already exists',
      "/view/blocks/1/block_id",
    ],
    ["a Home as modal", { type: "home", blocks: [] }, "unsupported type: home", "/view/type"],
  ])("%s", (_what, view, message, pointer) => {
    expect(viewProblems(view, "modal")).toContainEqual({ message, pointer });
  });

  it("an alert in a Home", () => {
    const view = { type: "home", blocks: [{ type: "alert", text: plain("x") }] };

    expect(viewProblems(view, "home")).toEqual([
      { message: "unsupported type: alert", pointer: "/view/blocks/0/type" },
    ]);
    expect(viewProblems({ type: "modal", title: plain("x"), blocks: view.blocks }, "modal")).toEqual([]);
  });
});
