import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as kit from "../../blocks/kit.ts";
import { expectWithinSlackLimits } from "../support/slack-limits.ts";

const marks = fc.constantFrom(
  "<!channel>",
  "<!here|here>",
  "<@U0VICTIM>",
  "<#C0GENERAL>",
  "<https://evil.example|Approve>",
  "<!subteam^S012>",
  "<!date^0^{date}|x>",
  "@channel",
  "&lt;",
  "&amp;amp;",
  "&",
  "<",
  ">",
  "|",
  "`",
  "*",
  "```",
  "\ud83d",
  "\ude00",
  "👩‍👩‍👧‍👦",
  "e\u0301\u0301\u0301",
  `a${"\u0302".repeat(200)}`,
  "\u202Egnp.exe",
  "\u2066\u2069",
  "مرحبا",
  "漢字",
  "\u0000",
  "\u0007\u001b[31m",
  "\r\n",
  "\u2028",
  "\uFEFF",
  "\uFFFF",
  "",
  " ",
  "\n",
);
const noise = fc.string({ unit: "binary", maxLength: 8 });
const long = fc.integer({ min: 1, max: 900 }).map((times) => "&<é😀".repeat(times));
const piece = fc.oneof(
  { arbitrary: marks, weight: 20 },
  { arbitrary: noise, weight: 6 },
  { arbitrary: long, weight: 1 },
);
const hostile = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

type Built = { blocks: kit.Part[]; text: kit.Words };
const inEveryBuilder = (text: string): Built => ({
  text: kit.mrkdwn`${text} and ${kit.bold(text)}`,
  blocks: [
    kit.header(text),
    kit.section(text, kit.button({ text, actionId: "a", value: "g1", label: text })),
    kit.section(kit.mrkdwn`${kit.bold(text)} ${kit.code(text)} ${kit.mention(text)} ${kit.link(text, text)} ${text}`),
    kit.fields(Array.from({ length: 12 }, (_, i) => [`${i}${text}`, i % 2 ? text : kit.code(text)])),
    kit.context(text, kit.joined([text, kit.bold(text)], text)),
    kit.divider(),
    kit.preformatted(text),
    kit.quote(text),
    kit.dataTable({
      caption: text,
      columns: [text, "b"],
      rows: [
        [text, kit.figure(1, text)],
        ["", text],
      ],
    }),
    kit.chart({
      kind: "bar",
      title: text,
      x: text,
      y: text,
      categories: [text, text],
      series: [{ name: text, values: [1, 0.5] }],
    }),
    kit.actions(
      kit.button({
        text,
        actionId: "b",
        value: "g1",
        style: "danger",
        confirm: { title: text, text, yes: text, no: text },
      }),
    ),
  ],
});

const shown = (node: unknown, key = ""): { key: string; text: string; type: unknown; verbatim: unknown }[] => {
  if (Array.isArray(node)) return node.flatMap((each) => shown(each, key));
  if (typeof node !== "object" || node === null) return [];
  const { type, text, verbatim } = node as { type?: unknown; text?: unknown; verbatim?: unknown };
  const own = typeof text === "string" ? [{ key, text, type, verbatim }] : [];
  return [...own, ...Object.entries(node).flatMap(([name, value]) => shown(value, name))];
};

/** What Slack would make live in a mrkdwn text, by its own grammar. */
const live = /<[@#!]|<[a-z]+:/i;
const unescaped = /&(?!(?:amp|lt|gt);)|[<>]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not arrive
const disguised = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\uffff]/;

describe("whatever text arrives", () => {
  it("nothing in it becomes live, every limit is kept, no character is halved", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { text: words, blocks } = inEveryBuilder(text);
        const sent = kit.message(words, blocks);
        const texts = [{ key: "text", text: sent.text, type: "mrkdwn", verbatim: true }, ...shown(sent.blocks)];

        expectWithinSlackLimits(sent);
        for (const { text: each, type, verbatim } of texts) {
          expect(each).not.toMatch(disguised);
          if (type !== "mrkdwn") continue;
          expect(verbatim).toBe(true);
          expect(each).not.toMatch(live);
          expect(each).not.toMatch(unescaped);
        }
      }),
      { numRuns: 2_000 },
    );
  }, 120_000);

  it("a view keeps its limits too", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const initial = kit.cut(text, 3_000);
        const blocks = [
          kit.section(text),
          kit.textInput({
            blockId: "b1",
            actionId: "a",
            label: text,
            hint: text,
            placeholder: text,
            initial,
            multiline: true,
          }),
          kit.selectInput({
            blockId: "b2",
            actionId: "a",
            label: text,
            options: [
              { text, value: "1" },
              { text, value: "2" },
            ],
            initial: "2",
          }),
        ];
        const view = kit.modal({ callbackId: "edit", title: text, submit: text, blocks, privateMetadata: "g1:2" });

        expectWithinSlackLimits(view);
        for (const { text: each } of shown(view)) expect(each).not.toMatch(disguised);
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});
