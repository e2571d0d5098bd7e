import type { Shown } from "../../blocks/home/waiting.ts";
import { theComparison } from "../../models/comparison.ts";
import { latestVersion } from "../../models/dataset.ts";
import { Drafts } from "../../models/draft.ts";
import { theEvaluation } from "../../models/evaluation.ts";
import { currentRevision, type Gate, isRollback } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import { theProgram } from "../../models/program.ts";
import { theRelease } from "../../models/release.ts";
import { rollbackView } from "../gates/rollback-view.ts";
import { isStoreTrouble } from "../trouble.ts";

/** What somebody has to see to answer an open question; null where its ground is not stored any more: its card says so. */
export async function shownOf(gate: Gate): Promise<Shown | null> {
  if (gate.kind === "promotion")
    return (isRollback(gate) ? rollbackOf(gate) : promotionOf(gate)).catch((error: unknown) => {
      // Its card tells why; a store that does not answer is no reason to show less.
      if (isStoreTrouble(error)) throw error;
      return null;
    });
  const draft = await Drafts.findById(gate.draft).lean();
  return draft && { kind: "truth", draft };
}

const rollbackOf = async (gate: Gate & { rollbackTo: number }): Promise<Shown> => ({
  kind: "rollback",
  view: await rollbackView(gate),
});

async function promotionOf(gate: Gate): Promise<Shown> {
  const { release: shipped, comparison: id } = currentRevision(gate);
  const [release, comparison] = await Promise.all([theRelease(shipped ?? ""), theComparison(id ?? "")]);
  const { dataset } = await theEvaluation(comparison.candidate);
  const newest = await latestVersion(gate.team, gate.program);
  return {
    kind: "promotion",
    candidate: shortId(release.candidate),
    model: release.lm.alias,
    result: comparison.result,
    selectedOnTest: comparison.selectedOnTest,
    policy: (await theProgram(gate.team, gate.program)).config.policy,
    newerDataset: newest && newest.number > dataset ? newest.number : null,
  };
}
