import { expect, it } from "vitest";
import { prefilled } from "../../src/add-to-dataset/prefill.ts";

const fields = ["dietary_preferences", "product_info"].map((name) => ({ name, isText: true, choices: [] }));

it.each([
  ["one text", "oat drink", { dietary_preferences: "oat drink" }],
  ["JSON", `{"product_info": "oats", "other": 1}`, { product_info: "oats" }],
  [
    "named lines",
    "*Dietary preferences*: vegan\nProduct info: oats,\nwater",
    { dietary_preferences: "vegan", product_info: "oats,\nwater" },
  ],
  ["links and people", "see <https://a.b|it>, <@U0ANNA>, &lt;b&gt;", { dietary_preferences: "see it, @U0ANNA, <b>" }],
])("fills in %s", (_what, said, filled) => {
  expect(prefilled(said, fields)).toEqual(filled);
});
