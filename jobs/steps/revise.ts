import { theComparison } from "../../models/comparison.ts";
import { revise } from "../../models/decide.ts";
import { digestOf, isAgainstDeployed, promotionParts } from "../../models/evidence.ts";
import { theGate } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import { mayPropose } from "../../models/recommend.ts";
import { outcomeOf } from "../../models/run.ts";
import type { Attempt } from "../attempt.ts";
import { armsOf } from "../comparing/arms.ts";
import { showRevision, takeBack } from "../gates/renew.ts";
import { Trouble } from "../trouble.ts";
import type { CompareOutcome } from "./compare.ts";

export interface ReviseParams {
  gate: string;
  revision: number;
  by: string;
  note: string | null;
}

/** Opens the next revision of a promotion gate with another candidate, now that it is evaluated and compared. */
export async function reviseStep(attempt: Attempt): Promise<Record<string, unknown>> {
  const { gate: gateId, revision, by, note } = attempt.step.params as unknown as ReviseParams;
  const gate = await theGate(gateId);
  const compared = outcomeOf<CompareOutcome>(attempt.run, "compare");
  const [candidate] = armsOf(attempt.run).candidates;
  if (!compared || !candidate) throw new Error("a revision needs a comparison");
  if (gate.revision > revision && gate.revisions.some((each) => each.comparison === compared.comparison))
    return { gate: shortId(gate._id), revision: gate.revision };
  const parts = await promotionParts(candidate.release, compared.comparison, note);
  if (!(await isAgainstDeployed(parts, compared.comparison)))
    throw new Trouble(
      "The edited promotion was not opened",
      `d${parts.deployed} was deployed while it was measured, so the comparison is with what was live before`,
      "press the button of the card again: it is measured anew",
    );
  const proposal = mayPropose((await theComparison(compared.comparison)).result, attempt.program.config.policy);
  if (by === "helix" && !proposal.propose) {
    // A person may ask for any candidate; Helix itself asks only what the policy's sentence holds for.
    await takeBack(attempt.deps, gate, proposal.because);
    return { gate: shortId(gate._id), revision: gate.revision, takenBack: proposal.because };
  }
  const next = {
    parts,
    digest: digestOf(parts),
    label: null,
    release: candidate.release,
    comparison: compared.comparison,
    note,
  };
  const revised =
    gate.status === "open" && gate.revision === revision
      ? await revise(gate, next, by, attempt.deps.now(), {
          approve: false,
          why: by === "helix" ? "renewed with fresh evidence" : "edited: another candidate",
          quorum: attempt.program.config.policy.promotion.quorum,
        })
      : null;
  if (!revised)
    throw new Trouble(
      "The edited promotion was not opened",
      `gate ${shortId(gate._id)} is ${gate.status} at revision ${gate.revision} meanwhile`,
      "look at its card; the comparison made for the edit is kept",
    );
  await showRevision(gate, revised);
  return { gate: shortId(gate._id), revision: revised.revision };
}
