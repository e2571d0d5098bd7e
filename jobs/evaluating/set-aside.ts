import { eachMember, versionId } from "../../models/dataset.ts";
import { Evaluations, Predictions } from "../../models/evaluation.ts";
import { predictionKey } from "../../models/keys.ts";
import { theRelease } from "../../models/release.ts";
import type { Attempt } from "../attempt.ts";
import { predictionBasis } from "./plan.ts";

type Price = { input: number; output: number };

/** What a call costs when nothing is known of this program: 1,500 tokens in and 300 out. */
const assumedTokens = { input: 1_500, output: 300 };
/** Optimized prompts are longer; evaluating the result is set aside at this multiple of the base program's cost. */
export const growth = 2;

/** Dollars to keep from a search: evaluating its result, with what its metric asks of models of its own, and what it is compared with as far as that is not known yet. */
export async function setAside(attempt: Attempt, dataset: number, price: Price): Promise<number> {
  const { run, program } = attempt;
  const last = await Evaluations.findOne({ team: run.team, program: program.name, status: "done" })
    .sort({ at: -1 })
    .lean();
  const usdPerCall = last?.summary?.usdPerCall ?? null;
  const judge = last?.summary?.judgeUsdPerRow ?? 0;
  const known = last && usdPerCall !== null ? { usdPerCall, price: (await theRelease(last.release)).lm.price } : null;
  const keys = await testKeys(versionId(run.team, program.name, dataset));
  const rows = keys.length * program.config.policy.repetitions;
  return rows * (growth * expectedUsd(price, known) + judge) + (await baselineUsd(attempt, keys, known, judge));
}

async function testKeys(version: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key, split } of eachMember(version)) if (split === "test") keys.push(key);
  return keys;
}

/** Dollars of a call at this price, from what a call of this program cost at another; else by an assumption. */
export function expectedUsd(price: Price, known: { usdPerCall: number; price: Price } | null): number {
  const assumed = (assumedTokens.input * price.input + assumedTokens.output * price.output) / 1e6;
  if (!known) return assumed;
  const dearer = Math.max(...(["input", "output"] as const).map((side) => ratio(price[side], known.price[side])));
  return Number.isFinite(dearer) ? known.usdPerCall * dearer : assumed;
}

const ratio = (now: number, then: number): number => (now === 0 ? 0 : now / then);

async function baselineUsd(
  { run, program }: Attempt,
  keys: string[],
  known: Parameters<typeof expectedUsd>[1],
  judge: number,
): Promise<number> {
  const step = run.steps.find(({ kind, params }) => kind === "evaluate" && params.arm === "baseline");
  if (!step) return 0;
  const release = await theRelease(String(step.params.release));
  const basis = predictionBasis(program, release);
  const wanted = keys.flatMap((inputsKey) =>
    Array.from({ length: program.config.policy.repetitions }, (_, repetition) =>
      predictionKey({ ...basis, inputsKey, repetition }),
    ),
  );
  // A known answer may still have to be judged.
  return (wanted.length - (await paidOf(wanted))) * expectedUsd(release.lm.price, known) + wanted.length * judge;
}

/** How many of these predictions are stored; asked in parts, as a query has its limit too. */
async function paidOf(keys: readonly string[]): Promise<number> {
  let paid = 0;
  for (let from = 0; from < keys.length; from += 10_000)
    paid += await Predictions.countDocuments({ _id: { $in: keys.slice(from, from + 10_000) } });
  return paid;
}
