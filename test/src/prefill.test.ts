import { expect, it } from "vitest";
import { prefilled } from "../../src/add-to-dataset/prefill.ts";
import { readAdded } from "../../src/add-to-dataset/read.ts";
import { formFields } from "../../src/fields/shape.ts";

const text = { type: "string" };
const product = {
  type: "object",
  properties: {
    name: { anyOf: [text, { type: "null" }], default: null },
    ingredients: text,
    grams: { type: "number" },
  },
  required: ["ingredients"],
};
const flagged = {
  type: "array",
  items: { $ref: "#/$defs/F" },
  $defs: { F: { type: "object", properties: { name: text } } },
};
const inputs = { preferences: { type: "array", items: text }, product_info: product };
const schemas = (of: object) =>
  Object.fromEntries(Object.entries(of).map(([name, each]) => [name, JSON.stringify(each)]));
const described = { inputSchemas: schemas(inputs), outputSchemas: schemas({ flagged }) };
const program = { name: "p", described };

it.each([
  ["words without names", "oats,\nwater", { product_info: "ingredients: oats, water" }],
  [
    "JSON",
    `{"product_info": {"name": null, "ingredients": "oats", "grams": 3}, "preferences": ["vegan", "halal"]}`,
    { product_info: "ingredients: oats\ngrams: 3", preferences: "vegan\nhalal" },
  ],
  [
    "named lines",
    "*Preferences*: vegan, halal\nProduct info: oats,\nwater",
    { preferences: "vegan\nhalal", product_info: "ingredients: oats, water" },
  ],
  ["links and people", "<https://a.b|oats> <@U0ANNA> &lt;b&gt;", { product_info: "ingredients: oats @U0ANNA <b>" }],
])("fills in %s", (_what, said, filled) => {
  expect(prefilled(said, formFields(program).inputs)).toEqual(filled);
});

const submitted = (given: Record<string, string>) =>
  Object.fromEntries(Object.entries(given).map(([block, value]) => [block, { box: { value } }])) as never;

it.each([
  [
    "a field a line",
    "name: Oat drink: plain\ningredients: oats,\nwater\ngrams: 3",
    { name: "Oat drink: plain", ingredients: "oats, water", grams: 3 },
  ],
  ["JSON", `{"ingredients": "oats"}`, { ingredients: "oats" }],
])("reads a record written as %s", (_how, box, value) => {
  const given = submitted({ "add_input:p:preferences": "- vegan\nhalal", "add_input:p:product_info": box });

  expect(readAdded(given, program)).toEqual({
    ok: true,
    inputs: { preferences: ["vegan", "halal"], product_info: value },
    label: null,
  });
});

it("says at each field what is wrong with it", () => {
  const given = { "add_input:p:preferences": "", "add_input:p:product_info": "oats", "add_label:p:flagged": "barley" };

  expect(readAdded(submitted(given), program)).toEqual({
    ok: false,
    errors: {
      "add_input:p:preferences": expect.stringContaining("is empty"),
      "add_input:p:product_info": "“oats” does not begin with a field's name: name, ingredients, grams",
      "add_label:p:flagged": "“barley” does not begin with a field's name: name",
    },
  });
});
