import type { CompareIntent } from "../../models/intent.ts";
import type { Program } from "../../models/program.ts";
import { theRelease } from "../../models/release.ts";
import type { Split } from "../../models/split.ts";
import { mostOfEvaluations } from "./cost.ts";
import { newestVersion, type Plan, refusal } from "./plan.ts";
import { type Side, sideOf } from "./sides.ts";

/** Both sides measured on the same examples, and one comparison. What was measured before is known and costs nothing. */
export async function planCompare({ a, b }: CompareIntent, program: Program): Promise<Plan> {
  const [candidate, baseline] = [await sideOf(a, program), await sideOf(b, program)];
  if (candidate.release === baseline.release)
    throw refusal(`${a} and ${b} are the same release`, "name two that differ");
  const { dataset, split } = await groundOf([candidate, baseline], program);
  const evaluate = (arm: string, { release, words }: Side) => ({
    kind: "evaluate" as const,
    params: { arm, release, dataset, split, subject: words, words: `on ${split} of v${dataset}` },
  });
  const both = [candidate, baseline].map(({ release }) => theRelease(release));
  return {
    title: `${candidate.words} against ${baseline.words} for ${program.name}`,
    limitUsd: program.config.budget.run_usd,
    mostUsd: await mostOfEvaluations(program, { dataset, split }, await Promise.all(both)),
    steps: [
      evaluate("a", candidate),
      evaluate("baseline", baseline),
      { kind: "compare", params: { words: `${a} against ${b}` } },
    ],
  };
}

/** Evaluations are compared where both were made, if that is one place; everything else on today's test split. */
async function groundOf(sides: Side[], program: Program): Promise<{ dataset: number; split: Split }> {
  const [first, ...others] = sides.flatMap(({ measured }) => measured ?? []);
  const isOnePlace = others.every(({ dataset, split }) => dataset === first?.dataset && split === first?.split);
  if (first && isOnePlace) return first;
  return { dataset: (await newestVersion(program)).number, split: "test" };
}
