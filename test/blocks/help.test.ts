import { describe, expect, it } from "vitest";
import { helpMessage } from "../../blocks/help.ts";
import { problemMessage } from "../../blocks/problem.ts";
import { verbs } from "../../models/intent/words.ts";
import { parseCommand } from "../../src/parse.ts";
import { readPhrase } from "../../src/phrases.ts";
import { expectWithinSlackLimits } from "../support/slack-limits.ts";

const known = {
  programs: ["ingredient-analyzer"],
  models: { "ingredient-analyzer": ["gemini-flash", "gemini-pro"] },
};

const linesOf = (sent: ReturnType<typeof helpMessage>, type: string): string[] =>
  sent.blocks
    .filter((block) => block.type === type)
    .flatMap((block) => textsIn(block).flatMap((text) => text.split("\n")));

const textsIn = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === "text" && typeof value === "string" ? [value] : textsIn(value),
  );
};

describe("help", () => {
  it("names every command there is", () => {
    const sent = helpMessage();

    expectWithinSlackLimits(sent);
    for (const verb of verbs) expect(linesOf(sent, "section").join("\n")).toContain(`/helix ${verb}`);
  });

  it.each(verbs)("every example of %s works as it stands", (verb) => {
    const sent = helpMessage(verb);
    const examples = linesOf(sent, "rich_text");
    const phrase = linesOf(sent, "section").at(-1) ?? "";

    expectWithinSlackLimits(sent);
    expect(examples).not.toEqual([]);
    for (const line of examples) expect(parseCommand(line, known)).toMatchObject({ ok: true, intent: { verb } });
    expect(readPhrase(phrase, known)).toMatchObject({ ok: true, intents: [{ verb }] });
  });

  it("shows everything where the topic is none", () => {
    expect(helpMessage("banana")).toEqual(helpMessage());
  });
});

describe("a problem", () => {
  it("is told in three sentences and a line to send", () => {
    const sent = problemMessage({
      what: "the run did not start",
      why: "I know no model “gemini-flsh”",
      next: "Did you mean gemini-flash?",
      paste: "/helix run ingredient-analyzer --optimizer gepa --model gemini-flash",
    });

    expectWithinSlackLimits(sent);
    expect(sent).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "expand": true,
            "text": {
              "text": "The run did not start.",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "expand": true,
            "text": {
              "text": "I know no model “gemini-flsh”. Did you mean gemini-flash?",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "elements": [
              {
                "elements": [
                  {
                    "text": "/helix run ingredient-analyzer --optimizer gepa --model gemini-flash",
                    "type": "text",
                  },
                ],
                "type": "rich_text_preformatted",
              },
            ],
            "type": "rich_text",
          },
          {
            "elements": [
              {
                "text": "Copy the line and send it.",
                "type": "mrkdwn",
                "verbatim": true,
              },
            ],
            "type": "context",
          },
        ],
        "text": "The run did not start. I know no model “gemini-flsh”. Did you mean gemini-flash?",
      }
    `);
  });

  it("escapes what somebody else wrote", () => {
    const sent = problemMessage({ what: "Row 3 is refused", why: "<!channel> is no label", next: "" });

    expect(sent.text).toBe("Row 3 is refused. &lt;!channel&gt; is no label.");
  });
});
