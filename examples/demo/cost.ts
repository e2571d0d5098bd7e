import type { RealModel } from "./real-model.ts";

/** What one run of the demo may spend on a real model. */
export const runUsd = 2;
/** The story's runs: a first evaluation, two of traces, a version, a search, a deployment. */
const runs = 6;
/** As the simulated models take it: calls, and tokens of one; a real tokenizer or a model that thinks counts otherwise. */
const story = { calls: 1_700, prompt: 600, answer: 80, reflections: 40, longPrompt: 4_000, longAnswer: 1_000 };

/** How much of it is the search for something better, one of the runs. */
const searchShare = 0.6;

/** What the story may cost, before anything is spent. */
export function costWords({ lm, price, base }: RealModel): string {
  const tokensIn = story.calls * story.prompt + story.reflections * story.longPrompt;
  const tokensOut = story.calls * story.answer + story.reflections * story.longAnswer;
  const expected = (tokensIn * price.input + tokensOut * price.output) / 1_000_000;
  const where = base === undefined ? "" : ` at ${base.replace(/^\$\{(\w+)\}$/, "the address in $1")}`;
  const tight = searchShare * expected > runUsd;
  return (
    `${lm} answers${where}, at ${dollars(price.input)} and ${dollars(price.output)} per 1,000,000 tokens in and out. The story makes about ` +
    `${story.calls.toLocaleString("en")} calls: about $${expected.toFixed(2)}${tight ? " if nothing stopped it" : ""}, more for a ` +
    `model that thinks. Each of its ${runs} runs stops at $${runUsd}, so it never costs more than $${runs * runUsd}; ` +
    `${tight ? "the search ends there with the best it has found by then; " : ""}what you run afterwards comes on top.`
  );
}

/** Cents at least, and as exact as it was given: $0.15, $0.0375. */
const dollars = (usd: number): string =>
  `$${Math.abs(usd * 100 - Math.round(usd * 100)) < 1e-9 ? usd.toFixed(2) : usd}`;
