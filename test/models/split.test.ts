import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf } from "../../models/canonical.ts";
import {
  assignSplit,
  type DatasetMember,
  datasetHash,
  type SplitDefinition,
  splitDefinitionHash,
  splitHash,
} from "../../models/split.ts";

const quarters: SplitDefinition = { version: 1, salt: "1", train: 0.25, val: 0.25, test: 0.5, grouping: "none" };
const keys = Array.from({ length: 20_000 }, (_, n) => hashOf({ n }));
const share = (definition: SplitDefinition, split: string) =>
  keys.filter((key) => assignSplit(definition, key) === split).length / keys.length;

describe("assignSplit", () => {
  it.each([
    [0.25, 0.25, 0.5],
    [0.8, 0.1, 0.1],
    [0.3, 0, 0.7],
    [0.7, 0.3, 0],
    [0, 0, 1],
    [1, 0, 0],
  ])("deals train %f, val %f, test %f within four standard errors", (train, val, test) => {
    const definition = { ...quarters, train, val, test };

    for (const [split, expected] of Object.entries({ train, val, test })) {
      const error = Math.sqrt((expected * (1 - expected)) / keys.length);
      expect(Math.abs(share(definition, split) - expected)).toBeLessThanOrEqual(4 * error);
    }
  });

  it("gives an example the same split again, and often another with another salt", () => {
    const moved = keys.filter((key) => assignSplit(quarters, key) !== assignSplit({ ...quarters, salt: "2" }, key));

    expect(keys.map((key) => assignSplit(quarters, key))).toEqual(keys.map((key) => assignSplit(quarters, key)));
    expect(moved.length / keys.length).toBeCloseTo(1 - (0.25 ** 2 + 0.25 ** 2 + 0.5 ** 2), 1);
  });

  it("moves nobody out of a share that grows", () => {
    const wider = { ...quarters, train: 0.3, val: 0.2 };
    const wasTrain = keys.filter((key) => assignSplit(quarters, key) === "train");

    expect(wasTrain.every((key) => assignSplit(wider, key) === "train")).toBe(true);
  });
});

const members: DatasetMember[] = [
  { key: "a", label: "1", split: "train" },
  { key: "b", label: "2", split: "test" },
  { key: "c", label: "3", split: "test" },
];

describe("datasetHash and splitHash", () => {
  it("do not depend on the order of examples", () => {
    const anyOrder = fc.shuffledSubarray(members, { minLength: members.length });

    fc.assert(
      fc.property(anyOrder, (shuffled) => {
        expect(datasetHash(shuffled)).toBe(datasetHash(members));
        expect(splitHash(shuffled, "test")).toBe(splitHash(members, "test"));
      }),
    );
  });

  it.each<[string, DatasetMember[]]>([
    ["a relabelled example", [{ key: "a", label: "1b", split: "train" }, ...members.slice(1)]],
    ["an example that changed its split", [{ key: "a", label: "1", split: "val" }, ...members.slice(1)]],
    ["a new example", [...members, { key: "d", label: "4", split: "train" }]],
    ["a removed example", members.slice(1)],
  ])("tell %s in train apart, and leave the test split's hash alone", (_what, changed) => {
    expect(datasetHash(changed)).not.toBe(datasetHash(members));
    expect(splitHash(changed, "train")).not.toBe(splitHash(members, "train"));
    expect(splitHash(changed, "test")).toBe(splitHash(members, "test"));
  });

  it("tell two empty splits and an empty dataset apart", () => {
    expect(new Set([splitHash([], "train"), splitHash([], "test"), datasetHash([])]).size).toBe(3);
  });

  it("refuse an example that stands twice", () => {
    const twice = [...members, { key: "a", label: "9", split: "val" as const }];

    expect(() => datasetHash(twice)).toThrow("an example stands twice in one dataset version");
    expect(() => splitHash(twice, "train")).toThrow("an example stands twice in one dataset version");
  });
});

it.each([
  ["version", 2],
  ["salt", "2"],
  ["train", 0.3],
  ["val", 0.2],
  ["test", 0.45],
])("the definition's hash changes with %s", (part, value) => {
  expect(splitDefinitionHash({ ...quarters, [part]: value })).not.toBe(splitDefinitionHash({ ...quarters }));
});
