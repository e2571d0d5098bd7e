import type { Deps } from "../jobs/deps.ts";
import { completeEffect } from "../jobs/gates/effect.ts";
import { renewGate } from "../jobs/gates/renew.ts";
import { fieldProblems, schemasOf } from "../jobs/importing.ts";
import { showGate } from "../jobs/show.ts";
import { approve, reject, revise } from "../models/decide.ts";
import { checkEvidence, digestOf, truthParts } from "../models/evidence.ts";
import { currentRevision, type Gate, Gates, gateMessageKey, theGate } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import { type Action, alreadyDecided, mayDecide, type Person } from "../models/may-decide.ts";
import { Outbox } from "../models/outbox.ts";
import { type Program, theProgram } from "../models/program.ts";
import { Turns } from "./turns.ts";

/** One click or one submitted form, as Slack's signed payload gives it. */
export interface Click {
  person: Person;
  gate: string;
  revision: number;
  action: Action;
  /** Where the button stood; null for a form, which was opened from a button that was checked. */
  message: { channel: string; ts: string } | null;
}

/** Who acted, by Slack's signed payload: always text, whatever was signed. */
export const personOf = ({ user, team }: { user: { id: string }; team: { id: string } | null }): Person => ({
  user: String(user.id),
  team: String(team?.id ?? ""),
});

/** What became of it, in words for the person who clicked. */
export type Outcome = { ok: true; gate: Gate; said: string } | { ok: false; because: string };

export interface Allowed {
  gate: Gate;
  program: Program;
  approvers: string[];
}

/** Repeating itself would tell the audit nothing: these refusals are told to the person only. */
const everyday = new Set(["decided", "revision", "voted"]);

/**
 * May this click go on? Authorisation and evidence are checked here, at every click and at every submitted form.
 * `approversOf` is asked now, so that somebody taken off the list a minute ago is refused.
 */
export async function admit(
  deps: Deps,
  click: Click,
  approversOf: (program: Program, kind: Gate["kind"]) => Promise<string[] | null>,
): Promise<{ ok: true; allowed: Allowed } | { ok: false; because: string }> {
  const gate = await Gates.findById(click.gate).lean<Gate>();
  if (!gate) return { ok: false, because: nowhere };
  if (gate.team !== click.person.team) return refuse(deps, gate, click, "team", nowhere);
  const program = await theProgram(gate.team, gate.program);
  if (click.message && !(await standsThere(gate, click.message)))
    return refuse(deps, gate, click, "place", "this is not the card that was posted for it");
  const approvers = await approversOf(program, gate.kind);
  if (!approvers)
    return {
      ok: false,
      because: "Slack did not say who is in the approvers' group, so nothing was decided; try again in a minute",
    };
  const permission = mayDecide(
    gate,
    click.person,
    click.action,
    click.revision,
    approvers,
    program.config.policy,
    deps.now(),
  );
  if (!permission.allowed) {
    await showGate(gate);
    return refuse(deps, gate, click, permission.code, permission.because);
  }
  const evidence = await checkEvidence(gate, currentRevision(gate));
  if (evidence.ok) return { ok: true, allowed: { gate, program, approvers } };
  const renewed = await renewGate(deps, gate, evidence.because);
  return refuse(deps, gate, click, "evidence", `${evidence.because}; ${renewed}`);
}

const nowhere = "this question does not exist in this workspace";

async function standsThere(gate: Gate, { channel, ts }: { channel: string; ts: string }): Promise<boolean> {
  const place = { channel: 1, ts: 1, formerTs: 1 };
  const card = await Outbox.findOne({ team: gate.team, key: gateMessageKey(gate) }, place).lean();
  if (!card || card.channel !== channel) return false;
  return card.ts === null || card.ts === ts || card.formerTs.includes(ts);
}

async function refuse(
  deps: Deps,
  gate: Gate,
  { person, action, revision }: Click,
  code: string,
  because: string,
): Promise<{ ok: false; because: string }> {
  if (everyday.has(code)) return { ok: false, because };
  await deps.audit.append({
    team: gate.team,
    key: `refusal-${gate._id}-${revision}-${person.user}-${action}-${code}`,
    kind: "refusal",
    at: deps.now(),
    by: person.user,
    body: { gate: gate._id, program: gate.program, action, revision, code, because },
  });
  return { ok: false, because };
}

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

async function shown(gate: Gate, said: string): Promise<Outcome> {
  await showGate(gate);
  return { ok: true, gate, said };
}

/** Each person sees what came of their own click before anybody's decision is carried out. */
const turns = new Turns(16);

/** Decides, shows the card, and then carries the decision out. */
async function settle(deps: Deps, decide: () => Promise<Outcome>): Promise<Outcome> {
  const outcome = await turns.soon(decide);
  // The decision stands; what is left over is completed by the reconciler.
  if (outcome.ok && outcome.gate.decision)
    await turns
      .later(() => completeEffect(deps, outcome.gate))
      .catch((err) => deps.log.error({ err, gate: outcome.gate._id }, "an effect is left to the reconciler"));
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
    const { gate, program, approvers } = admitted.allowed;
    const unfit = gate.kind === "truth" ? whyUnfit(gate, program) : null;
    if (unfit) return { ok: false, because: unfit };
    const after = await approve(gate, click.person.user, approvers, deps.now());
    if (after)
      return shown(
        after,
        after.decision
          ? `You approved ${shortId(after._id)}.`
          : `Your approval counts: ${after.votes.length} of ${after.quorum}.`,
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
    const after = await reject(admitted.allowed.gate, click.person.user, reason, deps.now());
    return after ? shown(after, `You rejected ${shortId(after._id)}.`) : tooLate(admitted.allowed.gate);
  });
}

/** Truth: *Save and approve*. The submitted label becomes revision n+1 with this person's vote, in one write. */
export async function saveAndApprove(
  deps: Deps,
  { gate, approvers }: Allowed,
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
      ? shown(after, `You ${unchanged ? "approved" : "edited and approved"} ${shortId(after._id)}.`)
      : tooLate(gate),
  );
}
