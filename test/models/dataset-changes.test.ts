import fc from "fast-check";
import { expect, it } from "vitest";
import type { Member } from "../../models/dataset.ts";
import { type MemberChange, memberChanges } from "../../models/dataset-changes.ts";

async function changes(before: Member[], after: Member[]): Promise<MemberChange[]> {
  const found: MemberChange[] = [];
  for await (const change of memberChanges(before, after)) found.push(change);
  return found;
}

const member = (key: string, label = "1", split: Member["split"] = "train"): Member => ({ key, label, split });

it.each<[string, Member[], Member[], [string, string[]][]]>([
  ["nothing", [member("a")], [member("a")], []],
  [
    "an added example",
    [member("b")],
    [member("a"), member("b"), member("c")],
    [
      ["a", ["added"]],
      ["c", ["added"]],
    ],
  ],
  ["a removed one", [member("a"), member("b")], [member("b")], [["a", ["removed"]]]],
  ["another label", [member("a")], [member("a", "2")], [["a", ["relabelled"]]]],
  ["another split", [member("a")], [member("a", "1", "test")], [["a", ["moved"]]]],
  ["both", [member("a")], [member("a", "2", "test")], [["a", ["relabelled", "moved"]]]],
  ["everything", [], [member("a")], [["a", ["added"]]]],
])("tells %s", async (_what, before, after, expected) => {
  expect((await changes(before, after)).map(({ key, kinds }) => [key, kinds])).toEqual(expected);
});

it("what changed, put on top of the one, gives the other", async () => {
  const one = fc.record({
    key: fc.constantFrom(..."abcdefgh"),
    label: fc.constantFrom("1", "2"),
    split: fc.constantFrom("train" as const, "val" as const, "test" as const),
  });
  const members = fc
    .uniqueArray(one, { selector: ({ key }) => key })
    .map((all) => [...all].sort((a, b) => (a.key < b.key ? -1 : 1)));

  await fc.assert(
    fc.asyncProperty(members, members, async (before, after) => {
      const now = new Map<string, Member>(before.map((each) => [each.key, each]));
      for (const change of await changes(before, after))
        if (change.after) now.set(change.key, change.after);
        else now.delete(change.key);

      expect([...now.values()].sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual(after);
    }),
  );
});
