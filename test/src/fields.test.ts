import { expect, it } from "vitest";
import { readValue } from "../../src/fields/read.ts";
import { formFields } from "../../src/fields/shape.ts";
import { writtenExactly } from "../../src/fields/write.ts";

const text = { type: "string" };
const flag = {
  type: "object",
  properties: { name: text, safety: { $ref: "#/$defs/S" }, grams: { anyOf: [{ type: "number" }, { type: "null" }] } },
  required: ["name", "safety"],
};
const flagged = {
  type: "array",
  items: { $ref: "#/$defs/F" },
  $defs: { F: flag, S: { ...text, enum: ["DefinitelyUnsafe", "MaybeUnsafe"] } },
};
const outputs = { flagged, tags: { type: "array", items: text } };
const [flags, tags] = formFields({
  described: {
    inputSchemas: {},
    outputSchemas: Object.fromEntries(Object.entries(outputs).map(([name, each]) => [name, JSON.stringify(each)])),
  },
}).outputs as [never, never];
const { shape, hint } = flags as ReturnType<typeof formFields>["outputs"][number];

it("a list of records is asked for with a record a line, and says what may stand in it", () => {
  expect(hint).toBe("One a line, as in “name: …, safety: DefinitelyUnsafe or MaybeUnsafe, grams: …”; [] for none.");
});

it.each<[string, unknown, string]>([
  [
    "records a line each, their fields as the program declares them",
    [
      { safety: "MaybeUnsafe", name: "salt, sea", grams: 3 },
      { name: "oats", safety: "DefinitelyUnsafe" },
    ],
    "name: salt, sea, safety: MaybeUnsafe, grams: 3\nname: oats, safety: DefinitelyUnsafe",
  ],
  ["none", [], "[]"],
  [
    "what lines could not give back, as JSON",
    [{ name: "a, safety: b", safety: "x" }],
    `[
 {
  "name": "a, safety: b",
  "safety": "x"
 }
]`,
  ],
  [
    "a field that holds nothing, as JSON",
    [{ name: "a", grams: null }],
    `[
 {
  "name": "a",
  "grams": null
 }
]`,
  ],
])("writes %s, and reads the same back", (_what, value, words) => {
  expect(writtenExactly(value, flags)).toBe(words);
  expect(readValue(words, shape)).toEqual({ ok: true, value });
});

it("a list is written with an item a line", () => {
  expect(writtenExactly(["money", "angry"], tags)).toBe("money\nangry");
  expect(writtenExactly(["two\nlines"], tags)).toBe(`[\n "two\\nlines"\n]`);
});

it.each([
  ["as cards show them", "  - name: oats, safety: MaybeUnsafe\n", [{ name: "oats", safety: "MaybeUnsafe" }]],
  ["as cards say that there is none", "none", []],
  ["as JSON", `[{"name": "oats"}]`, [{ name: "oats" }]],
])("reads records %s", (_how, words, value) => {
  expect(readValue(words, shape)).toEqual({ ok: true, value });
});

it.each([
  ["a line without names", "barley malt", /“barley malt” does not begin with a field's name: name, safety, grams/],
  ["JSON that is none", `[{"name": "oats"`, /This is not JSON/],
])("says what is wrong with %s", (_what, words, problem) => {
  expect(readValue(words, shape)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
});
