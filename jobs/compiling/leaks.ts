import { leakWords } from "../../models/leaks.ts";
import { theState } from "../../models/release.ts";
import type { Attempt } from "../attempt.ts";
import { findLeaks } from "../datasets/find-leaks.ts";
import { inWords } from "../trouble.ts";

/**
 * What a candidate shows of the test split of a dataset version, as one sentence; none where it shows nothing. A
 * search that was paid for is not lost to a check that could not be made: then that is the sentence.
 */
export async function leaksSaid(
  { deps, program }: Pick<Attempt, "deps" | "program">,
  dataset: number,
  stateHash: string,
): Promise<string[]> {
  const { predictors } = await theState(stateHash);
  return findLeaks(deps, program, dataset, predictors).then(leakWords, (err: unknown) => {
    deps.log.error({ err, stateHash }, "a candidate could not be looked at for leaks");
    return [`Whether it shows examples of the test split could not be checked: ${inWords(err).why}`];
  });
}
