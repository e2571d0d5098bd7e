import { expect, it } from "vitest";
import { type Mark, secondsLeft, withMark } from "../../models/run/pace.ts";

/** Marks of so much done, each second. */
const everySecond = (done: number[]): Mark[] =>
  done.reduce<Mark[]>((marks, each, n) => withMark(marks, { at: n * 1000, done: each }), []);

it.each([
  ["at an even pace", [0, 2, 4, 6, 8, 10], 30, 10],
  ["what was known before the attempt began counts for nothing", [50, 52, 54, 56, 58, 60], 80, 10],
  ["too little was seen", [0, 5, 10], 30, null],
  ["hardly anything was done", [0, 0, 0, 0, 1, 1], 30, null],
  ["a new attempt begins anew", [0, 30, 40, 2, 3, 4], 30, null],
  ["nobody knows how much there is to do", [0, 2, 4, 6, 8, 10], null, null],
  ["more was done than planned", [0, 10, 20, 30, 40, 50], 30, 0],
])("%s", (_what, done, total, seconds) => {
  expect(secondsLeft(everySecond(done), total, (done.length - 1) * 1000)).toBe(seconds);
});

it("only the last minute counts: a slow start is forgotten", () => {
  const slow = Array.from({ length: 60 }, (_, n) => n / 60);
  const quick = Array.from({ length: 70 }, (_, n) => 1 + 2 * n);

  const marks = everySecond([...slow, ...quick]);

  expect(secondsLeft(marks, 159, 129_000)).toBeCloseTo(10, 0);
  expect(marks.length).toBeLessThan(65);
});

it("while nothing more gets done, the time left grows", () => {
  const marks = everySecond([0, 2, 4, 6, 8, 10]);

  expect(secondsLeft(marks, 30, 25_000)).toBe(50);
});
