import type { Deps } from "../jobs/deps.ts";
import { completeEffect } from "../jobs/gates/effect.ts";
import { fieldProblems, schemasOf } from "../jobs/importing.ts";
import { showGate } from "../jobs/show.ts";
import { approve, reject, revise } from "../models/decide.ts";
import { digestOf, type TruthGround, truthParts } from "../models/evidence.ts";
import { currentRevision, type Gate, theGate } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import { alreadyDecided } from "../models/may-decide.ts";
import { editsSent } from "../models/outbox/want.ts";
import type { Program } from "../models/program.ts";
import { type Allowed, admit, type Click } from "./deciding/admit.ts";
import { Turns } from "./turns.ts";

/** What became of it, in words for the person who clicked. */
export type Outcome = { ok: true; gate: Gate; said: string } | { ok: false; because: string };

/** Whoever comes too late is told who was faster and when. */
async function tooLate(gate: Gate): Promise<Outcome> {
  const now = await theGate(gate._id);
  await showGate(now);
  const because =
    now.status === "open"
      ? `it is at revision ${now.revision} with ${now.votes.length} approval(s) now: look at the card again`
      : alreadyDecided(now);
  return { ok: false, because };
}

async function shown(gate: Gate, said: string, ground: TruthGround | null): Promise<Outcome> {
  await showGate(gate, ground);
  return { ok: true, gate, said };
}

/** Each person sees what came of their own click before anybody's decision is carried out. */
const turns = new Turns(32, { regroupAt: 8 });

/** What follows from a decision. The second turn looks again whether anybody waits: more clicks may have come while the cards were sent. */
async function followUp(deps: Deps, gate: Gate): Promise<void> {
  await turns.later(editsSent);
  await turns.later(() => completeEffect(deps, gate));
}

/** Decides, shows the card, and then carries the decision out. */
async function settle(deps: Deps, decide: () => Promise<Outcome>): Promise<Outcome> {
  const outcome = await turns.soon(decide);
  // The decision stands; what is left over is completed by the reconciler.
  if (outcome.ok && outcome.gate.decision)
    await followUp(deps, outcome.gate).catch((err) =>
      deps.log.error({ err, gate: outcome.gate._id }, "an effect is left to the reconciler"),
    );
  return outcome;
}

const retries = 5;

/** One approval. Of many at once each vote counts once, and exactly one decides. */
export function approveGate(deps: Deps, click: Click, approversOf: Parameters<typeof admit>[2]): Promise<Outcome> {
  return settle(deps, () => approved(deps, click, approversOf));
}

async function approved(deps: Deps, click: Click, approversOf: Parameters<typeof admit>[2]): Promise<Outcome> {
  for (let attempt = 0; attempt < retries; attempt++) {
    const admitted = await admit(deps, click, approversOf);
    if (!admitted.ok) return admitted;
    const { gate, program, approvers, ground } = admitted.allowed;
    const unfit = gate.kind === "truth" ? whyUnfit(gate, program) : null;
    if (unfit) return { ok: false, because: unfit };
    const after = await approve(gate, click.person.user, approvers, deps.now());
    if (after)
      return shown(
        after,
        after.decision
          ? `You approved ${shortId(after._id)}.`
          : `Your approval counts: ${after.votes.length} of ${after.quorum}.`,
        ground,
      );
  }
  return tooLate(await theGate(click.gate));
}

/** The program's outputs may have changed since the label was drafted. */
function whyUnfit(gate: Gate, program: Program): string | null {
  const [problem] = fieldProblems(currentRevision(gate).label ?? {}, schemasOf(program.described).outputs);
  return problem ? `the label does not fit the program's outputs: ${problem}; press Edit to mend it` : null;
}

/** A rejection with its reason. */
export async function rejectGate(
  deps: Deps,
  click: Click,
  reason: string,
  approversOf: Parameters<typeof admit>[2],
): Promise<Outcome> {
  return settle(deps, async () => {
    const admitted = await admit(deps, click, approversOf);
    if (!admitted.ok) return admitted;
    const { gate, ground } = admitted.allowed;
    const after = await reject(gate, click.person.user, reason, deps.now());
    return after ? shown(after, `You rejected ${shortId(after._id)}.`, ground) : tooLate(gate);
  });
}

/** Truth: *Save and approve*. The submitted label becomes revision n+1 with this person's vote, in one write. */
export async function saveAndApprove(
  deps: Deps,
  { gate, approvers, ground }: Allowed,
  click: Click,
  label: Record<string, unknown>,
): Promise<Outcome> {
  const revision = currentRevision(gate);
  const parts = await truthParts(gate.draft ?? "", label);
  const next = { parts, digest: digestOf(parts), label, release: null, comparison: null, note: null };
  const unchanged = digestOf(parts) === revision.digest;
  const after = unchanged
    ? await approve(gate, click.person.user, approvers, deps.now())
    : await revise(gate, next, click.person.user, deps.now(), { approve: true, why: "edited, saved and approved" });
  return settle(deps, async () =>
    after
      ? shown(after, `You ${unchanged ? "approved" : "edited and approved"} ${shortId(after._id)}.`, ground)
      : tooLate(gate),
  );
}
