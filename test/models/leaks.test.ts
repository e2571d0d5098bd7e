import { describe, expect, it } from "vitest";
import { exactKey } from "../../models/canonical.ts";
import type { PredictorView } from "../../models/contract.ts";
import { type LeakRow, leaks, leakWords } from "../../models/leaks.ts";

const asks = "May somebody who is vegan eat the smoked noodles from the spicy range";
const says = "No, because the smoked noodles of this range contain eggs and milk";

const row = (question: string, split: LeakRow["split"], answer = "Yes"): LeakRow => {
  const inputs = { question, shop: "north" };
  return { key: exactKey(inputs), split, inputs, label: { answer } };
};

function aPredictor(instructions: string, demos: PredictorView["demos"] = []): PredictorView {
  return { name: "answer", module: "Predict", instructions, fields: [], demos };
}

const demo = (fields: Record<string, string>, source: string | null = null) => ({ source, augmented: false, fields });
const found = (predictor: PredictorView, rows: LeakRow[], near = new Map<string, Set<string>>()) =>
  leaks([predictor], ["question", "shop"], rows, near);

describe("a demo", () => {
  it.each([
    ["the same input", { question: asks, shop: "north" }],
    ["the same input in other spelling", { question: `${asks.toUpperCase()}?`, shop: "North" }],
  ])("that is %s as a test example leaks", (how, fields) => {
    const test = row(asks, "test");

    expect(found(aPredictor("Answer.", [demo({ ...fields, answer: "Yes" })]), [test])).toMatchObject([
      {
        predictor: "answer",
        how,
        key: test.key,
        words: expect.stringContaining(`demo 1 of answer is ${how} as a test`),
      },
    ]);
  });

  it("that is a near-duplicate of a test example leaks", () => {
    const test = row(asks, "test");
    const predictor = aPredictor("Answer.", [
      demo({ question: "other", shop: "north" }),
      demo({ question: "x", shop: "y" }),
    ]);

    expect(found(predictor, [test], new Map([["answer 1", new Set([test.key])]]))).toMatchObject([
      {
        how: "a near-duplicate",
        words: expect.stringMatching(/^demo 2 of answer is a near-duplicate of a test example: \{/),
      },
    ]);
  });

  it.each([
    ["of train", row(asks, "train"), { question: asks, shop: "north" }],
    ["of another input", row(asks, "test"), { question: "Are they open", shop: "north" }],
    ["that shows only some of the inputs", row(asks, "test"), { question: asks }],
  ])("%s does not", (_which, example, fields) => {
    expect(found(aPredictor("Answer.", [demo(fields as Record<string, string>)]), [example])).toEqual([]);
  });
});

describe("instructions", () => {
  it.each([
    ["a test input", `Some ask: “${asks.toUpperCase()}”. Be brief.`, "quoted input"],
    ["eight words of a test input", `For ${asks.split(" ").slice(2, 10).join(" ")}, say no.`, "quoted input"],
    ["a test label", `Say: ${says}`, "quoted label"],
    ["a short test input as a whole", "Cases such as: is the soup really vegan. Say yes.", "quoted input"],
  ])("that quote %s leak", (_what, instructions, how) => {
    const rows = [row(asks, "test", says), row("Is the soup really vegan?", "test")];

    expect(found(aPredictor(instructions), rows)).toMatchObject([
      { how, words: expect.stringContaining("word by word") },
    ]);
  });

  it.each([
    [
      "say the same in other words",
      "Vegans may not eat what has eggs in it; the noodles have.",
      [row(asks, "test", says)],
    ],
    ["quote seven words", asks.split(" ").slice(0, 7).join(" "), [row(asks, "test")]],
    ["quote what also stands in train", asks, [row(asks, "test"), row(`${asks} today`, "train")]],
    ["repeat a label of one word", "Say Yes or No, nothing else at all.", [row("a", "test", "Yes")]],
  ])("that %s do not", (_what, instructions, rows) => {
    expect(found(aPredictor(instructions), rows)).toEqual([]);
  });
});

it("all leaks are one sentence, and no leak is none", () => {
  const tests = ["one", "two", "three", "four", "five"].map((what) => row(`Is the soup number ${what} vegan`, "test"));
  const demos = tests.map(({ inputs }) => demo(inputs as Record<string, string>));

  const [words, ...rest] = leakWords(found(aPredictor("Answer.", demos), tests));

  expect(words).toMatch(/^It shows the model examples of the test split, .*: demo 1 of answer is .*; and 2 more$/);
  expect([rest, leakWords([])]).toEqual([[], []]);
});
