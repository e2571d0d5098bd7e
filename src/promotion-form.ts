import { points } from "../blocks/figures.ts";
import { promotionEditModal } from "../blocks/promotion.ts";
import { branchLm } from "../jobs/branch-lm.ts";
import { type Branch, howAsked } from "../models/branch.ts";
import { canonicalJson } from "../models/canonical.ts";
import { currentRevision, type Gate } from "../models/gate.ts";
import type { HelixYaml } from "../models/helix-yaml.ts";
import { shortId } from "../models/ids.ts";
import { theProgram } from "../models/program.ts";
import { Candidates, lmIdentity, type Release, type ReleaseLm, theRelease } from "../models/release.ts";
import { type Run, Runs, type Step, type TriedCandidate } from "../models/run.ts";

const offeredCandidates = 20;

/** A candidate on the model of the branch that tried it; null where the run has no branches. */
interface Tried extends TriedCandidate {
  /** What the form submits: the same candidate may have been tried on two models. */
  id: string;
  branch: Branch | null;
}

/** What the gate's own run tried, or the one that what ships comes from: nothing else can be shipped by an edit. */
async function triedFor(gate: Gate): Promise<Tried[]> {
  const steps = await stepsThatTried(gate);
  const all = steps.flatMap(({ params, candidates }) => {
    const branch = (params.branch as Branch | undefined) ?? null;
    return candidates.map((each) => ({
      ...each,
      branch,
      id: branch ? `${branch.id}|${each.candidate}` : each.candidate,
    }));
  });
  return [...new Map(all.map((each) => [`${each.candidate} ${modelWords(each.branch)}`, each])).values()];
}

async function stepsThatTried(gate: Gate): Promise<Step[]> {
  const asked = await Runs.findById(gate.run).lean<Run>();
  if (asked?.steps.some(({ kind }) => kind === "compile")) return asked.steps;
  const { candidate } = await theRelease(currentRevision(gate).release ?? "");
  const { run } = (await Candidates.findById(candidate).lean()) ?? { run: null };
  return (run === null ? null : await Runs.findById(run).lean<Run>())?.steps ?? [];
}

/**
 * What ships among what was tried, found by its state (another run may have found the same release before), and where
 * several branches tried that, by the model it ships with.
 */
function shippingOf(tried: Tried[], release: Release, config: HelixYaml): Tried | null {
  const same = tried.filter(({ stateHash }) => stateHash === release.stateHash);
  const isOn = ({ branch }: Tried) => branch !== null && asksAlike(release.lm, branch, config);
  return same.find(isOn) ?? same.find(({ branch }) => !branch || branch.model === release.lm.alias) ?? null;
}

/** Does a branch ask its model as this LM configuration does? A model that left helix.yaml is asked by nobody. */
function asksAlike(lm: ReleaseLm, branch: Branch, config: HelixYaml): boolean {
  if (!config.models[branch.model]) return false;
  return isAlike(lm, branchLm(config, branch));
}

const isAlike = (a: ReleaseLm, b: ReleaseLm): boolean => canonicalJson(lmIdentity(a)) === canonicalJson(lmIdentity(b));

async function ground(gate: Gate) {
  const release = await theRelease(currentRevision(gate).release ?? "");
  const [tried, { config }] = await Promise.all([triedFor(gate), theProgram(gate.team, gate.program)]);
  return { release, tried, config, shipping: shippingOf(tried, release, config) };
}

/** The form behind Edit: the candidates of the run, best on val first, and the note. */
export async function promotionForm(gate: Gate) {
  const { release, tried, shipping } = await ground(gate);
  const sorted = [...tried].sort((a, b) => (b.valScore ?? -1) - (a.valScore ?? -1));
  const shown = sorted.filter(({ id }, index) => index < offeredCandidates || id === shipping?.id);
  const several = new Set(tried.map(({ branch }) => modelWords(branch))).size > 1;
  const options = shown.map(({ id, candidate, valScore, branch }) => ({
    id,
    words: `${shortId(candidate)}${several ? ` on ${modelWords(branch)}` : ""}: ${points(valScore)} on val`,
  }));
  // What no run tried, such as the program as it was registered, can only be shipped as it is.
  const only = [{ id: release.candidate, words: `${shortId(release.candidate)}: as the card says` }];
  return promotionEditModal(gate, shipping?.id ?? release.candidate, shipping ? options : [...only, ...options]);
}

/** A branch's model and how it is asked, such as `gemini-flash, low effort`. */
const modelWords = (branch: Branch | null): string => (branch ? [branch.model, ...howAsked(branch)].join(", ") : "");

/** Another candidate than the one that ships, with the LM configuration of the branch that tried it. */
export interface Choice {
  candidate: string;
  lm: ReleaseLm;
}

/** What a form's choice comes to: what ships already, another candidate of the run, or nothing the run tried. */
export async function readChoice(gate: Gate, chosen: string): Promise<"same" | "unknown" | Choice> {
  const { release, tried, config, shipping } = await ground(gate);
  const found = tried.find(({ id }) => id === chosen);
  if (!found) return chosen === "" || chosen === release.candidate ? "same" : "unknown";
  const { candidate, branch, stateHash } = found;
  // What ships keeps the configuration it was measured with; another branch's is what helix.yaml says now.
  const isOurs = !branch || branch.id === shipping?.branch?.id;
  const lm = isOurs ? release.lm : branchLm(config, branch);
  return stateHash === release.stateHash && isAlike(lm, release.lm) ? "same" : { candidate, lm };
}
