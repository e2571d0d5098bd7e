import { expect, it } from "vitest";
import { promptBlocks } from "../../blocks/comparison/prompts.ts";
import type { PromptChange } from "../../models/comparison.ts";
import { aComparison } from "../support/cards.ts";

/** What the card says of one predictor's prompt. */
function said(change: Partial<PromptChange>): string {
  const { prompt, result } = aComparison("better");
  const [made] = prompt;
  if (!made) throw new Error("a comparison has a prompt change");
  return JSON.stringify(promptBlocks({ prompt: [{ ...made, ...change }], result })).replaceAll("\\n", "\n");
}

const key = (start: string) => start.padEnd(64, "0");

it("instructions are told word by word, changed words in brackets", () => {
  const shown = said({ before: "Say how urgent it is.\nBe brief.", after: "Say how very late it is.\nBe brief." });

  expect(shown).toContain("− Say how [urgent] it is.\n+ Say how [very late] it is.");
  expect(shown).not.toContain("Be brief");
});

it("a text that is too long says how much was cut", () => {
  expect(said({ before: "", after: "word ".repeat(2_000) })).toMatch(/… \(cut, [\d,]+ more characters\)/);
});

it("each demo is told with the example it comes from", () => {
  const shown = said({
    demos: [
      { change: "added", source: key("3fa9c2d1"), augmented: false },
      { change: "added", source: key("77aa00ff"), augmented: true },
      { change: "removed", source: null, augmented: true },
      { change: "removed", source: null, augmented: false },
    ],
  });

  expect(shown).toContain("+ demo from example 3fa9c2d1\n");
  expect(shown).toContain("+ demo from example 77aa00ff, its answer written by a model\n");
  expect(shown).toContain("− demo written by a model\n− demo of no example of the dataset");
});

it("copied text is flagged with its example, and nothing is where nothing is copied", () => {
  expect(said({ copied: [{ key: key("3fa9c2d1"), words: "my order came broken" }] })).toContain(
    "“my order came broken” (example 3fa9c2d1)",
  );
  expect(said({ copied: [] })).not.toContain("Copied text");
});

it("tokens per call are told before and after", () => {
  expect(said({})).toContain("With these prompts: 388 → 388 tokens per call.");
});

it("a comparison stored before demos were told one by one still reads", () => {
  const { demos: _, copied: __, ...older } = aComparison("better").prompt[0] as PromptChange;
  const { result } = aComparison("better");

  const shown = JSON.stringify(promptBlocks({ prompt: [older as PromptChange], result }));

  expect(shown).toContain("2 demos added, 0 removed");
  expect(shown).not.toContain("undefined");
});
