import { describe, expect, it } from "vitest";
import { finding, gathering, sharing } from "../../models/gathering.ts";

/** Work that ends when it is told to, and what it was asked for. */
function heldWork() {
  const pieces: { items: number[]; end(): void }[] = [];
  const work = (items: number[]) =>
    new Promise<number[]>((done) => pieces.push({ items, end: () => done(items.map((item) => item * 10)) }));
  return { pieces, work };
}

const moments = async (n: number) => {
  for (let k = 0; k < n; k++) await new Promise(setImmediate);
};

describe("gathering", () => {
  it("does in one what is asked for together, and answers each with its own", async () => {
    const { pieces, work } = heldWork();
    const ask = gathering(work);

    const answers = Promise.all([1, 2, 3].map(ask));
    await moments(2);
    pieces[0]?.end();

    expect(await answers).toEqual([10, 20, 30]);
    expect(pieces.map(({ items }) => items)).toEqual([[1, 2, 3]]);
  });

  it("begins no second piece before the first has ended, and then does all that came meanwhile, in order", async () => {
    const { pieces, work } = heldWork();
    const ask = gathering(work);

    const first = ask(1);
    await moments(2);
    const rest = Promise.all([ask(2), ask(3)]);
    await moments(2);
    expect(pieces).toHaveLength(1);
    pieces[0]?.end();
    await first;
    await moments(2);
    pieces[1]?.end();

    expect(await rest).toEqual([20, 30]);
    expect(pieces.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  });

  it("tells everybody in a piece of its error, and goes on with the next", async () => {
    const ask = gathering(async (items: number[]) => {
      if (items.includes(13)) throw new Error("no luck");
      return items;
    });

    const answers = await Promise.allSettled([ask(13), ask(1)]);

    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await ask(1)).toBe(1);
  });

  it("remembers nothing: who asks later gets what is so later", async () => {
    let now = "before";
    const ask = sharing(async (_what: string) => now);

    expect(await ask(["it"])).toBe("before");
    now = "after";
    expect(await ask(["it"])).toBe("after");
  });

  it("looks once for what several ask for, and finds null for what is not there", async () => {
    const asked: string[][] = [];
    const share = sharing(async (...what: string[]) => {
      asked.push(what);
      return what.join();
    });
    const find = finding(
      async (ids: string[]) => ids.filter((id) => id !== "gone").map((id) => ({ id })),
      (doc, id) => doc.id === id,
    );

    expect(await Promise.all([["a", "b"], ["a", "b"], ["c"]].map(share))).toEqual(["a,b", "a,b", "c"]);
    expect(asked).toEqual([["a", "b"], ["c"]]);
    expect(await Promise.all([find("a"), find("gone")])).toEqual([{ id: "a" }, null]);
  });
});
