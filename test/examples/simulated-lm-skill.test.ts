import { describe, expect, it } from "vitest";
import { answer } from "../../examples/simulated-lm/answer.ts";
import type { Mind } from "../../examples/simulated-lm/food/mind.ts";
import { models } from "../../examples/simulated-lm/models.ts";
import { addRules } from "../../examples/simulated-lm/write/rules.ts";
import {
  type Flag,
  flagsIn,
  foodPrompt,
  letterPrompt,
  type Product,
  reflectionPrompt,
} from "./simulated-lm-prompts.ts";

const milky =
  "casein, sodium caseinate, whey, lactose, ghee, lactalbumin, curds, paneer, quark, kefir, mascarpone, skyr, water";
const product: Product = { preferences: ["No dairy"], ingredients: milky };

function mind(id: "sim-flash" | "sim-pro", seed = 1, salt = ""): Mind {
  const model = models.get(id);
  if (!model) throw new Error(`no model ${id}`);
  return { seed, model: id, salt, skill: model.skill };
}

function flags(prompt: ReturnType<typeof foodPrompt>, who = mind("sim-flash")): Flag[] {
  return flagsIn(answer(prompt, who, false));
}

describe("what the model knows", () => {
  it("flags what the word gives away and leaves what nobody minds", () => {
    const found = flags(foodPrompt({ preferences: ["Vegan"], ingredients: "water, salt, honey, butter, cod" }));

    expect(found.map(({ name }) => name)).toEqual(["honey", "butter", "cod"]);
  });

  it.each([
    ["the other model", foodPrompt(product), "sim-pro"],
    ["instructions that name the group", foodPrompt(product, 'For "No dairy", flag milk derivatives.'), "sim-flash"],
    [
      "a demo of the same group",
      foodPrompt(product, "Flag.", [
        [
          { preferences: ["No dairy"], ingredients: "water, dulce de leche" },
          [{ name: "dulce de leche", safety: "DefinitelyUnsafe", preference: "No dairy" }],
        ],
      ]),
      "sim-flash",
    ],
  ] as const)("finds more hidden ingredients with %s", (_what, prompt, model) => {
    const seeds = [1, 2, 3, 4, 5, 6];
    const found = (asked: typeof prompt, id: typeof model) =>
      seeds.flatMap((seed) => flags(asked, mind(id, seed))).length;

    expect(found(prompt, model)).toBeGreaterThan(found(foodPrompt(product), "sim-flash"));
  });

  it("learns nothing from a demo that flags what its own product does not hold", () => {
    const label = [{ name: "whey", safety: "DefinitelyUnsafe", preference: "No dairy" }];
    const shuffled = foodPrompt(product, "Flag.", [[{ preferences: ["Halal"], ingredients: "rice, water" }, label]]);

    expect(flags(shuffled).length).toBeLessThanOrEqual(flags(foodPrompt(product)).length);
  });

  it("obeys a rule about a look-alike without sparing what it looks like", () => {
    const shelf = { preferences: ["No dairy"], ingredients: "coconut milk, cocoa butter, oat milk, milk" };
    const rule = 'For "No dairy", do not flag coconut milk or cocoa butter or oat milk.';

    expect(flags(foodPrompt(shelf, rule)).map(({ name }) => name)).toEqual(["milk"]);
  });

  it("says MaybeUnsafe of what a product may contain once it is told to", () => {
    const bar = { preferences: ["No dairy"], ingredients: "oats. May contain: milk, cream, butter, yogurt." };
    const maybe = (prompt: ReturnType<typeof foodPrompt>) =>
      flags(prompt).filter((flag) => flag.safety === "MaybeUnsafe");

    const told = maybe(foodPrompt(bar, 'For "Egg allergy", flag what a product may contain as MaybeUnsafe.'));

    expect(told.length).toBeGreaterThan(maybe(foodPrompt(bar)).length);
  });

  it("knows other things with another seed, and the same with the same seed", () => {
    const by = (seed: number) => answer(foodPrompt(product), mind("sim-flash", seed), false);

    expect(by(1)).toBe(by(1));
    expect(new Set([1, 2, 3, 4, 5].map(by)).size).toBeGreaterThan(1);
  });
});

describe("a task it knows nothing about", () => {
  it("gets a valid guess", () => {
    const text = answer(letterPrompt("The pump in the cellar is leaking."), mind("sim-flash"), false);

    expect(text).toMatch(
      /^\[\[ ## urgency ## \]\]\n(alpha|omega)\n\n\[\[ ## tags ## \]\]\n\[\]\n\n\[\[ ## completed ## \]\]$/,
    );
  });

  it("gets the answer of the demo most like it", () => {
    const demos: Parameters<typeof letterPrompt>[1] = [
      ["Please send the invoice for May again.", { urgency: "omega", tags: ["billing"] }],
      ["A pump is leaking, come at once!", { urgency: "alpha", tags: ["repair"] }],
    ];

    expect(answer(letterPrompt("The pump in the cellar is leaking.", demos), mind("sim-flash"), false)).toContain(
      "repair",
    );
    expect(answer(letterPrompt("The invoice is wrong.", demos), mind("sim-flash"), false)).toContain("billing");
  });
});

describe("rewriting instructions", () => {
  const feedback = 'Missed "whey". For "No dairy", flag milk derivatives such as whey as DefinitelyUnsafe.';
  const attentive = { ...mind("sim-pro"), skill: { ...mind("sim-pro").skill, reflect: 1 } };
  const rule = '- For "No dairy", flag milk derivatives such as whey as DefinitelyUnsafe.';

  it("adds the rules that the feedback states", () => {
    const text = answer(reflectionPrompt("Flag.", [{ inputs: "No dairy: whey, salt", feedback }]), attentive, false);

    expect(text.split("```")[1]).toBe(`\nFlag.\n\nRules learned from reviewed answers:\n${rule}\n`);
  });

  it.each([
    ["only a score", [{ inputs: "No dairy: whey, salt", feedback: "This trajectory got a score of 0.0." }]],
    ["feedback about another product", [{ inputs: "Vegan: rice, salt", feedback }]],
    [
      "feedback that is mostly about other products",
      [
        { inputs: "No dairy: whey, salt", feedback },
        { inputs: "Vegan: rice", feedback },
      ],
    ],
  ])("keeps the instructions when there is %s", (_what, examples) => {
    const text = answer(reflectionPrompt("Flag.", examples), attentive, false);

    expect(text.split("```")[1]).toBe("\nFlag.\n");
  });

  it("keeps the list bounded", () => {
    const examples = Array.from({ length: 200 }, (_, i) => ({
      inputs: "x",
      feedback: `Always treat case ${i} of ${i * 7} as ${i}.`,
    }));

    expect(answer(reflectionPrompt("Flag.", examples), attentive, false).length).toBeLessThan(3_600);
  });

  it.each([
    ["says nearly the same", ["Flag whey as bad."], "Flag casein as bad.", ["Flag whey or casein as bad."]],
    ["says the same", ["Flag whey as bad."], "Flag whey as bad.", ["Flag whey as bad."]],
    ["ends differently", ["Never flag ripe whey."], "Never flag ripe milk.", ["Never flag ripe whey or milk."]],
    ["says the opposite", ["Do flag whey."], "Do not flag whey.", ["Do flag whey.", "Do not flag whey."]],
    [
      "speaks of something else",
      ["Flag whey as bad."],
      "Read the list twice.",
      ["Flag whey as bad.", "Read the list twice."],
    ],
  ])("merges a rule that %s", (_what, rules, more, list) => {
    expect(addRules(rules, [more])).toEqual(list);
  });
});
