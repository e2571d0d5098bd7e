import { describe, expect, it } from "vitest";
import type { Fields } from "../../examples/workspace/fields.ts";
import { plainOf } from "../../examples/workspace/mrkdwn.ts";
import { renderMessage, renderThread } from "../../examples/workspace/text.ts";

const names = { U1: "Anna", C1: "ingredient-analyzer", S1: "truth", U0HELIX: "Helix" };
const plain = (text: string): Fields => ({ type: "plain_text", text });
const mrkdwn = (text: string): Fields => ({ type: "mrkdwn", text });
const said = (blocks: Fields[], text = "fallback"): string =>
  renderMessage({ text, blocks, user: "U0HELIX", bot_id: "B1", ts: "1700000000.000001" }, names);

describe("markup reads as", () => {
  it.each([
    ["<@U1> in <#C1>", "@Anna in #ingredient-analyzer"],
    ["<@U9|ben> in <#C9|other>", "@ben in #other"],
    ["<!subteam^S1> and <!here>", "@truth and @here"],
    ["<https://example.org|the page>, <https://example.org>", "the page (https://example.org), https://example.org"],
    ["<!date^1700000000^{date_short} at {time}|then>", "14 Nov 2023 at 22:13"],
    ["<!date^1700000000^{date_num} {time_secs}^https://example.org|then>", "2023-11-14 22:13:20"],
    ["1 &lt; 2 &amp;&amp; *bold* `code`", "1 < 2 && *bold* `code`"],
  ])("%s", (markup, words) => {
    expect(plainOf(markup, names)).toBe(words);
  });
});

it("shows a card as a person sees it", () => {
  const card = said([
    { type: "header", text: plain("Promote c7f3?") },
    { type: "section", text: mrkdwn("*Better* than what <@U1> deployed") },
    { type: "section", fields: [mrkdwn("*Score*\n0.71 → 0.86"), mrkdwn("*p95*\n1.2 s")] },
    {
      type: "data_table",
      caption: "On test",
      rows: [
        [
          { type: "raw_text", text: "Metric" },
          { type: "raw_text", text: "Candidate" },
        ],
        [
          { type: "raw_text", text: "accuracy" },
          { type: "raw_number", value: 0.86, text: "0.860" },
        ],
      ],
    },
    { type: "context", elements: [plain("r12"), mrkdwn("$0.42")] },
    {
      type: "actions",
      elements: [
        { type: "button", text: plain("Approve") },
        { type: "static_select", placeholder: plain("Another candidate") },
      ],
    },
  ]);

  expect(card).toMatchInlineSnapshot(`
    "Helix (app)  22:13
      Promote c7f3?
      ─────────────
      *Better* than what @Anna deployed
      *Score*                                                *p95*
      0.71 → 0.86                                            1.2 s
      On test
      Metric    Candidate
      ────────  ─────────
      accuracy      0.860
      r12  ·  $0.42
      [ Approve ]  [ Another candidate ]"
  `);
});

it("shows rich text, tasks and charts", () => {
  const text = (words: string, style?: Fields): Fields => ({ type: "text", text: words, ...(style && { style }) });
  const shown = said([
    {
      type: "rich_text",
      elements: [
        { type: "rich_text_section", elements: [text("flagged ", { bold: true }), { type: "user", user_id: "U1" }] },
        {
          type: "rich_text_list",
          style: "ordered",
          elements: [
            { type: "rich_text_section", elements: [text("casein")] },
            { type: "rich_text_section", elements: [text("whey", { code: true })] },
          ],
        },
        { type: "rich_text_preformatted", elements: [text("a\nb")] },
      ],
    },
    {
      type: "plan",
      title: "Run r12",
      tasks: [
        { type: "task_card", task_id: "1", title: "compile", status: "complete" },
        { type: "task_card", task_id: "2", title: "evaluate", status: "in_progress" },
      ],
    },
    {
      type: "data_visualization",
      title: "Score by split",
      chart: {
        type: "bar",
        series: [
          { name: "base", data: [{ label: "dev", value: 0.4 }] },
          { name: "new", data: [{ label: "dev", value: 0.8 }] },
        ],
      },
    },
  ]);

  expect(shown).toMatchInlineSnapshot(`
    "Helix (app)  22:13
      *flagged *@Anna
      1. casein
      2. \`whey\`
          a
          b
      Run r12
      ● compile
      ◐ evaluate
      Score by split
      dev base  ▇▇▇▇▇▇▇▇▇▇▇▇ 0.4
      dev new   ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ 0.8"
  `);
});

it("wraps long lines, sets replies off, and says when a message was edited", () => {
  const root = {
    text: "word ".repeat(40).trim(),
    user: "U1",
    ts: "1700000000.000001",
    edited: { user: "U1", ts: "1" },
  };
  const reply = { text: "short\n\nand more", user: "U0HELIX", bot_id: "B1", ts: "1700000060.000001" };

  const thread = renderThread([root, reply], names);

  expect(Math.max(...thread.split("\n").map((line) => line.length))).toBeLessThanOrEqual(114);
  expect(thread).toMatchInlineSnapshot(`
    "Anna  22:13 (edited)
      word word word word word word word word word word word word word word word word word word word word word word
      word word word word word word word word word word word word word word word word word word
        │ Helix (app)  22:14
        │   short
        │
        │   and more"
  `);
});
