import { diffWords } from "diff";
import { hashOf } from "../../models/canonical.ts";
import type { PromptChange } from "../../models/comparison.ts";
import type { PredictorView } from "../../models/contract.ts";
import { theRelease, theState } from "../../models/release.ts";

/** What changed in the prompts between two releases, predictor by predictor. */
export async function promptChanges(before: string, after: string): Promise<PromptChange[]> {
  const [a, b] = await Promise.all([theRelease(before), theRelease(after)]);
  const [was, is] = await Promise.all([theState(a.stateHash), theState(b.stateHash)]);
  return is.predictors.flatMap((predictor) => {
    const old = was.predictors.find(({ name }) => name === predictor.name);
    const change = predictorChange(old, predictor);
    return change ? [change] : [];
  });
}

function predictorChange(old: PredictorView | undefined, now: PredictorView): PromptChange | null {
  const demoHashes = (view: PredictorView | undefined) =>
    new Set((view?.demos ?? []).map((demo) => hashOf(demo.fields)));
  const [was, is] = [demoHashes(old), demoHashes(now)];
  const change = {
    predictor: now.name,
    before: old?.instructions ?? "",
    after: now.instructions,
    ...wordsChanged(old?.instructions ?? "", now.instructions),
    demosAdded: [...is].filter((hash) => !was.has(hash)).length,
    demosRemoved: [...was].filter((hash) => !is.has(hash)).length,
  };
  return change.before === change.after && change.demosAdded + change.demosRemoved === 0 ? null : change;
}

/** Words added and removed between two instructions. */
function wordsChanged(before: string, after: string): { wordsAdded: number; wordsRemoved: number } {
  const parts = diffWords(before, after, { timeout: 1_000 }) ?? [];
  const count = (text: string) => text.split(/\s+/).filter(Boolean).length;
  return {
    wordsAdded: parts.filter((part) => part.added).reduce((sum, part) => sum + count(part.value), 0),
    wordsRemoved: parts.filter((part) => part.removed).reduce((sum, part) => sum + count(part.value), 0),
  };
}
