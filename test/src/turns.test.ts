import { expect, it } from "vitest";
import { Turns } from "../../src/turns.ts";

/** Pieces of work that end when they are told to, and the order in which they began. */
function pieces(turns: Turns, line: "soon" | "later" = "soon") {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const begin = (n: number) =>
    turns[line](() => {
      begun.push(n);
      return new Promise<void>((end) => {
        ends[n] = end;
      });
    });
  const end = async (...which: number[]) => {
    for (const n of which) ends[n]?.();
    await new Promise(setImmediate);
  };
  return { begun, begin, end };
}

const upTo = (n: number) => Array.from({ length: n }, (_, each) => each);

it("at most so many are under way, and each that ends lets the next begin, in the order they came", async () => {
  const { begun, begin, end } = pieces(new Turns(2));
  const all = upTo(4).map(begin);
  await end();
  expect(begun).toEqual([0, 1]);

  await end(1);
  expect(begun).toEqual([0, 1, 2]);

  await end(0, 2);
  await end(3);
  await Promise.all(all);
  expect(begun).toEqual([0, 1, 2, 3]);
});

it("in groups, the next begin together once few of the last are left", async () => {
  const { begun, begin, end } = pieces(new Turns(4, { regroupAt: 1 }));
  const all = upTo(9).map(begin);
  await end();
  expect(begun).toEqual([0, 1]);

  await end(0);
  expect(begun).toEqual([0, 1, 2, 3, 4]);

  await end(1, 2);
  expect(begun).toEqual([0, 1, 2, 3, 4]);

  await end(3);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);

  for (const n of [4, 5, 6, 7, 8]) await end(n);
  await Promise.all(all);
  expect(begun).toEqual(upTo(9));
});

it("what can wait begins when nobody waits any more, and work that fails frees its turn", async () => {
  const turns = new Turns(1);
  const urgent = pieces(turns);
  const patient = pieces(turns, "later");
  const first = urgent.begin(0);
  const later = patient.begin(0);
  const failing = expect(turns.soon(() => Promise.reject(new Error("no")))).rejects.toThrow("no");

  await urgent.end();
  expect(patient.begun).toEqual([]);
  await urgent.end(0);
  await failing;
  await patient.end();
  expect(patient.begun).toEqual([0]);
  await patient.end(0);
  await Promise.all([first, later]);
});
