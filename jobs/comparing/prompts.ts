import { hashOf } from "../../models/canonical.ts";
import type { DemoChange, PromptChange } from "../../models/comparison.ts";
import type { PredictorView } from "../../models/contract.ts";
import { CopyCheck } from "../../models/copied-text.ts";
import { type DatasetVersion, DatasetVersions, versionId } from "../../models/dataset.ts";
import type { Evaluation } from "../../models/evaluation.ts";
import { theRelease, theState } from "../../models/release.ts";
import { countChangedWords } from "../../models/word-diff.ts";
import { contentsOf } from "../datasets/contents.ts";

type Ground = Pick<Evaluation, "team" | "program" | "dataset">;

/** What changed in the prompts between two releases, predictor by predictor, and what of it is copied from train inputs. */
export async function promptChanges(before: string, after: string, ground: Ground): Promise<PromptChange[]> {
  const [a, b] = await Promise.all([theRelease(before), theRelease(after)]);
  const [was, is] = await Promise.all([theState(a.stateHash), theState(b.stateHash)]);
  const changes = is.predictors.flatMap((predictor) => {
    const old = was.predictors.find(({ name }) => name === predictor.name);
    const change = predictorChange(old, predictor);
    return change ? [change] : [];
  });
  return withCopies(changes, ground);
}

function predictorChange(old: PredictorView | undefined, now: PredictorView): PromptChange | null {
  const [was, is] = [old?.demos ?? [], now.demos];
  const [added, removed] = [without(is, was), without(was, is)];
  const before = old?.instructions ?? "";
  const change = {
    predictor: now.name,
    before,
    after: now.instructions,
    ...countChangedWords(before, now.instructions),
    demosAdded: added.length,
    demosRemoved: removed.length,
    demos: [...added.map(demoChange("added")), ...removed.map(demoChange("removed"))],
    copied: [],
  };
  return change.before === change.after && change.demos.length === 0 ? null : change;
}

type Demo = PredictorView["demos"][number];

/** Demos of one prompt that another does not show; equal ones count once. */
function without(these: readonly Demo[], those: readonly Demo[]): Demo[] {
  const known = new Set(those.map(({ fields }) => hashOf(fields)));
  return [...new Map(these.map((demo) => [hashOf(demo.fields), demo]))].flatMap(([hash, demo]) =>
    known.has(hash) ? [] : [demo],
  );
}

const demoChange =
  (change: DemoChange["change"]) =>
  ({ source, augmented }: Demo): DemoChange => ({ change, source, augmented });

/** Reads the dataset once, a chunk at a time, and only where instructions changed. */
async function withCopies(changes: PromptChange[], { team, program, dataset }: Ground): Promise<PromptChange[]> {
  const version = await DatasetVersions.findById(versionId(team, program, dataset)).lean<DatasetVersion>();
  if (!version || changes.every(({ before, after }) => before === after)) return changes;
  const checks = changes.map(({ before, after }) => new CopyCheck(before, after));
  for await (const rows of contentsOf(version))
    for (const row of rows) if (row.split === "train") for (const check of checks) check.see(row);
  return changes.map((change, n) => ({ ...change, copied: checks[n]?.found() ?? [] }));
}
