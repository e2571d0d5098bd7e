import { corpus, type Score, scoreOf } from "../test/words/score.ts";
import { atLeast, type Bench, exactly, type Figure, shown } from "./harness.ts";

const figuresOf = (what: string, { requests, right, proposed, executedWrong }: Score): Figure[] => [
  shown({ what: `${what}: requests`, value: requests, unit: "" }),
  atLeast(95, { what: `${what}: read as meant`, value: Math.round((1000 * right) / requests) / 10, unit: "%" }),
  shown({ what: `${what}: of those, proposed with a button`, value: proposed, unit: "" }),
  exactly(0, { what: `${what}: wrong and executed`, value: executedWrong, unit: "" }),
];

/** How well plain words are read: those the reader was made with, and those that it has never been tuned on. */
export const words: Bench = {
  name: "words",
  goal: "What people say in their own words is read as they mean it, and nothing is ever done that nobody asked for.",
  run: async () => [
    ...figuresOf("known", scoreOf(corpus("known"))),
    ...figuresOf("held out", scoreOf(corpus("held-out"))),
  ],
};
