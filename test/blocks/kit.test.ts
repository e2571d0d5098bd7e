import type { KnownBlock } from "@slack/types";
import { describe, expect, it } from "vitest";
import {
  actions,
  bold,
  button,
  clean,
  code,
  context,
  cut,
  date,
  divider,
  escapeText,
  fields,
  header,
  joined,
  link,
  mention,
  message,
  modal,
  mrkdwn,
  plain,
  preformatted,
  section,
  selectInput,
  textInput,
} from "../../blocks/kit.ts";
import { expectWithinSlackLimits, slackProblems } from "../support/slack-limits.ts";

const approve = button({ text: "Approve", actionId: "gate_approve", value: "g1:1", style: "primary" });
const textOf = (block: KnownBlock) => (block.type === "section" ? block.text?.text : undefined);

describe("markup", () => {
  it.each([
    ["a value is escaped", mrkdwn`Label: ${"<!channel> & <@U1>"}`, "Label: &lt;!channel&gt; &amp; &lt;@U1&gt;"],
    ["a number is written", mrkdwn`${3} of ${4}`, "3 of 4"],
    ["a helper's markup stays", mrkdwn`by ${mention("U0ANN")}`, "by <@U0ANN>"],
    ["a mention of nobody is words", mention("U1> <!channel"), "U1&gt; &lt;!channel"],
    [
      "a link has its label",
      link("https://a.example/x?a=1&b=2", "run r12"),
      "<https://a.example/x?a=1&amp;b=2|run r12>",
    ],
    ["a link cannot close early", link("https://a.example/|x>", "a|b>c"), "<https://a.example/%7Cx%3E|a¦b&gt;c>"],
    ["another address is its label", link("javascript:alert(1)", "click"), "click"],
    ["code cannot end early", code("a`b <c>"), "`a'b &lt;c&gt;`"],
    ["bold cannot end early", bold("a*b\nc"), "*a∗b c*"],
    [
      "a date is local, or UTC",
      date(1_700_000_000_000),
      "<!date^1700000000^{date_short_pretty} at {time}|2023-11-14 22:13 UTC>",
    ],
    ["parts are joined, each escaped", joined(["<", bold("b")], " > "), "&lt; &gt; *b*"],
  ])("%s", (_what, words, text) => {
    expect(words.text).toBe(text);
  });

  it.each([
    ["a\u0000b\u001bc\td\n", "abc\td\n"],
    ["one\r\ntwo\u2028three", "one\ntwo\nthree"],
    ["\u202Etxt.exe\u202C", "txt.exe"],
    ["half \ud83d a face", "half \ufffd a face"],
    ["👩‍👩‍👧‍👦 שלום", "👩‍👩‍👧‍👦 שלום"],
  ])("%j is cleaned", (text, cleaned) => {
    expect(clean(text)).toBe(cleaned);
  });
});

describe("cut", () => {
  it.each([
    ["what fits stays", "a".repeat(200), 200, "a".repeat(200)],
    ["a cut says how much is missing", "a".repeat(500), 120, `${"a".repeat(92)}… (cut, 408 more characters)`],
    ["a short one is an ellipsis", "Approve this release", 10, "Approve t…"],
    ["an entity is not halved", "ab&amp;cd", 6, "ab…"],
    ["a mention is not halved", "by <@U0123456>, yes", 10, "by …"],
    ["a date is not halved", `at ${date(0).text} and more`, 30, "at …"],
    ["what a mark joins to the end of an entity is counted", "a&gt;\ua806𐀀𐀀bc", 8, "a&gt;\ua806…"],
    ["a family is not halved", "ab👩‍👩‍👧‍👦cd", 8, "ab…"],
    ["a grapheme without end is cut inside", `a${"\u0302".repeat(90)}`, 20, `a${"\u0302".repeat(18)}…`],
    ["nothing fits in nothing", "abc", 0, ""],
  ])("%s", (_what, text, max, result) => {
    expect(cut(text, max)).toBe(result);
    expect(cut(text, max).length).toBeLessThanOrEqual(max);
  });

  it("counts an escaped character once", () => {
    expect(cut(escapeText("&".repeat(100)), 150)).toMatch(/^(&amp;)+… \(cut, \d+ more characters\)$/);
    expect(cut(escapeText("&".repeat(100)), 150)).toContain(`cut, ${100 - 24} more`);
  });
});

describe("builders", () => {
  it("more than ten fields are counted in the last", () => {
    const built = fields(Array.from({ length: 12 }, (_, i) => [`n${i}`, "v"]));

    expect(built.fields).toHaveLength(10);
    expect(built.fields?.at(-1)?.text).toBe("… (cut, 3 more fields)");
  });

  it("empty text is filled, for Slack refuses it", () => {
    const sent = message("", [header(""), section(" "), context(), preformatted(""), fields([])]);

    expectWithinSlackLimits(sent);
    expect(sent.text).toBe("(empty)");
  });

  it.each([
    ["a value that would be cut", () => button({ text: "x", actionId: "a", value: "v".repeat(2_001) })],
    ["an action id that would be cut", () => button({ text: "x", actionId: "a".repeat(256), value: "v" })],
    ["an empty row of buttons", () => actions()],
    ["two buttons with one id", () => actions(approve, approve)],
    [
      "an input that would be cut",
      () => textInput({ blockId: "b", actionId: "a", label: "Label", initial: "x".repeat(3_001) }),
    ],
    ["a menu without options", () => selectInput({ blockId: "b", actionId: "a", label: "Label", options: [] })],
    [
      "metadata that would be cut",
      () => modal({ callbackId: "c", title: "t", submit: "s", blocks: [], privateMetadata: "m".repeat(3_001) }),
    ],
  ])("%s is refused, not cut", (_what, build) => {
    expect(build).toThrow(RangeError);
  });
});

describe("message", () => {
  it("leaves what fits alone", () => {
    const blocks = [header("Run r12"), section(mrkdwn`by ${mention("U0ANN")}`), divider(), actions(approve)];

    expect(message("Run r12 is done.", blocks)).toEqual({ text: "Run r12 is done.", blocks });
  });

  it("cuts the longest first, and says so", () => {
    const sent = message("Changed examples", [
      section("short and important"),
      ...Array.from({ length: 6 }, (_, i) => section(`${i}`.repeat(3_000))),
      actions(approve),
    ]);

    expectWithinSlackLimits(sent);
    expect(sent.blocks).toHaveLength(8);
    expect(sent.blocks[0] && textOf(sent.blocks[0])).toBe("short and important");
    expect(sent.blocks.filter((block) => textOf(block)?.includes("more characters)"))).not.toHaveLength(0);
  });

  it("leaves out the last parts when there are too many, never the buttons", () => {
    const sent = message("Many", [...Array.from({ length: 60 }, (_, i) => section(`part ${i}`)), actions(approve)]);

    expectWithinSlackLimits(sent);
    expect(sent.blocks).toHaveLength(50);
    expect(sent.blocks.at(-1)).toMatchObject({ type: "actions" });
    expect(JSON.stringify(sent.blocks.at(-2))).toContain("12 parts left out");
  });

  it("leaves out parts when many short texts are too much together", () => {
    const sent = message("Many", [
      ...Array.from({ length: 45 }, (_, i) => section(`${i}`.padEnd(390, "x"))),
      actions(approve),
    ]);

    expectWithinSlackLimits(sent);
    expect(sent.blocks.at(-1)).toMatchObject({ type: "actions" });
    expect(JSON.stringify(sent.blocks)).toMatch(/\d+ parts left out/);
  });

  it("keeps the text short enough to be edited", () => {
    expect(message("x".repeat(9_000), []).text.length).toBeLessThanOrEqual(3_900);
  });

  it("cleans what was not built here", () => {
    const foreign: KnownBlock = { type: "section", text: { type: "plain_text", text: "a\u0000\ud83d" } };

    expect(message("x", [foreign]).blocks).toEqual([
      { type: "section", text: { type: "plain_text", text: "a\ufffd" } },
    ]);
  });
});

describe("the check of Slack's limits finds what Slack would refuse", () => {
  it.each([
    ["an empty section", { text: "x", blocks: [{ type: "section", text: { type: "mrkdwn", text: "" } }] }],
    ["a long header", { text: "x", blocks: [{ type: "header", text: { type: "plain_text", text: "h".repeat(151) } }] }],
    ["markup in a header", { text: "x", blocks: [{ type: "header", text: { type: "mrkdwn", text: "h" } }] }],
    ["no text beside blocks", { text: "", blocks: [divider()] }],
    ["too many blocks", { text: "x", blocks: Array.from({ length: 51 }, divider) }],
    [
      "too much in all",
      { text: "x", blocks: Array.from({ length: 5 }, () => ({ type: "section", text: plain("x".repeat(2_900)) })) },
    ],
    ["an empty table cell", { text: "x", blocks: [{ type: "table", rows: [[{ type: "raw_text", text: "" }]] }] }],
    [
      "a view with an input and no submit",
      { type: "modal", title: plain("t"), blocks: [textInput({ blockId: "b", actionId: "a", label: "l" })] },
    ],
    ["half a surrogate pair", { text: "\ud83d", blocks: [] }],
  ])("%s", (_what, sent) => {
    expect(slackProblems(sent as Parameters<typeof slackProblems>[0])).not.toEqual([]);
  });
});
