import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedLines, countChangedWords } from "../../models/word-diff.ts";

/** As a person would note it: the sign, then the line with changed words in brackets. */
const noted = (before: string, after: string) =>
  changedLines(before, after).map(
    ({ sign, parts }) => `${sign} ${parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join("")}`,
  );

describe("changed lines", () => {
  it.each([
    ["nothing changed", "Be brief.\nBe kind.", "Be brief.\nBe kind.", []],
    ["a line was added", "Be brief.", "Be brief.\nBe kind.", ["+ Be kind."]],
    ["a line was removed", "Be brief.\nBe kind.", "Be kind.", ["− Be brief."]],
    [
      "one word changed",
      "Say how urgent it is.",
      "Say how late it is.",
      ["− Say how [urgent] it is.", "+ Say how [late] it is."],
    ],
    ["an empty line changes nothing", "Be brief.\nBe kind.", "Be brief.\n\nBe kind.", []],
    ["there were no instructions", "", "Be brief.", ["+ Be brief."]],
  ])("%s", (_what, before, after, lines) => {
    expect(noted(before, after)).toEqual(lines);
  });

  it("keep the order in which they stand, and leave out what is the same", () => {
    const before = "One.\nTwo is old.\nThree.\nFour.";
    const after = "One.\nTwo is new.\nThree.\nFour.\nFive.";

    expect(noted(before, after)).toEqual(["− Two is [old].", "+ Two is [new].", "+ Five."]);
  });

  it("hold every word that only one of two texts has", () => {
    const words = fc.array(fc.constantFrom("a", "b", "c", "d", "\n"), { maxLength: 30 }).map((list) => list.join(" "));
    fc.assert(
      fc.property(words, words, (before, after) => {
        const lines = changedLines(before, after);
        const said = (sign: string) =>
          lines
            .filter((line) => line.sign === sign)
            .flatMap(({ parts }) => parts.map(({ text }) => text))
            .join(" ");
        for (const letter of ["a", "b", "c", "d"]) {
          if (after.includes(letter) && !before.includes(letter)) expect(said("+")).toContain(letter);
          if (before.includes(letter) && !after.includes(letter)) expect(said("−")).toContain(letter);
        }
      }),
    );
  });
});

it.each([
  ["Say how urgent it is.", "Say how late it really is.", { wordsAdded: 2, wordsRemoved: 1 }],
  ["the same", "the same", { wordsAdded: 0, wordsRemoved: 0 }],
  ["", "three new words", { wordsAdded: 3, wordsRemoved: 0 }],
])("from “%s” to “%s” are %o", (before, after, counts) => {
  expect(countChangedWords(before, after)).toEqual(counts);
});
