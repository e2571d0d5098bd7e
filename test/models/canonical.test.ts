import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, exactKey, foldedKey, hashOf, sha256 } from "../../models/canonical.ts";

describe("canonicalJson", () => {
  it("writes keys in order of their UTF-16 units, numbers as short as they can be, and Unicode as it is", () => {
    const value = { z: [100.1, 1e21, 5e-7, -0, 2.0], é: "ü\n\u0001", "\u{1f600}": null, Z: [true, { b: 1, a: 2 }] };

    expect(canonicalJson(value)).toBe(
      '{"Z":[true,{"a":2,"b":1}],"z":[100.1,1e+21,5e-7,0,2],"é":"ü\\n\\u0001","\u{1f600}":null}',
    );
  });

  it("does not depend on the order of keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());

        expect(hashOf(reversed)).toBe(hashOf(value));
      }),
    );
  });

  it("says the same as JSON for every JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  const circle: Record<string, unknown> = {};
  circle.inner = circle;
  it.each([
    ["undefined", { a: [1, undefined] }, "the value.a[1] is undefined, which JSON cannot hold"],
    ["a hole in a list", new Array(1), "the value[0] is undefined, which JSON cannot hold"],
    ["NaN", [Number.NaN], "the value[0] is NaN, which JSON cannot hold"],
    ["infinity", { a: -Infinity }, "the value.a is -Infinity, which JSON cannot hold"],
    ["a function", { a: { b: () => 1 } }, "the value.a.b is a function, which JSON cannot hold"],
    ["a bigint", 1n, "the value is a bigint, which JSON cannot hold"],
    ["a date", { at: new Date(0) }, "the value.at is a Date, not plain data; convert it first"],
    ["a map", new Map(), "the value is a Map, not plain data; convert it first"],
    ["half a character", ["\ud800"], "the value[0] holds half of a character (a lone surrogate)"],
    ["half a character in a key", { "\udc00": 1 }, "a key of the value holds half of a character (a lone surrogate)"],
    ["a circle", circle, "the value.inner contains itself, so it has no JSON"],
  ])("refuses %s in a sentence", (_what, value, sentence) => {
    expect(() => canonicalJson(value)).toThrow(new TypeError(sentence));
  });

  it("accepts one object that stands in two places", () => {
    const shared = { a: 1 };

    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });
});

describe("sha256", () => {
  it("hashes a text as its UTF-8 bytes", () => {
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256("é")).toBe(sha256(new Uint8Array([0xc3, 0xa9])));
  });
});

describe("keys of inputs", () => {
  it.each([
    ["case", { q: "Soy Milk" }, { q: "soy milk" }],
    ["punctuation and spaces", { q: "soy-milk,  (plain)" }, { q: "soy milk plain" }],
    ["Unicode form", { q: "cafe\u0301 ½" }, { q: "café 1⁄2" }],
    ["full-width letters, deep inside", { a: [{ b: "ＳＯＹ" }] }, { a: [{ b: "soy" }] }],
  ])("differ in %s exactly, and are equal folded", (_what, one, other) => {
    expect(exactKey(one)).not.toBe(exactKey(other));
    expect(foldedKey(one)).toBe(foldedKey(other));
  });

  it.each([
    ["other words", { q: "soy milk" }, { q: "oat milk" }],
    ["another number", { n: 1 }, { n: 2 }],
    ["words in another order", { q: "milk soy" }, { q: "soy milk" }],
    ["a text instead of a number", { n: "1" }, { n: 1 }],
    ["another field", { q: "soy" }, { r: "soy" }],
  ])("stay apart even when folded: %s", (_what, one, other) => {
    expect(foldedKey(one)).not.toBe(foldedKey(other));
  });

  it("fold whatever is equal up to case into one key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
        expect(foldedKey({ text: text.toUpperCase() })).toBe(foldedKey({ text: text.toLowerCase() }));
      }),
    );
  });
});
