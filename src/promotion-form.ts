import { points } from "../blocks/figures.ts";
import { promotionEditModal } from "../blocks/promotion.ts";
import { currentRevision, type Gate } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import { theRelease } from "../models/release.ts";
import { type Run, Runs, type TriedCandidate } from "../models/run.ts";

const offeredCandidates = 20;

/** What the gate's own run tried: nothing else can be shipped by an edit. */
async function triedFor(gate: Gate): Promise<TriedCandidate[]> {
  const run = await Runs.findById(gate.run).lean<Run>();
  const all = run?.steps.flatMap((step) => step.candidates) ?? [];
  return [...new Map(all.map((each) => [each.candidate, each])).values()];
}

/** The form behind Edit: the candidates of the run, best on val first, and the note. */
export async function promotionForm(gate: Gate) {
  const { stateHash } = await theRelease(currentRevision(gate).release ?? "");
  const tried = [...(await triedFor(gate))].sort((a, b) => (b.valScore ?? -1) - (a.valScore ?? -1));
  // What ships is found by its state: the same release may have been found by another run before.
  const shipping = tried.find((each) => each.stateHash === stateHash)?.candidate ?? "";
  const shown = tried.filter(({ candidate }, index) => index < offeredCandidates || candidate === shipping);
  const options = shown.map(({ candidate, valScore }) => ({
    id: candidate,
    words: `${shortId(candidate)}: ${points(valScore)} on val`,
  }));
  return promotionEditModal(gate, shipping, options);
}

/** What a form's choice comes to: what ships already, another candidate of the run, or nothing the run tried. */
export async function readChoice(gate: Gate, chosen: string): Promise<"same" | "unknown" | TriedCandidate> {
  const { stateHash } = await theRelease(currentRevision(gate).release ?? "");
  const candidate = (await triedFor(gate)).find((each) => each.candidate === chosen);
  if (!candidate) return chosen === "" ? "same" : "unknown";
  return candidate.stateHash === stateHash ? "same" : candidate;
}
